"""The door without a link: a code to the address that somebody types. Known and unknown addresses look the same."""

from time import sleep

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from tracker.clock import stopwatch
from tracker.services import portal_codes
from tracker.services.portal_sessions import end
from tracker.services.rules import RuleBroken
from tracker.web.context import commit, current_contact, session, work, work_as_contact
from tracker.web.permissions import for_contacts, public
from tracker.web.portal import recognition
from tracker.web.portal.blueprint import bp
from tracker.web.portal.forms import EmailForm
from tracker.web.portal.next_page import remember, safe

EVEN_SECONDS = 0.4
"""Every answer takes as long, so that its time does not tell whether the address is known."""


@bp.get("", strict_slashes=False)
@public
def sign_in() -> ResponseReturnValue:
    wanted = safe(request.args.get("next"))
    if current_contact():
        return redirect(wanted or url_for("portal.home"), 303)
    return render_template("portal/sign_in.html", form=EmailForm(data={"next": wanted}))


@bp.post("", strict_slashes=False)
@public
def ask_for_code() -> ResponseReturnValue:
    form = EmailForm()
    if not form.validate():
        return render_template("portal/sign_in.html", form=form), 422
    remember(form.next.data)
    began = stopwatch()
    _send_code(form.email.data)
    sleep(max(0.0, EVEN_SECONDS - (stopwatch() - began)))
    return redirect(url_for("portal.type_code"), 303)


@bp.post("/sign-out")
@for_contacts
def sign_out() -> ResponseReturnValue:
    end(work_as_contact(), recognition.token())
    commit()
    recognition.forget()
    return redirect(url_for("portal.sign_in"), 303)


def _send_code(email: str) -> None:
    recognition.browser()
    recognition.follow_link("")
    deed = work()
    contact = portal_codes.contact_by_email(deed, email)
    try:
        if contact is not None:
            portal_codes.send(deed, contact, recognition.browser())
        commit()
    except RuleBroken:
        session().rollback()
