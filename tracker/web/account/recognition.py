"""Who is signed in: the token of the cookie, checked against its row on every request."""

from flask import g, request
from flask import session as cookie

from tracker.queries.scope import Viewer
from tracker.queries.sign_ins import viewer_of
from tracker.services.sign_ins import digest
from tracker.web.context import clock, session

TOKEN = "sign_in"  # noqa: S105  # the name of the cookie's field
PENDING = "sign_in_pending"
FIELDS = (TOKEN, PENDING, "csrf_token", "second_factor_secret")


def recognize() -> None:
    """Set the viewer of this request; a token whose session is over is forgotten."""
    g.viewer = None
    token = cookie.get(TOKEN)
    # The health room answers also when the database does not.
    if not token or request.endpoint == "static" or request.blueprint == "health":
        return
    g.viewer = _viewer(str(token))
    if g.viewer is None:
        cookie.pop(TOKEN)


def _viewer(token: str) -> Viewer | None:
    return viewer_of(session(), digest(token), clock().now())


def remember(token: str) -> None:
    """Put a new session into the cookie; nothing that was there before sign-in is trusted after it."""
    forget()
    cookie[TOKEN] = token


def forget() -> None:
    """Take everything of staff's sign-in out of the cookie."""
    for field in FIELDS:
        cookie.pop(field, None)


def this_token() -> str:
    """The token of the present session."""
    return str(cookie[TOKEN])
