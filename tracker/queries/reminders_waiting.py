"""What waits although it is due or will be: snoozed, paused for a vendor, or held until a person starts it."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, func, select, true
from sqlalchemy.orm import Session

from tracker.models.contract import Contract
from tracker.models.event import Event, EventSubject
from tracker.models.person import Person
from tracker.models.reminder_hold import HeldContract, ReminderHold
from tracker.models.snooze import Snooze
from tracker.models.vendor import Vendor
from tracker.queries.scope import Viewer, within


@dataclass(frozen=True, slots=True)
class SnoozeRow:
    """A snooze in force: nothing is settled for the obligation before `until_on`; the moment is UTC."""

    id: int
    obligation: str
    due_on: date
    contract_id: int
    contract_number: str
    contract_title: str
    vendor: str
    until_on: date
    reason: str
    set_by: str | None
    set_at: datetime


@dataclass(frozen=True, slots=True)
class PausedRow:
    """A vendor whose contacts get no reminders, since when, why and by whom; the moment is UTC."""

    vendor_id: int
    vendor: str
    reason: str
    since_at: datetime
    by: str | None


@dataclass(frozen=True, slots=True)
class HeldRow:
    """An arrival of contracts of which nothing leaves until a person starts it; the moment is UTC."""

    sentence: str
    placed_at: datetime
    contracts: int


@dataclass(frozen=True, slots=True)
class Waiting:
    """All that waits, for what a viewer may see."""

    snoozes: tuple[SnoozeRow, ...]
    paused: tuple[PausedRow, ...]
    held: tuple[HeldRow, ...]

    @property
    def total(self) -> int:
        """How many snoozes, paused vendors and held arrivals there are."""
        return len(self.snoozes) + len(self.paused) + len(self.held)


def waiting(session: Session, viewer: Viewer, today: date) -> Waiting:
    """Return all that waits on the city's day, within what the viewer may see."""
    return Waiting(
        tuple(snoozes(session, viewer, today)), tuple(_paused(session, viewer)), tuple(_held(session, viewer))
    )


def snoozes(session: Session, viewer: Viewer, today: date, contract_id: int | None = None) -> list[SnoozeRow]:
    """Return the snoozes in force on the city's day, soonest end first; of one contract when it is given."""
    statement = (
        _snoozes(viewer)
        .where(
            Snooze.until_on > today, Snooze.ended_at.is_(None), Contract.id == contract_id if contract_id else true()
        )
        .order_by(Snooze.until_on, Snooze.id)
    )
    return [SnoozeRow(*row) for row in session.execute(statement)]


def snooze(session: Session, viewer: Viewer, snooze_id: int) -> SnoozeRow | None:
    """Return a snooze, ended or not, or None when it is missing or not the viewer's to see."""
    row = session.execute(_snoozes(viewer).where(Snooze.id == snooze_id)).first()
    return SnoozeRow(*row) if row else None


def held_since(session: Session, contract_id: int) -> HeldRow | None:
    """Return the arrival under which a contract is held, or None; the caller has checked that it may be seen."""
    row = session.execute(_holds().where(HeldContract.contract_id == contract_id)).first()
    return HeldRow(*row) if row else None


def _snoozes(viewer: Viewer) -> Any:  # noqa: ANN401  # a select of many columns
    return (
        select(
            Snooze.id,
            Snooze.obligation,
            Snooze.due_on,
            Snooze.contract_id,
            Contract.number,
            Contract.title,
            Vendor.name,
            Snooze.until_on,
            Snooze.reason,
            Person.name,
            Snooze.set_at,
        )
        .join(Contract, Contract.id == Snooze.contract_id)
        .join(Vendor, Vendor.id == Contract.vendor_id)
        .outerjoin(Person, Person.id == Snooze.set_by_id)
        .where(Contract.archived_at.is_(None), within(viewer, Contract.department_id))
    )


def _paused(session: Session, viewer: Viewer) -> list[PausedRow]:
    by = (
        select(Event.actor_name)
        .join(EventSubject, EventSubject.event_id == Event.id)
        .where(
            EventSubject.kind == "vendor",
            EventSubject.subject_id == Vendor.id,
            Event.action == "vendor:reminders-paused",
        )
        .order_by(Event.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    statement = (
        select(Vendor.id, Vendor.name, Vendor.reminders_paused_reason, Vendor.reminders_paused_at, by)
        .where(Vendor.reminders_paused_at.is_not(None), Vendor.archived_at.is_(None), _seen(viewer))
        .order_by(Vendor.name, Vendor.id)
    )
    return [PausedRow(*row) for row in session.execute(statement)]


def _seen(viewer: Viewer) -> ColumnElement[bool]:
    if not viewer.departments:
        return true()
    mine = select(Contract.vendor_id).where(within(viewer, Contract.department_id), Contract.archived_at.is_(None))
    return Vendor.id.in_(mine)


def _held(session: Session, viewer: Viewer) -> list[HeldRow]:
    statement = (
        _holds()
        .join(Contract, Contract.id == HeldContract.contract_id)
        .where(within(viewer, Contract.department_id), Contract.archived_at.is_(None))
    )
    return [HeldRow(*row) for row in session.execute(statement)]


def _holds() -> Any:  # noqa: ANN401  # a select of three columns
    return (
        select(ReminderHold.sentence, ReminderHold.placed_at, func.count())
        .select_from(HeldContract)
        .join(ReminderHold, ReminderHold.id == HeldContract.hold_id)
        .where(HeldContract.from_on.is_(None))
        .group_by(ReminderHold.id, ReminderHold.sentence, ReminderHold.placed_at)
        .order_by(ReminderHold.id)
    )
