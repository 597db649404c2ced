"""The ledger of reminders whole, as it was written: every step that was settled, with the letter that carried it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any, Final
from zoneinfo import ZoneInfo

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from tracker.domain.days import day_after
from tracker.models.contract import Contract
from tracker.models.letter import Letter, Reminder

AT_ONCE: Final = 1000
COLUMNS: Final[tuple[Any, ...]] = (
    Reminder.id,
    Reminder.recorded_at,
    Reminder.obligation,
    Reminder.contract_id,
    Contract.number.label("contract_number"),
    Reminder.due_on,
    Reminder.step_days,
    Reminder.recipient,
    Reminder.state,
    Reminder.reason,
    Reminder.letter_id,
    Letter.key.label("letter_key"),
    Letter.message_id.label("letter_message_id"),
    Letter.state.label("letter_state"),
    Letter.subject.label("letter_subject"),
    Letter.written_at.label("letter_written_at"),
    Letter.sent_at.label("letter_sent_at"),
    Letter.attempts.label("letter_attempts"),
    Letter.answer.label("letter_answer"),
    Letter.returned_at.label("letter_returned_at"),
    Letter.returned_reason.label("letter_returned_reason"),
)


@dataclass(frozen=True, slots=True)
class LedgerWanted:
    """Which rows are asked for, None for all; the days are those of `zone` on which they were noted, both included."""

    zone: ZoneInfo
    from_on: date | None = None
    through_on: date | None = None
    state: str | None = None
    recipient: str | None = None
    contract_id: int | None = None


def ledger(session: Session, wanted: LedgerWanted) -> Iterator[Any]:
    """Yield the rows asked for in the order in which they were noted, a thousand read at a time.

    Each has the columns of `reminder`, `contract_number`, and the letter's with `letter_` in front; moments are UTC.
    """
    yield from session.execute(_statement(wanted), execution_options={"yield_per": AT_ONCE})


def _statement(wanted: LedgerWanted) -> Select[Any]:
    statement: Select[Any] = (
        select(*COLUMNS)
        .outerjoin(Contract, Contract.id == Reminder.contract_id)
        .outerjoin(Letter, Letter.id == Reminder.letter_id)
        .order_by(Reminder.id)
    )
    if wanted.from_on is not None:
        statement = statement.where(Reminder.recorded_at >= _beginning(wanted.from_on, wanted.zone))
    if wanted.through_on is not None and wanted.through_on < date.max:
        statement = statement.where(Reminder.recorded_at < _beginning(day_after(wanted.through_on), wanted.zone))
    for column, value in (
        (Reminder.state, wanted.state),
        (Reminder.recipient, wanted.recipient),
        (Reminder.contract_id, wanted.contract_id),
    ):
        if value is not None:
            statement = statement.where(column == value)
    return statement


def _beginning(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(), zone)
