"""Erasing a contact who asked for it: name, address, letters and the words of events; what was signed stays."""

from dataclasses import dataclass
from typing import Final

from sqlalchemy import ColumnElement, Select, String, and_, cast, delete, exists, or_, select, update

from tracker.domain.event_chain import ERASED, ERASING
from tracker.models.contact import Contact, VendorContact
from tracker.models.event import Event, EventSubject
from tracker.models.event_seal import EventSeal
from tracker.models.letter import Letter, Reminder
from tracker.models.portal import PortalCode, PortalSession
from tracker.models.request import Request
from tracker.queries.portal_requests import PortalState, requests_of
from tracker.services import erasures, obligation_index
from tracker.services.rules import RuleBroken
from tracker.services.work import Work

NOWHERE: Final = "erased.invalid"
"""No mail can go there: .invalid is reserved for that (RFC 2606)."""
SHORTEST_NAME: Final = 5
OVER: Final = frozenset({PortalState.ACCEPTED, PortalState.WITHDRAWN})


@dataclass(frozen=True, slots=True)
class ErasedContact:
    """How much was erased."""

    events: int
    letters: int


def is_erased(contact: Contact) -> bool:
    """Whether a contact was erased."""
    return contact.email.endswith("@" + NOWHERE)


def events_of(work: Work, contact: Contact) -> list[int]:
    """Return the sealed events that the contact did, that are about them, or that name them."""
    own = exists().where(
        EventSubject.event_id == Event.id, EventSubject.kind == "contact", EventSubject.subject_id == contact.id
    )
    named = [and_(Event.actor_kind == "contact", Event.actor_id == contact.id), own, _says(contact.email)]
    if len(contact.name) >= SHORTEST_NAME:
        named.append(and_(_says(contact.name), exists().where(EventSubject.event_id == Event.id, _near(work, contact))))
    statement = (
        select(Event.id)
        .join(EventSeal, EventSeal.event_id == Event.id)
        .where(Event.sentence != ERASED, Event.action != ERASING, or_(*named))
        .order_by(Event.id)
    )
    return list(work.session.scalars(statement))


def erase(work: Work, contact: Contact, reason: str) -> ErasedContact:
    """Erase a contact's name, address, phone and letters, and the words of events that name them; ends their access.

    Signed attestations keep their signer: they are what the city was told. Nobody can undo it. Raises RuleBroken on
    `reason`, and while a request to the contact is open.
    """
    erasures.check_reason(reason)
    if is_erased(contact):
        raise RuleBroken("", "This contact was erased already.")
    if any(row.state not in OVER for row in requests_of(work.session, contact.id)):
        raise RuleBroken("", "A request to this contact is open. Decide about its answer, or withdraw it, first.")
    found, nowhere = events_of(work, contact), f"contact-{contact.id}@{NOWHERE}"
    letters = _letters(work, contact, nowhere)
    vendors = list(work.session.scalars(_vendors(contact)))
    work.session.execute(delete(VendorContact).where(VendorContact.contact_id == contact.id))
    work.session.execute(delete(PortalCode).where(PortalCode.contact_id == contact.id))
    work.session.execute(delete(PortalSession).where(PortalSession.contact_id == contact.id))
    contact.name, contact.email, contact.title, contact.phone = ERASED, nowhere, "", ""
    contact.unreachable_reason = ""
    work.session.flush()
    for number in vendors:
        obligation_index.touch_vendor(work, number)
    about = [("contact", contact.id), *(("vendor", number) for number in vendors)]
    if found:
        erasures.erase_all(work, found, reason, *about)
    return ErasedContact(len(found), letters)


def _letters(work: Work, contact: Contact, nowhere: str) -> int:
    gone = {"to_email": nowhere, "to_name": ERASED, "subject": ERASED, "text": ERASED, "html": "", "answer": ""}
    own = or_(Letter.contact_id == contact.id, Letter.to_email == contact.email)
    numbers = list(work.session.scalars(select(Letter.id).where(own)))
    work.session.execute(update(Letter).where(own).values(**gone, returned_reason=""))
    work.session.execute(update(Reminder).where(Reminder.recipient == contact.email).values(recipient=nowhere))
    return len(numbers)


def _says(words: str) -> ColumnElement[bool]:
    return or_(
        Event.actor_name == words,
        Event.sentence.icontains(words, autoescape=True),
        cast(Event.details, String).icontains(words, autoescape=True),
    )


def _vendors(contact: Contact) -> Select[int]:
    return select(VendorContact.vendor_id).where(VendorContact.contact_id == contact.id).distinct()


def _near(work: Work, contact: Contact) -> ColumnElement[bool]:
    # A name is not unique in a city: it counts where the event is about a vendor or a request of this contact.
    vendors = list(work.session.scalars(_vendors(contact)))
    requests = list(work.session.scalars(select(Request.id).where(Request.contact_id == contact.id)))
    return or_(
        and_(EventSubject.kind == "vendor", EventSubject.subject_id.in_(vendors)),
        and_(EventSubject.kind == "request", EventSubject.subject_id.in_(requests)),
    )
