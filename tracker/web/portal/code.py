"""The code from the mailbox opens the session."""

from flask import redirect, render_template, url_for
from flask import session as cookie
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tracker.models.contact import Contact
from tracker.services import portal_codes, request_links, requests
from tracker.services.portal_sessions import acted_by
from tracker.services.rules import RuleBroken
from tracker.web.context import commit, session, settings, work
from tracker.web.permissions import public
from tracker.web.portal import recognition
from tracker.web.portal.blueprint import bp
from tracker.web.portal.forms import CodeForm
from tracker.web.portal.next_page import after_code, remembered


@bp.get("/code")
@public
def type_code() -> ResponseReturnValue:
    if recognition.BROWSER not in cookie:
        return redirect(url_for("portal.sign_in"), 303)
    return _page(CodeForm())


@bp.post("/code")
@public
def enter_code() -> ResponseReturnValue:
    form = CodeForm()
    if not form.validate():
        return _page(form), 422
    deed = work()
    contact = portal_codes.enter(deed, recognition.browser(), form.code.data)
    if contact is None:
        commit()
        form.blame(RuleBroken("code", _(portal_codes.WRONG)))
        return _page(form), 422
    target = _target(contact)
    recognition.let_in(deed, contact)
    commit()
    return redirect(target, 303)


def _target(contact: Contact) -> str:
    """Where the contact goes: to the request of the link, which is opened by this, else to the page asked for."""
    asked = request_links.read(settings(), session(), recognition.followed_link())
    if asked is None or asked.contact_id != contact.id:
        return after_code(contact)
    requests.open_by(acted_by(work(), contact), asked)
    return url_for("portal.asked", request_id=asked.id)


def _page(form: CodeForm) -> str:
    return render_template(
        "portal/code.html",
        form=form,
        link=recognition.followed_link(),
        wanted=remembered(),
        minutes=portal_codes.MINUTES,
    )
