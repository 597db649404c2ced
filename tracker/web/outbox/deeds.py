"""Send a letter again, or take one back that did not leave."""

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from wtforms import StringField

from tracker.models.letter import Letter
from tracker.queries import letters as queries
from tracker.services import letters
from tracker.services.rules import RuleBroken
from tracker.web.context import commit, session, the_viewer, work
from tracker.web.forms import Form, clean
from tracker.web.permissions import permitted


class WithdrawForm(Form):
    """Why a letter is taken back."""

    reason = StringField(lazy_gettext("Reason"), filters=[clean])


@permitted("letter:send")
def send(letter_id: int) -> ResponseReturnValue:
    letters.send_again(work(), _found(letter_id))
    commit()
    flash(_("The letter waits to be sent; that takes some seconds."), "success")
    return redirect(url_for("outbox.letter", letter_id=letter_id), 303)


@permitted("letter:send")
def withdraw(letter_id: int) -> ResponseReturnValue:
    letter, form = _found(letter_id), WithdrawForm()
    if not form.is_submitted():
        return render_template("outbox/withdraw.html", letter=letter, form=form)
    if form.validate():
        try:
            letters.withdraw(work(), letter, form.reason.data)
        except RuleBroken as broken:
            form.blame(broken)
        else:
            commit()
            flash(_("The letter is withdrawn."), "success")
            return redirect(url_for("outbox.letter", letter_id=letter_id), 303)
    return render_template("outbox/withdraw.html", letter=letter, form=form), 422


def _found(letter_id: int) -> Letter:
    if queries.letter(session(), the_viewer(), letter_id) is None:
        abort(404)
    return session().get_one(Letter, letter_id)
