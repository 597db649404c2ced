"""The list of waivers as a file."""

from collections.abc import Iterable
from datetime import date
from typing import IO

from tracker.exports.csv_twin import CsvFile
from tracker.exports.sheet import Column, Kind
from tracker.queries.waivers import WaiverRow

COLUMNS = (
    Column("Contract no."),
    Column("Title"),
    Column("Vendor"),
    Column("Department"),
    Column("State"),
    Column("From", Kind.DAY),
    Column("Through", Kind.DAY),
    Column("Elements"),
    Column("Clauses"),
    Column("Reason"),
    Column("Asked by"),
    Column("Approved by"),
    Column("Refused because"),
    Column("Ended on", Kind.DAY),
    Column("Ended because"),
)


def write_csv(rows: Iterable[WaiverRow], day: date, stream: IO[bytes]) -> None:
    """Write waivers to a binary stream as CSV, each in its state on a city day."""
    CsvFile(COLUMNS, stream).add(
        (
            row.contract_number,
            row.contract_title,
            row.vendor_name,
            row.department,
            str(row.state(day)),
            row.from_on,
            row.through_on,
            ", ".join(row.elements),
            ", ".join(row.clauses),
            row.reason,
            row.asked_by,
            row.approved_by,
            row.refused_reason,
            row.ended_on,
            row.ended_reason,
        )
        for row in rows
    )
