"""The link in an invitation: signed, carrying the request's nonce, dead as soon as the nonce changes."""

from sqlalchemy.orm import Session

from tracker.config import Settings
from tracker.models.request import Request
from tracker.services import signed_tokens

SALT = "request-link"


def link(settings: Settings, request: Request) -> str:
    """Return the absolute address that opens a request, under the configured base address."""
    return f"{settings.base_url}/portal/r/{signed_tokens.written(settings, SALT, request.id, request.nonce)}"


def read(settings: Settings, session: Session, token: str) -> Request | None:
    """Return the request that a link's token opens; None when it is forged, withdrawn or unreadable."""
    told = signed_tokens.read(settings, SALT, token)
    request = session.get(Request, told[0]) if told else None
    return request if request is not None and told is not None and signed_tokens.same(request.nonce, told[1]) else None
