"""Why the answer was returned, as a PDF to pass on to whoever corrects it."""

from io import BytesIO

from flask import abort, send_file
from flask.typing import ResponseReturnValue

from tracker.queries.deficiency_letter import newest_returned
from tracker.services import deficiency_letters
from tracker.web.context import session, the_contact, work_as_contact
from tracker.web.permissions import for_contacts
from tracker.web.portal.asking import the_request
from tracker.web.portal.blueprint import bp


@bp.get("/requests/<int:request_id>/returned.pdf")
@for_contacts
def returned_letter(request_id: int) -> ResponseReturnValue:
    the_request(request_id)
    attestation_id = newest_returned(session(), the_contact().id, request_id)
    made = deficiency_letters.letter(work_as_contact(), attestation_id) if attestation_id is not None else None
    if made is None:
        abort(404)
    return send_file(BytesIO(made.data), "application/pdf", as_attachment=True, download_name=made.name, etag=False)
