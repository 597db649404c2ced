"""The second factor: switch it on with an authenticator app, off again, and new recovery codes."""

from flask import Response, abort, flash, redirect, render_template, url_for
from flask import session as cookie
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tracker.services import accounts, credentials
from tracker.services.rules import RuleBroken
from tracker.web.account.blueprint import bp
from tracker.web.account.forms import ConfirmForm, SwitchOnForm
from tracker.web.account.limits import posts
from tracker.web.account.own import this_person
from tracker.web.context import commit, the_viewer, work
from tracker.web.permissions import permitted

SECRET = "second_factor_secret"  # noqa: S105  # the name of the cookie's field, which holds it encrypted


@bp.post("/second-factor/start")
@permitted("account:own")
def start_second_factor() -> ResponseReturnValue:
    cookie[SECRET] = credentials.new_secret()
    return redirect(url_for("account.second_factor"), 303)


@bp.get("/second-factor")
@permitted("account:own")
def second_factor() -> ResponseReturnValue:
    if SECRET not in cookie:
        return redirect(url_for("account.show"), 303)
    return _page(SwitchOnForm())


@bp.get("/second-factor/picture.svg")
@permitted("account:own")
def second_factor_picture() -> ResponseReturnValue:
    if SECRET not in cookie:
        abort(404)
    return Response(credentials.picture(the_viewer().email, cookie[SECRET]), mimetype="image/svg+xml")


@bp.post("/second-factor")
@permitted("account:own")
@posts
def switch_on_second_factor() -> ResponseReturnValue:
    form, person = SwitchOnForm(), this_person()
    if SECRET not in cookie:
        return redirect(url_for("account.show"), 303)
    if not form.validate():
        return _page(form), 422
    try:
        accounts.confirm(work(), person, form.current_password.data)
        codes = accounts.switch_on(work(), person, cookie[SECRET], form.code.data)
    except RuleBroken as broken:
        form.blame(broken)
        commit()  # the failed try counts
        return _page(form), 422
    commit()
    cookie.pop(SECRET)
    return render_template("account/recovery_codes.html", codes=codes)


@bp.get("/second-factor/off")
@permitted("account:own")
def second_factor_off() -> ResponseReturnValue:
    return render_template("account/second_factor_off.html", form=ConfirmForm())


@bp.post("/second-factor/off")
@permitted("account:own")
@posts
def switch_off_second_factor() -> ResponseReturnValue:
    form, person = ConfirmForm(), this_person()
    if not _confirmed(form):
        return render_template("account/second_factor_off.html", form=form), 422
    accounts.switch_off(work(), person)
    commit()
    flash(_("The second factor is off. Your password alone signs you in."), "success")
    return redirect(url_for("account.show"), 303)


@bp.get("/second-factor/codes")
@permitted("account:own")
def new_recovery_codes() -> ResponseReturnValue:
    return render_template("account/new_codes.html", form=ConfirmForm())


@bp.post("/second-factor/codes")
@permitted("account:own")
@posts
def make_recovery_codes() -> ResponseReturnValue:
    form, person = ConfirmForm(), this_person()
    if not person.tf_totp_secret:
        abort(404)
    if not _confirmed(form):
        return render_template("account/new_codes.html", form=form), 422
    codes = accounts.renew_recovery_codes(work(), person)
    commit()
    return render_template("account/recovery_codes.html", codes=codes)


def _confirmed(form: ConfirmForm) -> bool:
    if not form.validate():
        return False
    try:
        accounts.confirm(work(), this_person(), form.current_password.data)
    except RuleBroken as broken:
        form.blame(broken)
        commit()  # the failed try counts
        return False
    return True


def _page(form: SwitchOnForm) -> str:
    secret = credentials.readable_secret(cookie[SECRET])
    return render_template("account/second_factor.html", form=form, secret=secret)
