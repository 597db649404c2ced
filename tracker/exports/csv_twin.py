"""The CSV twin of a sheet: the same columns and values, for programs."""

import csv
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from io import StringIO
from typing import IO

from tracker.exports.sheet import Column, Row, Value

# A spreadsheet program would take text that begins so for a formula; the full-width forms (=, +, -, @) count too.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\uff1d", "\uff0b", "\uff0d", "\uff20")


class CsvFile:
    """Writes rows to a binary stream: UTF-8 without mark, commas, CRLF, days as YYYY-MM-DD, amounts with a point.

    Text that a spreadsheet program would take for a formula has an apostrophe in front (OWASP, CSV injection).
    """

    def __init__(self, columns: Iterable[Column], stream: IO[bytes]) -> None:
        self._stream = stream
        self._write([tuple(column.heading for column in columns)])

    def add(self, rows: Iterable[Row]) -> None:
        """Write rows below those that are there; each has one value per column."""
        self._write(rows)

    def _write(self, rows: Iterable[Row]) -> None:
        buffer = StringIO(newline="")
        csv.writer(buffer, lineterminator="\r\n").writerows([[plain(value) for value in row] for row in rows])
        self._stream.write(buffer.getvalue().encode("utf-8", errors="replace"))


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
