"""Signing on screen, first half: the text is opened, read, and consent given at its end."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from tracker.models.signing import Signing
from tracker.services import signings
from tracker.services.rules import Conflict, RuleBroken
from tracker.services.signings import Trace
from tracker.web.context import commit, session, work_as_contact
from tracker.web.permissions import for_contacts
from tracker.web.portal import recognition
from tracker.web.portal.asking import Asked, answerable, the_asked
from tracker.web.portal.blueprint import bp
from tracker.web.portal.forms import SigningForm
from tracker.web.portal.home import to_request

LONGEST_ADDRESS, LONGEST_BROWSER = 64, 300


@bp.post("/requests/<int:request_id>/sign/open")
@for_contacts
def open_text(request_id: int) -> ResponseReturnValue:
    asked = answerable(request_id)
    if asked is None:
        return to_request(the_asked(request_id).row)
    try:
        signings.begin(work_as_contact(), asked.row, trace())
        commit()
    except RuleBroken as broken:
        session().rollback()
        flash(broken.sentence, "error")
        return redirect(url_for("portal.sending", request_id=request_id), 303)
    return redirect(url_for("portal.sign", request_id=request_id), 303)


@bp.get("/requests/<int:request_id>/sign")
@for_contacts
def sign(request_id: int) -> ResponseReturnValue:
    asked = the_asked(request_id)
    if not asked.shown.state.answerable:
        return to_request(asked.row)
    if not was_opened(asked):
        return redirect(url_for("portal.sending", request_id=request_id), 303)
    try:
        row = signings.current(work_as_contact(), asked.row)
    except Conflict as changed:
        return overtaken(asked, changed)
    return _page(asked, row, SigningForm(data={"mark": signings.mark_of(work_as_contact(), row)}))


@bp.post("/requests/<int:request_id>/sign")
@for_contacts
def consent(request_id: int) -> ResponseReturnValue:
    asked = answerable(request_id)
    if asked is None:
        return to_request(the_asked(request_id).row)
    form = SigningForm()
    try:
        signings.consent(work_as_contact(), asked.row, form.given(), trace())
        commit()
    except RuleBroken as broken:
        session().rollback()
        return _refused(request_id, form, broken)
    return redirect(url_for("portal.sign_code", request_id=request_id), 303)


def trace() -> Trace:
    """Where the signer comes from: this browser, its address as the configured proxies tell it, and its name."""
    name = "".join(sign for sign in request.user_agent.string if sign.isprintable())
    return Trace(recognition.browser(), (request.remote_addr or "")[:LONGEST_ADDRESS], name[:LONGEST_BROWSER])


def was_opened(asked: Asked) -> bool:
    """Whether any text of this draft was opened to be signed."""
    number = asked.draft.attestation_id
    return number is not None and session().get(Signing, number) is not None


def overtaken(asked: Asked, changed: Conflict) -> ResponseReturnValue:
    """The page that says that the text is another by now, and leads to it."""
    return render_template("portal/sign_changed.html", asked=asked, sentence=changed.sentence), 409


def _refused(request_id: int, form: SigningForm, broken: RuleBroken) -> ResponseReturnValue:
    asked = the_asked(request_id)
    if not asked.shown.state.answerable:
        return to_request(asked.row)
    if isinstance(broken, Conflict):
        return overtaken(asked, broken)
    form.blame(broken)
    try:
        return _page(asked, signings.current(work_as_contact(), asked.row), form), 422
    except Conflict as changed:
        return overtaken(asked, changed)


def _page(asked: Asked, row: Signing, form: SigningForm) -> str:
    return render_template(
        "portal/sign.html",
        asked=asked,
        row=row,
        form=form,
        text=asked.draft.text,
        consent=signings.words(work_as_contact()),
    )
