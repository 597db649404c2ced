"""A forgotten password: ask for a link by mail, and set a new password with it."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tracker.services import accounts, password_links, sign_ins
from tracker.services.rules import RuleBroken
from tracker.web.account.blueprint import bp
from tracker.web.account.forms import ForgotForm, NewPasswordForm
from tracker.web.account.limits import posts
from tracker.web.context import commit, work
from tracker.web.permissions import public


@bp.get("/forgot")
@public
def forgot() -> ResponseReturnValue:
    return render_template("account/forgot.html", form=ForgotForm())


@bp.post("/forgot")
@public
@posts
def ask_for_link() -> ResponseReturnValue:
    form = ForgotForm()
    if not form.validate():
        return render_template("account/forgot.html", form=form), 422
    accounts.ask_for_link(work(), form.email.data)
    commit()
    return redirect(url_for("account.link_sent"), 303)


@bp.get("/link-sent")
@public
def link_sent() -> ResponseReturnValue:
    return render_template("account/link_sent.html")


@bp.get("/reset/<token>")
@public
def reset(token: str) -> ResponseReturnValue:
    person = password_links.read(work(), token)
    if person is None:
        return render_template("account/link_over.html"), 410
    return render_template("account/reset.html", form=NewPasswordForm(), first=person.password is None)


@bp.post("/reset/<token>")
@public
@posts
def set_password(token: str) -> ResponseReturnValue:
    person, form = password_links.read(work(), token), NewPasswordForm()
    if person is None:
        return render_template("account/link_over.html"), 410
    if form.validate():
        try:
            accounts.set_password(sign_ins.as_person(work(), person), person, form.password.data)
        except RuleBroken as broken:
            form.blame(broken)
        else:
            commit()
            flash(_("Your new password is set. Sign in with it."), "success")
            return redirect(url_for("account.sign_in"), 303)
    return render_template("account/reset.html", form=form, first=person.password is None), 422
