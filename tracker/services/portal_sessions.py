"""Sessions on the vendors' pages: opened by a code, ended for good."""

import secrets
from hashlib import sha256

from sqlalchemy import select

from tracker.models.contact import Contact
from tracker.models.portal import PortalSession
from tracker.services import events
from tracker.services.work import Actor, Work


def digest(token: str) -> str:
    """Return what is stored of a session's token."""
    return sha256(token.encode()).hexdigest()


def open_session(work: Work, contact: Contact) -> str:
    """Open a session for a contact that typed its code; return the token that only the browser keeps."""
    token = secrets.token_urlsafe(32)
    work.session.add(PortalSession(contact_id=contact.id, token_digest=digest(token), opened_at=work.now))
    work.session.flush()
    events.record(
        acted_by(work, contact), "contact:signed-in", "signed in on the vendors' pages", ("contact", contact.id)
    )
    return token


def end(work: Work, token: str) -> None:
    """End the session of a token; the same cookie never opens anything again."""
    row = work.session.scalars(
        select(PortalSession).where(PortalSession.token_digest == digest(token), PortalSession.ended_at.is_(None))
    ).first()
    if row is None:
        return
    row.ended_at = work.now
    work.session.flush()
    events.record(work, "contact:signed-out", "signed out of the vendors' pages", ("contact", row.contact_id))


def acted_by(work: Work, contact: Contact) -> Work:
    """Return the same work, acted by the contact."""
    return Work(work.session, Actor("contact", contact.id, contact.name), work.clock, work.settings)
