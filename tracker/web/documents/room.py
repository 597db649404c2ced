"""The room of pictures: a page of a received document, drawn by us, for whoever may read the document."""

from flask import Blueprint, Flask, abort, current_app, make_response, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tracker.documents.child import CouldNotCheck
from tracker.documents.pictures import picture as draw
from tracker.documents.store import store_of
from tracker.queries import attestation as attestations
from tracker.queries import documents
from tracker.web.attachment import NOTHING_RUNS
from tracker.web.context import session, settings, the_viewer
from tracker.web.permissions import permitted

bp = Blueprint("documents", __name__, url_prefix="/documents")
LAST_PAGE = 2000


def register(app: Flask) -> None:
    """Add the room to the application."""
    app.register_blueprint(bp)


@bp.get("/<int:document_id>/pages/<int:page>.png")
@permitted("document:read")
def picture(document_id: int, page: int) -> ResponseReturnValue:
    known = documents.document(session(), document_id)
    row = attestations.document(session(), the_viewer(), known.attestation_id, document_id) if known else None
    if row is None or not row.given_out or not 1 <= page <= (row.pages or LAST_PAGE):
        abort(404)
    # Drawing takes its time; no transaction waits for it.
    session().rollback()
    try:
        png = draw(store_of(settings()), row.digest, page, large="large" in request.args)
    except CouldNotCheck as error:
        current_app.logger.warning("a page could not be drawn: %s", error)
        return _("This page could not be drawn. Download the document instead."), 503, {"Content-Type": "text/plain"}
    except FileNotFoundError:
        current_app.logger.exception("a document is missing in the store")
        abort(404)
    if png is None:
        abort(404)
    answer = make_response(png)
    answer.headers["Content-Type"] = "image/png"
    answer.headers["Content-Security-Policy"] = NOTHING_RUNS
    answer.headers["X-Content-Type-Options"] = "nosniff"
    return answer
