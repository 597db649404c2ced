"""The CSV twin of a sheet: the same columns and values, for programs."""

import csv
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from io import StringIO

from tracker.exports.sheet import Sheet, Value

ROWS_AT_ONCE = 500
# A spreadsheet program would take text that begins so for a formula; the full-width forms count too.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


def lines(sheet: Sheet) -> Iterator[bytes]:
    """Yield the file in pieces: UTF-8 without mark, commas, CRLF, days as YYYY-MM-DD, amounts with a point.

    Text that a spreadsheet program would take for a formula has an apostrophe in front (OWASP, CSV injection).
    """
    buffer = StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow([column.heading for column in sheet.columns])
    for at, row in enumerate(sheet.rows, start=1):
        writer.writerow([plain(value) for value in row])
        if at % ROWS_AT_ONCE == 0:
            yield _taken(buffer)
    yield _taken(buffer)


def plain(value: Value) -> str:
    """Write a value as CSV holds it."""
    if value is None:
        return ""
    if isinstance(value, str):
        return f"'{value}" if value.startswith(FORMULA_STARTS) else value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return f"{value:f}"
    return str(value)


def _taken(buffer: StringIO) -> bytes:
    text = buffer.getvalue()
    buffer.seek(0)
    buffer.truncate()
    return text.encode("utf-8", errors="replace")
