"""Calendar feeds: those that somebody made, and what their makers may see at this moment."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, exists, select
from sqlalchemy.orm import Session

from tracker.domain.feed_words import FeedKind
from tracker.domain.roles import Role
from tracker.models.calendar_feed import CalendarFeed
from tracker.models.contact import VendorContact
from tracker.models.contract import Contract
from tracker.models.department import Department
from tracker.models.person import Person
from tracker.models.vendor import Vendor
from tracker.queries.calendar_feed import FeedScope
from tracker.queries.scope import Viewer, within
from tracker.queries.vendors_grid import visible

ANY_OWNER = frozenset({Role.MANAGER, Role.PRIVACY_OFFICER})
"""Roles that may follow the contracts of other owners."""


@dataclass(frozen=True, slots=True)
class FeedRow:
    """A feed that was not withdrawn; its address is made from `id` and `nonce`."""

    id: int
    kind: FeedKind
    subject_id: int
    nonce: str
    name: str
    created_at: datetime


def of_person(session: Session, person_id: int) -> list[FeedRow]:
    """Return the feeds that a person made and did not withdraw, the newest first."""
    return _rows(session, CalendarFeed.person_id == person_id)


def of_contact(session: Session, contact_id: int) -> list[FeedRow]:
    """Return the feeds that a contact made and did not withdraw, the newest first."""
    return _rows(session, CalendarFeed.contact_id == contact_id)


def scope_for_staff(session: Session, viewer: Viewer, kind: FeedKind, subject_id: int) -> FeedScope | None:
    """Return what a feed shows to a person of staff; None when that person may not see its subject."""
    allowed = {FeedKind.DEPARTMENT: _department, FeedKind.OWNER: _owner, FeedKind.VENDOR: _vendor}[kind]
    return FeedScope(kind, subject_id, viewer.departments) if allowed(session, viewer, subject_id) else None


def scope_for_contact(session: Session, contact_id: int, kind: FeedKind, vendor_id: int) -> FeedScope | None:
    """Return what a feed shows to a contact; None unless it is of a vendor that the contact acts for."""
    if kind is not FeedKind.VENDOR or vendor_id not in {number for number, _ in vendors_of(session, contact_id)}:
        return None
    return FeedScope(kind, vendor_id, for_vendor=True)


def vendors_of(session: Session, contact_id: int) -> list[tuple[int, str]]:
    """Return id and name of the vendors that a contact acts for, not archived, by name."""
    acts = exists().where(VendorContact.vendor_id == Vendor.id, VendorContact.contact_id == contact_id)
    statement = select(Vendor.id, Vendor.name).where(acts, Vendor.archived_at.is_(None)).order_by(Vendor.name)
    return [(number, name) for number, name in session.execute(statement)]


def departments_for(session: Session, viewer: Viewer) -> list[tuple[int, str]]:
    """Return id and name of the departments that a person may follow, by name."""
    statement = select(Department.id, Department.name).where(Department.archived_at.is_(None))
    statement = statement.where(within(viewer, Department.id)).order_by(Department.name)
    return [(number, name) for number, name in session.execute(statement)]


def owners_for(session: Session, viewer: Viewer) -> list[tuple[int, str]]:
    """Return id and name of the owners whose contracts a person may follow: oneself first, then others by name."""
    own = [(viewer.id, viewer.name)]
    if not ANY_OWNER & viewer.roles:
        return own
    owns = exists().where(
        Contract.owner_id == Person.id, Contract.archived_at.is_(None), within(viewer, Contract.department_id)
    )
    statement = select(Person.id, Person.name).where(owns, Person.id != viewer.id).order_by(Person.name)
    return own + [(number, name) for number, name in session.execute(statement)]


def subject_name(session: Session, kind: FeedKind, subject_id: int) -> str:
    """Return the name of a department, an owner or a vendor; raises LookupError when there is none."""
    statement = {
        FeedKind.DEPARTMENT: select(Department.name).where(Department.id == subject_id),
        FeedKind.OWNER: select(Person.name).where(Person.id == subject_id),
        FeedKind.VENDOR: select(Vendor.name).where(Vendor.id == subject_id),
    }[kind]
    name = session.scalar(statement)
    if name is None:
        raise LookupError(f"There is no such {kind}.")
    return name


def _department(session: Session, viewer: Viewer, department_id: int) -> bool:
    in_scope = not viewer.departments or department_id in viewer.departments
    return in_scope and session.get(Department, department_id) is not None


def _owner(session: Session, viewer: Viewer, person_id: int) -> bool:
    return person_id == viewer.id or person_id in {number for number, _ in owners_for(session, viewer)}


def _vendor(session: Session, viewer: Viewer, vendor_id: int) -> bool:
    statement = select(Vendor.id).where(Vendor.id == vendor_id, Vendor.archived_at.is_(None))
    if viewer.departments:
        statement = statement.where(visible(viewer))
    return session.scalar(statement) is not None


def _rows(session: Session, made: ColumnElement[bool]) -> list[FeedRow]:
    feed = CalendarFeed
    statement = (
        select(feed.id, feed.kind, feed.subject_id, feed.nonce, feed.name, feed.created_at)
        .where(made, feed.withdrawn_at.is_(None))
        .order_by(feed.id.desc())
    )
    return [FeedRow(row.id, FeedKind(row.kind), *row[2:]) for row in session.execute(statement)]
