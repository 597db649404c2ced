"""What a vendor sent, given back as a download and never shown by the browser."""

from flask import abort, send_file
from flask.typing import ResponseReturnValue

from tracker.documents.store import Store
from tracker.queries import attestation as questions
from tracker.web.attestations.blueprint import bp
from tracker.web.context import session, settings, the_viewer
from tracker.web.permissions import permitted


@bp.get("/<int:attestation_id>/documents/<int:document_id>")
@permitted("document:read")
def document(attestation_id: int, document_id: int) -> ResponseReturnValue:
    found = questions.document(session(), the_viewer(), attestation_id, document_id)
    if found is None:
        abort(404)
    response = send_file(
        Store(settings().files_url).open(found.digest),
        mimetype=found.media_type,
        as_attachment=True,
        download_name=found.name,
        etag=False,
    )
    response.content_length = found.size
    return response
