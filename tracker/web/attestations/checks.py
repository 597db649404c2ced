"""A document's signatures: checked again beside the frozen verdict, and the file as it was when it was signed."""

from io import BytesIO

from flask import abort, flash, redirect, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tracker.documents.names import clean_name
from tracker.documents.store import store_of
from tracker.models.document import Document
from tracker.queries import attestation as questions
from tracker.queries.documents import DocumentRow
from tracker.queries.proof import proof
from tracker.services import document_checks
from tracker.web.attestations.blueprint import bp
from tracker.web.context import commit, session, settings, the_viewer, work
from tracker.web.permissions import permitted


@bp.post("/<int:attestation_id>/documents/<int:document_id>/check")
@permitted("review:decide")
def check_again(attestation_id: int, document_id: int) -> ResponseReturnValue:
    found = _own(attestation_id, document_id)
    document = session().get_one(Document, found.id)
    # Nobody waits for our transaction while the file is looked at.
    row = document_checks.again(work(), document, session().rollback)
    verdict = row.verdict
    commit()
    flash(_("Checked again: %(verdict)s.", verdict=verdict.lower()), "info")
    page = "reviews.page" if request.form.get("back") == "review" else "attestations.page"
    return redirect(url_for(page, attestation_id=attestation_id, _anchor="document"), 303)


@bp.get("/<int:attestation_id>/documents/<int:document_id>/signed/<int:number>")
@permitted("document:read")
def signed_revision(attestation_id: int, document_id: int, number: int) -> ResponseReturnValue:
    found = _own(attestation_id, document_id)
    if not found.given_out:
        abort(404)
    proofs = (one for one in proof(session(), attestation_id).documents if one.document.id == document_id)
    signatures = next((one.signatures for one in proofs), ())
    length = signatures[number - 1].length if 0 < number <= len(signatures) else None
    if not length or length > found.size:
        abort(404)
    with store_of(settings()).open(found.digest) as stream:
        signed = BytesIO(stream.read(length))
    name = clean_name(f"{found.name.removesuffix('.pdf')} as signed {number}")
    return send_file(signed, mimetype=found.media_type, as_attachment=True, download_name=name, etag=False)


def _own(attestation_id: int, document_id: int) -> DocumentRow:
    found = questions.document(session(), the_viewer(), attestation_id, document_id)
    if found is None:
        abort(404)
    return found
