"""One's own account: name, letters, password, and the sessions that are open."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tracker.domain.obligations import Rhythm
from tracker.models.person import Person
from tracker.queries.sign_ins import open_sessions
from tracker.services import accounts, sign_ins
from tracker.services.rules import RuleBroken
from tracker.web.account.blueprint import bp
from tracker.web.account.forms import ChangePasswordForm, LettersForm, OwnDataForm
from tracker.web.account.limits import posts
from tracker.web.account.recognition import this_token
from tracker.web.context import clock, commit, session, the_viewer, work
from tracker.web.permissions import permitted


@bp.get("/")
@permitted("account:own")
def show() -> ResponseReturnValue:
    return _page()


@bp.post("/")
@permitted("account:own")
def rename() -> ResponseReturnValue:
    form = OwnDataForm()
    if not form.validate():
        return _page(own=form), 422
    accounts.rename(work(), this_person(), form.name.data)
    commit()
    flash(_("Saved."), "success")
    return redirect(url_for("account.show"), 303)


@bp.post("/letters")
@permitted("account:own")
def choose_letters() -> ResponseReturnValue:
    form = LettersForm()
    if not form.validate():
        return _page(letters=form), 422
    accounts.choose_letters(work(), this_person(), Rhythm(form.rhythm.data), form.language.data)
    commit()
    flash(_("Saved. It holds from the next letter on."), "success")
    return redirect(url_for("account.show"), 303)


@bp.post("/password")
@permitted("account:own")
@posts
def change_password() -> ResponseReturnValue:
    form = ChangePasswordForm()
    if form.validate():
        old, new = form.old_password.data, form.password.data
        try:
            accounts.change_password(work(), this_person(), old, new, this_token())
        except RuleBroken as broken:
            form.blame(broken)
            commit()  # the failed try counts
        else:
            commit()
            flash(_("Your password is changed, and your other sessions were ended."), "success")
            return redirect(url_for("account.show"), 303)
    return _page(password=form), 422


@bp.post("/sessions/<int:sign_in_id>/end")
@permitted("account:own")
def end_session(sign_in_id: int) -> ResponseReturnValue:
    sign_ins.end_one(work(), the_viewer().id, sign_in_id)
    commit()
    flash(_("That session is ended."), "success")
    return redirect(url_for("account.show"), 303)


def this_person() -> Person:
    """The row of the signed-in person."""
    return session().get_one(Person, the_viewer().id)


def _page(
    own: OwnDataForm | None = None, letters: LettersForm | None = None, password: ChangePasswordForm | None = None
) -> str:
    person, token = this_person(), this_token()
    return render_template(
        "account/show.html",
        person=person,
        own=own or OwnDataForm(formdata=None, obj=person),
        letters=letters or LettersForm(formdata=None, obj=person),
        password=password or ChangePasswordForm(formdata=None),
        sessions=open_sessions(session(), person.id, sign_ins.digest(token), clock().now()),
    )
