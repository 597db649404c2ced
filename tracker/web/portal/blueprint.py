"""The room's blueprint, for its view modules."""

from flask import Blueprint

from tracker.web.context import ContactVisitor, current_contact

bp = Blueprint("portal", __name__, url_prefix="/portal")


@bp.context_processor
def _who() -> dict[str, ContactVisitor | None]:
    return {"contact_in": current_contact()}
