"""Renewals on hold: which contracts a step of the reminder policy flagged, since when, and for which lapse."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Date, ScalarSelect, Select, and_, case, exists, func, select
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import Session, aliased
from sqlalchemy.sql.functions import FunctionElement

from tracker.domain.reminder_policy import HOLD_RENEWAL
from tracker.domain.reminders import EntryState
from tracker.models.letter import Reminder
from tracker.models.standing import StandingSpan
from tracker.queries.obligation_days import COMPLYING, LACKING


class Flagged(NamedTuple):
    """A step that set the flag, as the ledger keeps it."""

    contract_id: int | None
    due_on: date
    since_on: date


@dataclass(frozen=True, slots=True)
class Hold:
    """A contract whose renewal should wait: flagged on the city's day `since_on`, uncovered since after `due_on`."""

    contract_id: int
    due_on: date
    since_on: date


class _StepDay(FunctionElement[date]):
    """The day of a step: the due day plus so many days."""

    type = Date()
    inherit_cache = True


@compiles(_StepDay)
def _sum(element: _StepDay, compiler: Any, **options: Any) -> str:  # noqa: ANN401  # SQLAlchemy's compiler
    day, days = (compiler.process(part, **options) for part in element.clauses)
    return f"({day} + {days})"


@compiles(_StepDay, "sqlite")
def _sum_in_sqlite(element: _StepDay, compiler: Any, **options: Any) -> str:  # noqa: ANN401  # SQLAlchemy's compiler
    day, days = (compiler.process(part, **options) for part in element.clauses)
    return f"date({day}, {days} || ' days')"


_SINCE = _StepDay(Reminder.due_on, Reminder.step_days)


def holds(session: Session, contract_ids: Sequence[int], day: date) -> dict[int, Hold]:
    """Return, by contract, those of the contracts whose renewal should wait on a city day.

    They were flagged by that day, lack something on it, and have not complied since the day they were flagged for.
    """
    statement = _flagged(day, Reminder.contract_id, Reminder.due_on, _SINCE).where(
        Reminder.contract_id.in_(contract_ids), _lacks_something(day)
    )
    found: dict[int, Hold] = {}
    for row in map(Flagged._make, session.execute(statement.order_by(_SINCE.desc()))):
        if row.contract_id is not None:
            found[row.contract_id] = Hold(row.contract_id, row.due_on, row.since_on)
    return found


def on_hold(day: date) -> Select[Any]:
    """Return a statement for the ids of all contracts whose renewal should wait on a city day."""
    # By recipient, which is indexed: the flagged are few, whatever else the ledger holds.
    return _flagged(day, Reminder.contract_id).where(Reminder.recipient == HOLD_RENEWAL, _lacks_something(day))


def since_column(day: ColumnElement[date]) -> ColumnElement[date | None]:
    """Return an expression beside StandingSpan of a day: since when the renewal of its contract waits, or empty."""
    flagged: ScalarSelect[date] = (
        _flagged(day, func.min(_SINCE)).where(Reminder.contract_id == StandingSpan.contract_id).scalar_subquery()
    )
    return case((StandingSpan.standing.in_(LACKING), flagged))


def _flagged(day: date | ColumnElement[date], *columns: Any) -> Select[Any]:  # noqa: ANN401  # columns of any type
    since = aliased(StandingSpan)
    complied = exists().where(
        since.contract_id == Reminder.contract_id,
        since.standing.in_(COMPLYING),
        since.from_on > Reminder.due_on,
        since.from_on <= day,
    )
    return select(*columns).where(Reminder.state == EntryState.FLAGGED.value, day >= _SINCE, ~complied)


def _lacks_something(day: date) -> ColumnElement[bool]:
    present = aliased(StandingSpan)
    return exists().where(
        and_(
            present.contract_id == Reminder.contract_id,
            present.from_on <= day,
            present.until_on > day,
            present.standing.in_(LACKING),
        )
    )
