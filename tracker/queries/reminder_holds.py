"""Holds: arrivals of many contracts, and how many of these no reminder leaves about yet."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, case, func, select
from sqlalchemy.orm import Session, aliased

from tracker.models.contract import Contract
from tracker.models.person import Person
from tracker.models.reminder_hold import HeldContract, ReminderHold
from tracker.queries.scope import Viewer, within


@dataclass(frozen=True, slots=True)
class HoldRow:
    """One arrival; moments are UTC, `last_on` is the last day of the city on which a part of it is released."""

    id: int
    sentence: str
    placed_at: datetime
    placed_by: str | None
    started_at: datetime | None
    started_by: str | None
    per_day: int | None
    note: str
    contracts: int
    held: int
    last_on: date | None


def open_holds(session: Session, viewer: Viewer) -> list[HoldRow]:
    """Return the arrivals of which contracts are still held, oldest first, within what the viewer may see."""
    return [row for row in holds(session, viewer, held_only=True) if row.held]


def holds(session: Session, viewer: Viewer | None = None, *, held_only: bool = False) -> list[HoldRow]:
    """Return all arrivals, oldest first, within what the viewer may see; without a viewer all of it."""
    statement = _rows(viewer)
    if held_only:
        still = select(HeldContract.hold_id).where(HeldContract.from_on.is_(None))
        statement = statement.where(ReminderHold.id.in_(still))
    return [HoldRow(*row) for row in session.execute(statement.order_by(ReminderHold.id))]


def hold(session: Session, viewer: Viewer | None, hold_id: int) -> HoldRow | None:
    """Return one arrival, or None when it is missing or none of it is the viewer's to see."""
    row = session.execute(_rows(viewer).where(ReminderHold.id == hold_id)).first()
    return HoldRow(*row) if row else None


def held_contracts(session: Session, viewer: Viewer | None, hold_id: int) -> list[int]:
    """Return the ids of the contracts in use that are still held, in order, within what the viewer may see."""
    statement = (
        select(HeldContract.contract_id)
        .join(Contract, Contract.id == HeldContract.contract_id)
        .where(HeldContract.hold_id == hold_id, HeldContract.from_on.is_(None), Contract.archived_at.is_(None))
        .order_by(HeldContract.contract_id)
    )
    if viewer is not None:
        statement = statement.where(within(viewer, Contract.department_id))
    return list(session.scalars(statement))


def _rows(viewer: Viewer | None) -> Select[*tuple[Any, ...]]:
    placed, started = aliased(Person), aliased(Person)
    statement = (
        select(
            ReminderHold.id,
            ReminderHold.sentence,
            ReminderHold.placed_at,
            placed.name.label("placed_by"),
            ReminderHold.started_at,
            started.name.label("started_by"),
            ReminderHold.per_day,
            ReminderHold.note,
            func.count().label("contracts"),
            func.sum(case((HeldContract.from_on.is_(None), 1), else_=0)).label("held"),
            func.max(HeldContract.from_on).label("last_on"),
        )
        .join(HeldContract, HeldContract.hold_id == ReminderHold.id)
        .join(Contract, Contract.id == HeldContract.contract_id)
        .outerjoin(placed, placed.id == ReminderHold.placed_by_id)
        .outerjoin(started, started.id == ReminderHold.started_by_id)
        .where(Contract.archived_at.is_(None))
        .group_by(ReminderHold.id, placed.name, started.name)
    )
    return statement if viewer is None else statement.where(within(viewer, Contract.department_id))
