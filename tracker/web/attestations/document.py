"""What a vendor sent, given back as a download and never shown by the browser."""

from flask import abort
from flask.typing import ResponseReturnValue

from tracker.queries import attestation as questions
from tracker.web.attachment import attachment
from tracker.web.attestations.blueprint import bp
from tracker.web.context import session, the_viewer
from tracker.web.permissions import permitted


@bp.get("/<int:attestation_id>/documents/<int:document_id>")
@permitted("document:read")
def document(attestation_id: int, document_id: int) -> ResponseReturnValue:
    found = questions.document(session(), the_viewer(), attestation_id, document_id)
    if found is None:
        abort(404)
    return attachment(found)
