"""The letter about a returned answer, as the vendor gets it."""

from io import BytesIO

from flask import abort, send_file
from flask.typing import ResponseReturnValue

from tracker.queries import attestation as questions
from tracker.services import deficiency_letters
from tracker.web.attestations.blueprint import bp
from tracker.web.context import session, the_viewer, work
from tracker.web.permissions import permitted


@bp.get("/<int:attestation_id>/returned.pdf")
@permitted("attestation:read")
def returned_letter(attestation_id: int) -> ResponseReturnValue:
    view = questions.find(session(), the_viewer(), attestation_id)
    made = deficiency_letters.letter(work(), attestation_id) if view is not None and view.whole else None
    if made is None:
        abort(404)
    return send_file(BytesIO(made.data), "application/pdf", as_attachment=True, download_name=made.name, etag=False)
