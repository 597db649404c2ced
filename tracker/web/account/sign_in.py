"""Sign in with e-mail address and password, then a code where it is switched on; sign out for good."""

from flask import redirect, render_template, request, url_for
from flask import session as cookie
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tracker.models.person import Person
from tracker.services import sign_ins
from tracker.services.rules import RuleBroken
from tracker.web.account import recognition
from tracker.web.account.blueprint import bp
from tracker.web.account.browser import in_words
from tracker.web.account.forms import SecondStepForm, SignInForm
from tracker.web.account.limits import posts
from tracker.web.account.next_page import after_sign_in, safe
from tracker.web.context import clock, commit, session, the_viewer, viewer, work
from tracker.web.permissions import permitted, public

MINUTES_FOR_CODE = 10


@bp.get("/sign-in")
@public
def sign_in() -> ResponseReturnValue:
    if viewer():
        return redirect(after_sign_in(request.args.get("next")), 303)
    form = SignInForm(data={"next": safe(request.args.get("next"))})
    return render_template("account/sign_in.html", form=form)


@bp.post("/sign-in")
@public
@posts
def check_sign_in() -> ResponseReturnValue:
    form = SignInForm()
    if not form.validate():
        return render_template("account/sign_in.html", form=form), 422
    person = sign_ins.person_for(work(), form.email.data, form.password.data, request.remote_addr or "")
    if person is None:
        commit()
        form.blame(RuleBroken("", _(sign_ins.NOT_MATCHED)))
        return render_template("account/sign_in.html", form=form), 422
    if person.tf_totp_secret:
        commit()
        recognition.forget()
        cookie[recognition.PENDING] = [person.id, person.epoch, clock().now().timestamp(), safe(form.next.data)]
        return redirect(url_for("account.second_step"), 303)
    return _let_in(person, form.next.data)


@bp.get("/second-step")
@public
def second_step() -> ResponseReturnValue:
    if _pending() is None:
        return redirect(url_for("account.sign_in"), 303)
    return render_template("account/second_step.html", form=SecondStepForm())


@bp.post("/second-step")
@public
@posts
def check_second_step() -> ResponseReturnValue:
    person, form = _pending(), SecondStepForm()
    if person is None:
        return redirect(url_for("account.sign_in"), 303)
    if form.validate():
        if sign_ins.passes_second_step(work(), person, form.code.data):
            return _let_in(person, cookie[recognition.PENDING][3])
        form.blame(RuleBroken("code", _(sign_ins.WRONG_CODE)))
        commit()
    return render_template("account/second_step.html", form=form), 422


@bp.post("/sign-out")
@permitted("account:own")
def sign_out() -> ResponseReturnValue:
    sign_ins.end(work(), the_viewer().id, recognition.this_token())
    commit()
    recognition.forget()
    return redirect(url_for("account.sign_in"), 303)


def _let_in(person: Person, target: str | None) -> ResponseReturnValue:
    token = sign_ins.begin(work(), person, in_words(request.user_agent.string))
    commit()
    recognition.remember(token)
    return redirect(after_sign_in(target), 303)


def _pending() -> Person | None:
    """The person whose password was right some minutes ago and whose code is awaited."""
    kept = cookie.get(recognition.PENDING)
    if not kept or clock().now().timestamp() - kept[2] > MINUTES_FOR_CODE * 60:
        return None
    person = session().get(Person, kept[0])
    return person if person and person.active and person.epoch == kept[1] else None
