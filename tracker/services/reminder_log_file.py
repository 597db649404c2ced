"""The log of reminders as a CSV file, for programs and for whoever keeps it."""

from collections.abc import Iterable
from typing import IO

from tracker.exports.csv_twin import CsvFile
from tracker.exports.sheet import Column, Row
from tracker.queries.reminder_log import LedgerRow
from tracker.services.work import Work

HEADINGS = (
    "Noted on",
    "To",
    "Contract no.",
    "Title",
    "Obligation",
    "Due day",
    "Days from the due day",
    "State",
    "Reason",
    "Letter",
    "Letter's state",
    "Answer of the mail server",
)


def write_csv(work: Work, rows: Iterable[LedgerRow], stream: IO[bytes]) -> None:
    """Write the rows to a binary stream, in their order; days are the city's, steps count from the due day."""
    CsvFile((Column(heading) for heading in HEADINGS), stream).add(_row(work, row) for row in rows)


def _row(work: Work, row: LedgerRow) -> Row:
    return (
        work.clock.day_of(row.recorded_at),
        row.recipient,
        row.contract_number,
        row.contract_title,
        row.obligation,
        row.due_on,
        row.step_days,
        row.state,
        row.reason,
        row.letter_id,
        str(row.letter_state) if row.letter_state else None,
        row.answer,
    )
