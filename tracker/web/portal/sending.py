"""The fourth step: the PDF to sign, what was received, and sending it all."""

from io import BytesIO

from flask import abort, redirect, render_template, send_file, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from tracker.documents.attestation_form import attestation_form
from tracker.queries.document_checks import latest
from tracker.queries.documents import document
from tracker.queries.portal_requests import deficiencies, document_of
from tracker.queries.signature_kinds import shortfall_of
from tracker.services import attestations, signings
from tracker.services.rules import RuleBroken
from tracker.web.attachment import attachment
from tracker.web.context import clock, commit, session, settings, the_contact, work_as_contact
from tracker.web.permissions import for_contacts
from tracker.web.portal.asking import Asked, answerable, the_asked
from tracker.web.portal.blueprint import bp
from tracker.web.portal.forms import SendForm, UploadForm
from tracker.web.portal.home import to_request
from tracker.web.portal.receipt import told
from tracker.web.portal.receiving import sufficing

PDF = "application/pdf"


@bp.get("/requests/<int:request_id>/send")
@for_contacts
def sending(request_id: int) -> ResponseReturnValue:
    asked = the_asked(request_id)
    if not asked.shown.state.answerable:
        return to_request(asked.row)
    return page(asked, UploadForm(), SendForm(data={"signed_on": clock().today()}))


@bp.post("/requests/<int:request_id>/send")
@for_contacts
def send(request_id: int) -> ResponseReturnValue:
    asked = answerable(request_id)
    if asked is None:
        return to_request(the_asked(request_id).row)
    form = SendForm()
    if not form.validate():
        return page(asked, UploadForm(), form), 422
    deed = work_as_contact()
    try:
        attestations.submit(deed, attestations.draft_of(deed, asked.row), form.signed_on.data)
        commit()
    except RuleBroken as broken:
        session().rollback()
        form.blame(broken)
        asked = the_asked(request_id)
        # The other of two clicks has sent it meanwhile.
        return (page(asked, UploadForm(), form), 422) if asked.shown.state.answerable else to_request(asked.row)
    return redirect(url_for("portal.asked", request_id=request_id), 303)


@bp.get("/requests/<int:request_id>/attestation.pdf")
@for_contacts
def form_to_sign(request_id: int) -> ResponseReturnValue:
    asked = the_asked(request_id)
    if not asked.shown.state.answerable:
        return to_request(asked.row)
    made = attestation_form(settings().city_name, asked.draft.text, clock().today())
    return _attachment(BytesIO(made), f"attestation {asked.shown.number}.pdf", PDF)


@bp.get("/requests/<int:request_id>/documents/<int:document_id>")
@for_contacts
def received_document(request_id: int, document_id: int) -> ResponseReturnValue:
    own = document_of(session(), the_contact().id, request_id, document_id)
    row = document(session(), own) if own else None
    if row is None:
        abort(404)
    return attachment(row)


def page(asked: Asked, upload: UploadForm, form: SendForm) -> str:
    """The page of the fourth step with its two forms."""
    today = clock().today()
    stale = asked.draft.document is not None and asked.draft.document.text_digest != asked.draft.text.digest()
    return render_template(
        "portal/send.html",
        asked=asked,
        upload=upload,
        form=form,
        stale=stale,
        complete=asked.draft.answers_complete(today),
        limit=settings().upload_limit_mb,
        on_screen=signings.offered(work_as_contact(), asked.row),
        enough={kind.value for kind in sufficing(asked.row.version_id)},
        reasons=deficiencies(session(), asked.row.id),
        told=told(latest(session(), asked.draft.document.id)) if asked.draft.document else [],
        short=_shortfall(asked),
    )


def _shortfall(asked: Asked) -> str:
    """Why the uploaded document is not signed in a way that suffices; empty when it is."""
    found = asked.draft.document
    return shortfall_of(session(), found.id, asked.row.version_id) if found else ""


def _attachment(stream: object, name: str, media_type: str) -> Response:
    return send_file(stream, mimetype=media_type, as_attachment=True, download_name=name)  # type: ignore[arg-type]  # a binary stream
