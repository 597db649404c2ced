"""Reminders: what will go out to whom and why, what went, and what did not and why."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Select, and_, exists, func, select, true
from sqlalchemy.orm import Session, aliased

from tracker.domain.obligations import Somebody
from tracker.domain.record_words import LetterState
from tracker.domain.reminder_policy import HOLD_RENEWAL
from tracker.domain.reminders import Entry, EntryState, planned
from tracker.domain.standings import Standing
from tracker.models.contract import Contract
from tracker.models.letter import Letter, Reminder
from tracker.models.standing import StandingSpan
from tracker.queries import obligations
from tracker.queries.obligation_days import COMPLYING, LACKING
from tracker.queries.obligations import Item
from tracker.queries.reminder_words import about, why
from tracker.queries.scope import Viewer, within

AHEAD_DAYS: Final = 90
PAGE: Final = 50
SET_ASIDE: Final = (EntryState.OVERTAKEN, EntryState.STOPPED, EntryState.PAUSED)


@dataclass(frozen=True, slots=True)
class PlannedRow:
    """One step that will be settled on a day if nobody acts until then."""

    on_day: date
    email: str
    name: str
    for_vendor: bool
    about: str
    why: str
    step_days: int
    due_on: date
    state: EntryState
    reason: str
    contract_id: int
    request_id: int | None


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """One step that was settled; `letter_state` is that of the digest that carried it."""

    id: int
    obligation: str
    due_on: date
    step_days: int
    recipient: str
    state: str
    reason: str
    recorded_at: datetime
    contract_id: int | None
    contract_number: str | None
    contract_title: str | None
    letter_id: int | None
    letter_state: LetterState | None
    answer: str | None


@dataclass(frozen=True, slots=True)
class Plan:
    """What will happen, with what it is about; `entries` go into letters as they will look."""

    rows: tuple[PlannedRow, ...]
    entries: tuple[tuple[date, Entry, Item], ...]


def plan(
    session: Session, viewer: Viewer, today: date, zone: ZoneInfo, *, from_on: date, contract_id: int | None = None
) -> Plan:
    """Return what will be settled within ninety days after today if nobody acts until then, by day and person.

    `from_on` is the first day on which digests can still go out: today, or tomorrow once they have. Limited to
    the viewer's departments, and to one contract when it is given.
    """
    steps = obligations.steps(session)
    items = [
        item
        for item in obligations.items(session, today, zone, steps, AHEAD_DAYS)
        if _may_see(viewer, item) and (contract_id is None or contract_id in item.subject.contract_ids)
    ]
    by_key = {item.obligation.key: item for item in items}
    found = planned(
        (item.obligation for item in items),
        steps,
        (from_on, today + timedelta(days=AHEAD_DAYS)),
        obligations.ledger_of(session, items),
        obligations.holidays(session),
    )
    entries = tuple((one.on_day, one.entry, by_key[one.entry.obligation.key]) for one in found)
    return Plan(tuple(_planned_row(*parts) for parts in entries), entries)


def log(session: Session, viewer: Viewer, kind: str, page: int) -> tuple[list[LedgerRow], int]:
    """Return a page of the ledger, newest first, and how many rows there are in all.

    `kind` is "sent" (steps that went into a letter, and flags), "failed" (of these, letters that failed) or
    "set aside" (overtaken, stopped, paused).
    """
    conditions = (_of_kind(kind), _visible(viewer))
    total = session.scalars(_joined(func.count()).where(*conditions)).one()
    statement = _ledger().where(*conditions).order_by(Reminder.id.desc()).limit(PAGE).offset((page - 1) * PAGE)
    return [LedgerRow(*row) for row in session.execute(statement)], total


def about_contract(session: Session, contract_id: int, limit: int = PAGE) -> list[LedgerRow]:
    """Return what the ledger holds about a contract, newest first; the caller has checked that it may be seen."""
    statement = _ledger().where(Reminder.contract_id == contract_id).order_by(Reminder.id.desc()).limit(limit)
    return [LedgerRow(*row) for row in session.execute(statement)]


def last_reminded(session: Session, contract_ids: Sequence[int]) -> dict[int, datetime]:
    """Return when each contract's last reminder was written, for those that had one; moments are UTC."""
    statement = (
        select(Reminder.contract_id, func.max(Reminder.recorded_at))
        .where(Reminder.contract_id.in_(contract_ids), Reminder.state == EntryState.SENT.value)
        .group_by(Reminder.contract_id)
    )
    return {row[0]: row[1] for row in session.execute(statement) if row[0] is not None}


def hold_renewal(session: Session, contract_ids: Sequence[int], today: date) -> set[int]:
    """Return those of the contracts whose renewal should wait on the city's day.

    They were flagged, still lack something, and have not complied since the day that they were flagged for.
    """
    present = _spans_of(StandingSpan, LACKING, today)
    since = aliased(StandingSpan)
    complied = exists().where(
        since.contract_id == Reminder.contract_id,
        since.standing.in_(COMPLYING),
        since.from_on > Reminder.due_on,
        since.from_on <= today,
    )
    statement = select(Reminder.contract_id).where(
        Reminder.contract_id.in_(contract_ids),
        Reminder.recipient == HOLD_RENEWAL,
        exists().where(present),
        ~complied,
    )
    return {number for number in session.scalars(statement) if number is not None}


def _spans_of(span: type[StandingSpan], standings: Sequence[Standing], day: date) -> ColumnElement[bool]:
    return and_(
        span.contract_id == Reminder.contract_id,
        span.from_on <= day,
        span.until_on > day,
        span.standing.in_(standings),
    )


def _may_see(viewer: Viewer, item: Item) -> bool:
    return not viewer.departments or item.subject.department_id in viewer.departments


def _planned_row(on_day: date, entry: Entry, item: Item) -> PlannedRow:
    somebody: Somebody = entry.somebody
    return PlannedRow(
        on_day=on_day,
        email=somebody.email,
        name=somebody.name,
        for_vendor=somebody.contact_id is not None,
        about=about(item.subject),
        why=why(item),
        step_days=entry.step_days,
        due_on=entry.obligation.due_on,
        state=entry.state,
        reason=entry.reason,
        contract_id=item.subject.contract_ids[0],
        request_id=item.subject.request_id,
    )


def _ledger() -> Select[Any]:
    return _joined(
        Reminder.id,
        Reminder.obligation,
        Reminder.due_on,
        Reminder.step_days,
        Reminder.recipient,
        Reminder.state,
        Reminder.reason,
        Reminder.recorded_at,
        Reminder.contract_id,
        Contract.number,
        Contract.title,
        Reminder.letter_id,
        Letter.state.label("letter_state"),
        Letter.answer,
    )


def _joined(*columns: Any) -> Select[Any]:  # noqa: ANN401  # columns of any type
    return (
        select(*columns)
        .select_from(Reminder)
        .outerjoin(Contract, Contract.id == Reminder.contract_id)
        .outerjoin(Letter, Letter.id == Reminder.letter_id)
    )


def _of_kind(kind: str) -> ColumnElement[bool]:
    if kind == "set aside":
        return Reminder.state.in_([state.value for state in SET_ASIDE])
    written = Reminder.state.in_([EntryState.SENT.value, EntryState.FLAGGED.value])
    return and_(written, Letter.state == LetterState.FAILED) if kind == "failed" else written


def _visible(viewer: Viewer) -> ColumnElement[bool]:
    return within(viewer, Contract.department_id) if viewer.departments else true()
