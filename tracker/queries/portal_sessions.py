"""Who has an open session on the vendors' pages."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.models.contact import Contact
from tracker.models.portal import PortalSession

LONGEST = timedelta(hours=8)


@dataclass(frozen=True, slots=True)
class ContactRow:
    """A contact as the vendors' pages greet it."""

    id: int
    name: str
    email: str


def contact_of(session: Session, token_digest: str, now: datetime) -> ContactRow | None:
    """Return the contact whose session has this digest, if it was opened less than eight hours before `now` (UTC)."""
    statement = (
        select(Contact.id, Contact.name, Contact.email)
        .join(PortalSession, PortalSession.contact_id == Contact.id)
        .where(
            PortalSession.token_digest == token_digest,
            PortalSession.ended_at.is_(None),
            PortalSession.opened_at > now - LONGEST,
        )
    )
    row = session.execute(statement).first()
    return ContactRow(*row) if row else None
