"""The link in an invitation: signed, carrying the request's nonce, dead as soon as the nonce changes."""

import hmac
import secrets

from itsdangerous import BadData, URLSafeSerializer
from sqlalchemy.orm import Session

from tracker.config import Settings
from tracker.models.request import Request

SALT = "request-link"
LONGEST = 400


def new_nonce() -> str:
    """Return a nonce that nobody can guess."""
    return secrets.token_urlsafe(32)


def link(settings: Settings, request: Request) -> str:
    """Return the absolute address that opens a request, under the configured base address."""
    return f"{settings.base_url}/portal/r/{_serializer(settings).dumps([request.id, request.nonce])}"


def read(settings: Settings, session: Session, token: str) -> Request | None:
    """Return the request that a link's token opens; None when it is forged, withdrawn or unreadable."""
    if len(token) > LONGEST:
        return None
    try:
        number, nonce = _serializer(settings).loads(token)
    except (BadData, TypeError, ValueError):
        return None
    request = session.get(Request, number) if isinstance(number, int) else None
    if request is None or not hmac.compare_digest(request.nonce.encode(), str(nonce).encode()):
        return None
    return request


def _serializer(settings: Settings) -> URLSafeSerializer:
    return URLSafeSerializer(settings.secret_key, salt=SALT)
