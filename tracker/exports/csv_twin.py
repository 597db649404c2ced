"""The CSV twin of a sheet: the same columns and values, for programs."""

import csv
from collections.abc import Iterable
from io import StringIO
from typing import IO

from tracker.exports.cells import words
from tracker.exports.sheet import Column, Row, Value

# A spreadsheet program would take text that begins so for a formula; the full-width forms (=, +, -, @) count too.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\uff1d", "\uff0b", "\uff0d", "\uff20")
ROWS_AT_ONCE = 500


class CsvFile:
    """Writes rows to a binary stream: UTF-8 without mark, commas, CRLF, days as YYYY-MM-DD, amounts with a point.

    Moments are written with their distance from UTC. Text that a spreadsheet program would take for a formula has an
    apostrophe in front (OWASP, CSV injection).
    """

    def __init__(self, columns: Iterable[Column], stream: IO[bytes]) -> None:
        self._stream = stream
        self._write([[plain(column.heading) for column in columns]])

    def add(self, rows: Iterable[Row]) -> None:
        """Write rows below those that are there; each has one value per column."""
        lines: list[list[str]] = []
        for row in rows:
            lines.append([plain(value) for value in row])
            if len(lines) == ROWS_AT_ONCE:
                self._write(lines)
                lines.clear()
        self._write(lines)

    def _write(self, lines: Iterable[list[str]]) -> None:
        buffer = StringIO(newline="")
        csv.writer(buffer, lineterminator="\r\n").writerows(lines)
        self._stream.write(buffer.getvalue().encode("utf-8", errors="replace"))


def plain(value: Value) -> str:
    """Write a value as CSV holds it."""
    if isinstance(value, str):
        return f"'{value}" if value.startswith(FORMULA_STARTS) else value
    said = words(value)
    return f"'{said}" if isinstance(value, tuple) and said.startswith(FORMULA_STARTS) else said
