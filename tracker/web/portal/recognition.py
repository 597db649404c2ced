"""Who is in on the vendors' pages: the browser's token, looked up on each request."""

import secrets

from flask import g, request
from flask import session as cookie

from tracker.models.contact import Contact
from tracker.queries.portal_sessions import contact_of
from tracker.services import portal_sessions
from tracker.services.work import Work
from tracker.web.context import ContactVisitor, clock, session

TOKEN, BROWSER, LINK = "portal", "portal_browser", "portal_link"
STAFF = "sign_in"


def recognize() -> None:
    """Set the contact of this request, when the cookie's session is still open."""
    g.contact = None
    token = cookie.get(TOKEN)
    if not isinstance(token, str) or request.endpoint == "static" or request.blueprint == "health":
        return
    row = contact_of(session(), portal_sessions.digest(token), clock().now())
    if row is not None:
        g.contact = ContactVisitor(row.id, row.name, row.email)


def browser() -> str:
    """The random value that binds a code to this browser; made when there is none."""
    if not isinstance(cookie.get(BROWSER), str):
        cookie[BROWSER] = secrets.token_urlsafe(32)
    return str(cookie[BROWSER])


def let_in(work: Work, contact: Contact) -> None:
    """Open a session for a contact; nothing that the cookie held before survives, but a sign-in of staff."""
    token = portal_sessions.open_session(work, contact)
    forget()
    cookie[TOKEN] = token


def forget() -> None:
    """Empty the cookie; the sign-in of staff in the same browser is another matter and stays."""
    staff = cookie.get(STAFF)
    cookie.clear()
    if staff is not None:
        cookie[STAFF] = staff


def token() -> str:
    """The token of this browser's session."""
    return str(cookie.get(TOKEN, ""))


def follow_link(link_token: str) -> None:
    """Remember which link the code was asked for from; empty for none."""
    cookie[LINK] = link_token


def followed_link() -> str:
    """The token of the link that the code was asked for from, or nothing."""
    return str(cookie.get(LINK, ""))
