"""Signing on screen, second half: the code from the mailbox signs and sends in one deed."""

from flask import current_app, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tracker.documents.places import StoreFull
from tracker.documents.sealing.certificate import NoSeal
from tracker.models.request import Request
from tracker.models.signing import Signing
from tracker.services import portal_codes, signing_completion, signings
from tracker.services.rules import Conflict, RuleBroken
from tracker.web.context import commit, session, work_as_contact
from tracker.web.permissions import for_contacts
from tracker.web.portal.asking import Asked, answerable, the_asked
from tracker.web.portal.blueprint import bp
from tracker.web.portal.forms import CodeForm
from tracker.web.portal.home import to_request
from tracker.web.portal.receipt import judge
from tracker.web.portal.signing import overtaken, trace, was_opened

UNAVAILABLE = 503


@bp.get("/requests/<int:request_id>/sign/code")
@for_contacts
def sign_code(request_id: int) -> ResponseReturnValue:
    asked = the_asked(request_id)
    if not asked.shown.state.answerable:
        return to_request(asked.row)
    if not was_opened(asked):
        return redirect(url_for("portal.sending", request_id=request_id), 303)
    try:
        row = signings.current(work_as_contact(), asked.row)
    except Conflict as changed:
        return overtaken(asked, changed)
    if row.consented_at is None:
        return redirect(url_for("portal.sign", request_id=request_id), 303)
    return _page(asked, row, CodeForm())


@bp.post("/requests/<int:request_id>/sign/new-code")
@for_contacts
def new_sign_code(request_id: int) -> ResponseReturnValue:
    asked = answerable(request_id)
    if asked is None:
        return to_request(the_asked(request_id).row)
    try:
        signings.send_code(work_as_contact(), asked.row, trace())
        commit()
    except Conflict as changed:
        session().rollback()
        return overtaken(the_asked(request_id), changed)
    except RuleBroken as broken:
        session().rollback()
        flash(broken.sentence, "error")
    else:
        flash(_("A new code is on its way."), "success")
    return redirect(url_for("portal.sign_code", request_id=request_id), 303)


@bp.post("/requests/<int:request_id>/sign/code")
@for_contacts
def finish(request_id: int) -> ResponseReturnValue:
    asked = answerable(request_id)
    if asked is None:
        return to_request(the_asked(request_id).row)
    form = CodeForm()
    try:
        proved = signings.prove(work_as_contact(), asked.row, form.code.data or "", trace())
        commit()
        if not proved:
            form.blame(RuleBroken("code", _(portal_codes.WRONG)))
            return _again(request_id, form), 422
        _sign(request_id)
    except NoSeal as problem:
        current_app.logger.warning("a signature on screen could not be sealed: %s", problem)
        return _unsealed(request_id, form)
    except StoreFull:
        return _unsealed(request_id, form)
    except RuleBroken as broken:
        return _refused(request_id, form, broken)
    return redirect(url_for("portal.asked", request_id=request_id), 303)


def _sign(request_id: int) -> None:
    deed, row = work_as_contact(), session().get_one(Request, request_id)
    what = signing_completion.signable(deed, row, trace())
    # Making and sealing the paper takes its time; nobody else shall wait for our transaction meanwhile.
    session().rollback()
    paper = signing_completion.make(deed, what)
    sent = signing_completion.complete(deed, the_asked(request_id).row, paper, trace())
    signed = session().get(Signing, sent.id)
    document_id = signed.document_id if signed else None
    commit()
    if document_id is not None:
        judge(document_id)


def _refused(request_id: int, form: CodeForm, broken: RuleBroken) -> ResponseReturnValue:
    session().rollback()
    asked = the_asked(request_id)
    if not asked.shown.state.answerable:
        return to_request(asked.row)
    if isinstance(broken, Conflict):
        return overtaken(asked, broken)
    form.blame(RuleBroken("code", broken.sentence))
    return _again(request_id, form), 422


def _unsealed(request_id: int, form: CodeForm) -> ResponseReturnValue:
    session().rollback()
    sentence = _("We could not seal the document, so nothing was signed. Please try again in some minutes.")
    form.blame(RuleBroken("code", sentence))
    return _again(request_id, form), UNAVAILABLE


def _again(request_id: int, form: CodeForm) -> str:
    asked = the_asked(request_id)
    return _page(asked, session().get_one(Signing, asked.draft.attestation_id), form)


def _page(asked: Asked, row: Signing, form: CodeForm) -> str:
    return render_template("portal/sign_code.html", asked=asked, row=row, form=form, minutes=portal_codes.MINUTES)
