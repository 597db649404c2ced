"""The log of reminders: what went, what failed, and what did not go and why."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Select, and_, func, select, true
from sqlalchemy.orm import Session

from tracker.domain.record_words import LetterState
from tracker.domain.reminders import EntryState, LedgerKey
from tracker.models.contract import Contract
from tracker.models.letter import Letter, Reminder
from tracker.queries.scope import Viewer, within

PAGE: Final = 50
AT_ONCE: Final = 1000
WRITTEN: Final = (EntryState.SENT, EntryState.FLAGGED)


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """One step that was settled; `letter_state` is that of the letter that carried it."""

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
class LogWanted:
    """Which rows of the log are asked for; empty means all.

    `recipient` is a part of an address, `contract` a part of a contract's number; the days are those of `zone`, on
    which the step was noted, the last one included.
    """

    recipient: str = ""
    contract: str = ""
    from_on: date | None = None
    through_on: date | None = None
    zone: ZoneInfo | None = None


EVERYTHING: Final = LogWanted()


def log(
    session: Session, viewer: Viewer, kind: str, page: int, wanted: LogWanted = EVERYTHING
) -> tuple[list[LedgerRow], int]:
    """Return a page of the ledger, newest first, and how many rows there are in all.

    `kind` is "sent" (steps that went into a letter, and flags), "failed" (of these, letters that failed or came
    back) or "set aside" (overtaken, stopped, paused, settled).
    """
    total = log_count(session, viewer, kind, wanted)
    statement = (
        _ledger()
        .where(*_conditions(viewer, kind, wanted))
        .order_by(Reminder.id.desc())
        .limit(PAGE)
        .offset((page - 1) * PAGE)
    )
    return [LedgerRow(*row) for row in session.execute(statement)], total


def log_count(session: Session, viewer: Viewer, kind: str, wanted: LogWanted = EVERYTHING) -> int:
    """Return how many rows of the log are asked for."""
    found: int = session.scalars(_joined(func.count()).where(*_conditions(viewer, kind, wanted))).one()
    return found


def whole_log(session: Session, viewer: Viewer, kind: str, wanted: LogWanted = EVERYTHING) -> Iterator[LedgerRow]:
    """Yield every row of the log that is asked for, newest first, read a thousand at a time."""
    statement = _ledger().where(*_conditions(viewer, kind, wanted)).order_by(Reminder.id.desc())
    for row in session.execute(statement, execution_options={"yield_per": AT_ONCE}):
        yield LedgerRow(*row)


def about_contract(session: Session, contract_id: int, limit: int = PAGE) -> list[LedgerRow]:
    """Return what the ledger holds about a contract, newest first; the caller has checked that it may be seen."""
    statement = _ledger().where(Reminder.contract_id == contract_id).order_by(Reminder.id.desc()).limit(limit)
    return [LedgerRow(*row) for row in session.execute(statement)]


def settled(session: Session, viewer: Viewer, recipient: str) -> set[LedgerKey]:
    """Return which steps for a recipient the ledger holds, within what the viewer may see."""
    statement = _joined(Reminder.obligation, Reminder.due_on, Reminder.step_days, Reminder.recipient).where(
        Reminder.recipient == recipient, _visible(viewer)
    )
    return {LedgerKey(*row) for row in session.execute(statement)}


def last_reminded(session: Session, contract_ids: Sequence[int]) -> dict[int, datetime]:
    """Return when each contract's last reminder was written, for those that had one; moments are UTC."""
    statement = (
        select(Reminder.contract_id, func.max(Reminder.recorded_at))
        .where(Reminder.contract_id.in_(contract_ids), Reminder.state == EntryState.SENT.value)
        .group_by(Reminder.contract_id)
    )
    return {row[0]: row[1] for row in session.execute(statement) if row[0] is not None}


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
        func.coalesce(func.nullif(Letter.returned_reason, ""), Letter.answer),
    )


def _joined(*columns: Any) -> Select[Any]:  # noqa: ANN401  # columns of any type
    return (
        select(*columns)
        .select_from(Reminder)
        .outerjoin(Contract, Contract.id == Reminder.contract_id)
        .outerjoin(Letter, Letter.id == Reminder.letter_id)
    )


def _conditions(viewer: Viewer, kind: str, wanted: LogWanted) -> list[ColumnElement[bool]]:
    conditions = [_of_kind(kind), _visible(viewer)]
    if wanted.recipient:
        conditions.append(Reminder.recipient.icontains(wanted.recipient, autoescape=True))
    if wanted.contract:
        conditions.append(Contract.number.icontains(wanted.contract, autoescape=True))
    if wanted.from_on is not None:
        conditions.append(Reminder.recorded_at >= _beginning(wanted.from_on, wanted.zone))
    if wanted.through_on is not None and wanted.through_on < date.max:
        conditions.append(Reminder.recorded_at < _beginning(wanted.through_on + timedelta(days=1), wanted.zone))
    return conditions


def _visible(viewer: Viewer) -> ColumnElement[bool]:
    return within(viewer, Contract.department_id) if viewer.departments else true()


def _of_kind(kind: str) -> ColumnElement[bool]:
    written = Reminder.state.in_([state.value for state in WRITTEN])
    if kind == "set aside":
        return ~written
    came_to_nothing = (Letter.state == LetterState.FAILED) | Letter.returned_at.is_not(None)
    return and_(written, came_to_nothing) if kind == "failed" else written


def _beginning(day: date, zone: ZoneInfo | None) -> datetime:
    return datetime.combine(day, time(), zone)
