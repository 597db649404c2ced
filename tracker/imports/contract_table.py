"""A table of text out of a file: any encoding, delimiter and line end."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Final

from charset_normalizer import from_bytes

from tracker.imports.table import ListUnreadable

DELIMITERS: Final = (",", ";", "\t", "|")
LARGEST_FILE: Final = 100 * 1024 * 1024
ROWS_ABOVE_HEADER: Final = 20
WESTERN: Final = ["cp1252", "mac_roman"]
MARKS: Final = {codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
NOT_TEXT: Final = {
    b"PK": "This is a workbook, not a CSV file: save the sheet as CSV first.",
    b"\xd0\xcf": "This is an old workbook, not a CSV file: save the sheet as CSV first.",
    b"%PDF": "This is a PDF, not a CSV file.",
}


@dataclass(frozen=True, slots=True)
class Table:
    """A header and the rows under it; each row has its number in the file, as a spreadsheet counts."""

    headings: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]


def read_table(data: bytes, expected: Collection[str]) -> Table:
    """Read a CSV file and find its header: the row, among the first, that holds most of the expected headings.

    The encoding is UTF-8, or UTF-16 with its mark, or found by its letters; the delimiter is the one that parts
    the header best. Empty rows are left out. Raises ListUnreadable when no expected heading is found.
    """
    text = decoded(data)
    wanted = {heading_key(heading) for heading in expected}
    heads = {delimiter: _head(text, delimiter) for delimiter in DELIMITERS}
    found, at, delimiter = max(
        (len(wanted & {heading_key(cell) for cell in cells}), -at, delimiter)
        for delimiter, head in heads.items()
        for at, cells in enumerate(head)
    )
    if not found:
        raise ListUnreadable("None of the expected headings is in the file: " + ", ".join(sorted(expected)) + ".")
    rows = _rows(text, delimiter)
    header = -at
    return Table(
        headings=tuple(rows[header]),
        rows=tuple(
            (number, tuple(cells))
            for number, cells in enumerate(rows[header + 1 :], start=header + 2)
            if any(cell.strip() for cell in cells)
        ),
    )


def heading_key(heading: str) -> str:
    """Return the heading as headings are compared: letters and digits, without case."""
    return "".join(letter for letter in heading.casefold() if letter.isalnum())


def decoded(data: bytes) -> str:
    """Return the text of a file; raises ListUnreadable when it is too large, empty or not text."""
    if len(data) > LARGEST_FILE:
        raise ListUnreadable("The file is larger than 100 MB.")
    for beginning, sentence in NOT_TEXT.items():
        if data.startswith(beginning):
            raise ListUnreadable(sentence)
    text = _text(data)
    if not text.strip():
        raise ListUnreadable("The file is empty.")
    return text


def _text(data: bytes) -> str:
    for mark, encoding in MARKS.items():
        if data.startswith(mark):
            return data.decode(encoding, errors="replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        best = from_bytes(data, cp_isolation=WESTERN).best()
        return str(best) if best else data.decode("cp1252", errors="replace")


def _head(text: str, delimiter: str) -> list[list[str]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    rows: list[list[str]] = []
    try:
        for cells in reader:
            rows.append(cells)
            if len(rows) >= ROWS_ABOVE_HEADER:
                break
    except csv.Error:
        # With this delimiter a quote never ends; another one will fit.
        return rows or [[]]
    return rows or [[]]


def _rows(text: str, delimiter: str) -> Sequence[list[str]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    rows: list[list[str]] = []
    try:
        rows.extend(reader)
    except csv.Error as error:
        raise ListUnreadable(f"The file cannot be read near row {len(rows) + 1}: {error}.") from error
    return rows
