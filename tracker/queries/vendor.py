"""A vendor's page: its names, its contacts, what it was asked, and what was written to it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import exists, not_, or_, select
from sqlalchemy.orm import Session, aliased

from tracker.domain.catalogue_words import ContactRole
from tracker.domain.record_words import LetterState
from tracker.models.contact import Contact, VendorContact
from tracker.models.contract import Contract
from tracker.models.event import Event, EventSubject
from tracker.models.letter import Letter, LetterContract
from tracker.models.request import Request, RequestContract, RequestStep
from tracker.models.vendor import Vendor, VendorAlias
from tracker.queries.audit import EventRow
from tracker.queries.scope import Viewer, within
from tracker.queries.vendors_grid import visible

ROLE_ORDER = tuple(ContactRole)
LETTER: tuple[Any, ...] = (
    Letter.id, Letter.subject, Letter.to_name, Letter.state, Letter.written_at, Letter.sent_at, Letter.returned_at,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class ContactRow:
    """A contact with its roles at the vendor; `unreachable_at` and the reason stand where mail does not arrive."""

    id: int
    name: str
    email: str
    title: str
    phone: str
    unreachable_at: datetime | None
    unreachable_reason: str
    roles: tuple[ContactRole, ...] = ()


@dataclass(frozen=True, slots=True)
class RequestRow:
    """A request; `step` is what happened to it last."""

    id: int
    number: str
    contact: str
    due_on: date
    created_at: datetime
    step: str


@dataclass(frozen=True, slots=True)
class LetterRow:
    """A letter about one of the vendor's contracts or requests."""

    id: int
    subject: str
    to: str
    state: LetterState
    written_at: datetime
    sent_at: datetime | None
    returned_at: datetime | None


def vendor(session: Session, viewer: Viewer, vendor_id: int) -> Vendor | None:
    """Return a vendor that the viewer may see, or None: archived ones too, so that they can be restored."""
    return session.scalars(select(Vendor).where(Vendor.id == vendor_id, visible(viewer))).first()


def aliases(session: Session, vendor_id: int) -> list[tuple[int, str]]:
    """Return id and name of a vendor's other names, by name."""
    statement = select(VendorAlias.id, VendorAlias.name).where(VendorAlias.vendor_id == vendor_id)
    return [(row.id, row.name) for row in session.execute(statement.order_by(VendorAlias.name))]


def contacts(session: Session, vendor_id: int) -> list[ContactRow]:
    """Return a vendor's contacts by name, each once with all its roles."""
    columns: tuple[Any, ...] = (
        Contact.id,
        Contact.name,
        Contact.email,
        Contact.title,
        Contact.phone,
        Contact.unreachable_at,
        Contact.unreachable_reason,
    )
    statement = (
        select(*columns, VendorContact.role)
        .join(VendorContact, VendorContact.contact_id == Contact.id)
        .where(VendorContact.vendor_id == vendor_id)
        .order_by(Contact.name, Contact.id)
    )
    found: dict[int, ContactRow] = {}
    for row in session.execute(statement):
        known = found.get(row.id) or ContactRow(*row[:-1])
        found[row.id] = replace(known, roles=tuple(sorted({*known.roles, row.role}, key=ROLE_ORDER.index)))
    return list(found.values())


def acts_out_of_sight(session: Session, viewer: Viewer, contact_id: int) -> bool:
    """Return whether a contact also acts for a vendor that the viewer may not see."""
    theirs = select(VendorContact.vendor_id).where(VendorContact.contact_id == contact_id)
    hidden = select(Vendor.id).where(Vendor.id.in_(theirs), not_(visible(viewer)))
    return bool(viewer.departments) and session.scalars(hidden.limit(1)).first() is not None


def requests(session: Session, viewer: Viewer, vendor_id: int, limit: int = 50) -> list[RequestRow]:
    """Return a vendor's requests about contracts that the viewer may see, the newest first."""
    asked = (
        select(RequestContract.request_id)
        .join(Contract, Contract.id == RequestContract.contract_id)
        .where(Contract.vendor_id == vendor_id, within(viewer, Contract.department_id))
    )
    last = (
        select(RequestStep.kind)
        .where(RequestStep.request_id == Request.id)
        .order_by(RequestStep.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    statement = (
        select(Request.id, Request.number, Contact.name, Request.due_on, Request.created_at, last)
        .join(Contact, Contact.id == Request.contact_id)
        .where(Request.vendor_id == vendor_id, Request.id.in_(asked))
        .order_by(Request.id.desc())
        .limit(limit)
    )
    return [RequestRow(*row) for row in session.execute(statement)]


def letters(session: Session, viewer: Viewer, vendor_id: int, limit: int = 50) -> list[LetterRow]:
    """Return the letters to the vendor's contacts about contracts that the viewer may see, the newest first."""
    within_scope = within(viewer, Contract.department_id)
    about = (
        select(LetterContract.letter_id)
        .join(Contract, Contract.id == LetterContract.contract_id)
        .where(Contract.vendor_id == vendor_id, within_scope)
    )
    asked = (
        select(RequestContract.request_id)
        .join(Contract, Contract.id == RequestContract.contract_id)
        .where(Contract.vendor_id == vendor_id, within_scope)
    )
    statement = (
        select(*LETTER)
        .where(Letter.contact_id.is_not(None), or_(Letter.id.in_(about), Letter.request_id.in_(asked)))
        .order_by(Letter.id.desc())
        .limit(limit)
    )
    return [LetterRow(*row) for row in session.execute(statement)]


def vendors_of(session: Session, contract_ids: Sequence[int]) -> list[Vendor]:
    """Return the vendors of these contracts, each once, by name."""
    theirs = select(Contract.vendor_id).where(Contract.id.in_(contract_ids))
    return list(session.scalars(select(Vendor).where(Vendor.id.in_(theirs)).order_by(Vendor.name, Vendor.id)))


def events(session: Session, viewer: Viewer, vendor_id: int, limit: int = 50) -> list[EventRow]:
    """Return the newest events about a vendor, newest first, without those about contracts the viewer may not see."""
    statement = (
        select(Event.id, Event.at, Event.actor_name, Event.sentence)
        .join(EventSubject, EventSubject.event_id == Event.id)
        .where(EventSubject.kind == "vendor", EventSubject.subject_id == vendor_id)
        .order_by(Event.id.desc())
        .limit(limit)
    )
    if viewer.departments:
        hidden = select(Contract.id).where(not_(within(viewer, Contract.department_id)))
        other = aliased(EventSubject)
        about = exists().where(other.event_id == Event.id, other.kind == "contract", other.subject_id.in_(hidden))
        statement = statement.where(not_(about))
    return [EventRow(*row) for row in session.execute(statement)]
