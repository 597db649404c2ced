"""Rows of the ledger, written many at once."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import insert
from sqlalchemy.dialects import postgresql, sqlite

from tracker.domain.reminders import Entry
from tracker.models.letter import Reminder
from tracker.queries.obligations import Item
from tracker.services.work import Work


def row(work: Work, entry: Entry, item: Item, letter_id: int | None = None) -> dict[str, Any]:
    """Return the row of an entry; the letter is the one that carries it."""
    return {
        "obligation": entry.obligation.key,
        "contract_id": item.subject.contract_ids[0],
        "due_on": entry.obligation.due_on,
        "step_days": entry.step_days,
        "recipient": entry.somebody.email,
        "state": entry.state.value,
        "reason": entry.reason,
        "letter_id": letter_id,
        "recorded_at": work.now,
    }


def put(work: Work, rows: Sequence[dict[str, Any]]) -> None:
    """Insert rows; raises IntegrityError when the ledger holds one of them."""
    if rows:
        work.session.execute(insert(Reminder), list(rows))


def put_new(work: Work, rows: Iterable[dict[str, Any]]) -> None:
    """Insert those rows that the ledger does not hold; a run that settles them at this moment wins."""
    found = list(rows)
    if not found:
        return
    dialect = postgresql if work.session.get_bind().dialect.name == "postgresql" else sqlite
    statement = dialect.insert(Reminder.__table__).on_conflict_do_nothing()
    work.session.execute(statement, found)
