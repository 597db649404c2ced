"""Tokens of private addresses: a number and a nonce under the installation's key, dead as soon as the nonce changes."""

import hmac
import secrets

from itsdangerous import BadData, URLSafeSerializer

from tracker.config import Settings

LONGEST = 400


def new_nonce() -> str:
    """Return a nonce that nobody can guess."""
    return secrets.token_urlsafe(32)


def written(settings: Settings, salt: str, number: int, nonce: str) -> str:
    """Return the token for an address; `salt` names what it opens, so that no token opens anything else."""
    return str(_serializer(settings, salt).dumps([number, nonce]))


def read(settings: Settings, salt: str, token: str) -> tuple[int, str] | None:
    """Return the number and the nonce of a token; None when it is forged, or none of this salt."""
    if len(token) > LONGEST:
        return None
    try:
        number, nonce = _serializer(settings, salt).loads(token)
    except (BadData, TypeError, ValueError):
        return None
    return (number, str(nonce)) if isinstance(number, int) else None


def same(nonce: str, told: str) -> bool:
    """Whether the nonce of a token is still the present one; takes as long whether it is or not."""
    return hmac.compare_digest(nonce.encode(), told.encode())


def _serializer(settings: Settings, salt: str) -> URLSafeSerializer:
    return URLSafeSerializer(settings.secret_key, salt=salt)
