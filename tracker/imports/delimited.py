"""Delimited text as rows: any encoding, delimiter and line end."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tracker.imports.fields import heading_key
from tracker.imports.table import ListUnreadable

DELIMITERS: Final = (",", ";", "\t", "|", "^", "~", "\x1f")
SAID: Final = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars", "^": "carets", "~": "tildes"}
HEAD_ROWS: Final = 60
HEAD_CHARACTERS: Final = 256 * 1024
LONGEST_CELL: Final = 1024 * 1024
MOST_ROWS: Final = 100_000
MOST_COLUMNS: Final = 2_000
MOST_CELLS: Final = 8_000_000
ROWS_BESIDE: Final = 200
TOO_WIDE: Final = (
    "The file has far more columns than a list needs. Copy the list alone into a new workbook, save that as .xlsx and "
    "choose it."
)
_SEPARATOR: Final = re.compile(r"\s*\"?sep=(.)\"?\s*", re.IGNORECASE)
_AS_TEXT: Final = re.compile(r'="([^"]*)"')
_GUARDED: Final = re.compile("'(?=[=+\\-@\t\r\uff1d\uff0b\uff0d\uff20'])")


@dataclass(frozen=True, slots=True)
class Layout:
    """How a text file is laid out; `said` means that its first line is "sep=;" and no row."""

    encoding: str
    delimiter: str
    said: bool = False


def layout_of(path: Path, encoding: str, known: Iterable[str]) -> Layout:
    """Find the delimiter: the one that the file names, else that which parts off most known headings, evenly.

    Raises ListUnreadable when the file holds nothing.
    """
    with path.open(encoding=encoding, errors="replace", newline="") as file:
        head = file.read(HEAD_CHARACTERS).replace("\0", "")
    if not head.strip():
        raise ListUnreadable("The file is empty.")
    if found := _SEPARATOR.fullmatch(re.split(r"[\r\n]", head, maxsplit=1)[0]):
        return Layout(encoding, found[1], said=True)
    keys = frozenset(map(heading_key, known))
    return Layout(encoding, max(DELIMITERS, key=lambda delimiter: _fitness(head, delimiter, keys)))


def rows(path: Path, layout: Layout) -> Iterator[list[str | None] | None]:
    """Yield the rows as the file counts them; an empty cell is None, and so is a blank row.

    Raises ListUnreadable for more than 100,000 rows and for a quotation mark that is never closed.
    """
    with path.open(encoding=layout.encoding, errors="replace", newline="") as file:
        reader = csv.reader((line.replace("\0", "") for line in file), delimiter=layout.delimiter)
        csv.field_size_limit(LONGEST_CELL)
        filled = seen = number = 0
        try:
            for number, cells in enumerate(reader, start=1):
                row = _row(cells)
                filled += row is not None
                seen += len(cells)
                if len(cells) > MOST_COLUMNS or seen > MOST_CELLS:
                    raise ListUnreadable(TOO_WIDE)
                _refuse(number, filled, cells, layout)
                yield None if number == 1 and layout.said else row
        except csv.Error as error:
            raise ListUnreadable(
                f"The file cannot be read from row {number + 1:,} on: look there for a quotation mark that is opened "
                "and never closed."
            ) from error


def _row(cells: list[str]) -> list[str | None] | None:
    found = [_cell(cell) for cell in cells]
    return found if any(cell is not None for cell in found) else None


def _cell(cell: str) -> str | None:
    if cell[:1] in {"=", "'"}:
        if found := _AS_TEXT.fullmatch(cell):
            return found[1] or None
        # The apostrophe that our own CSV, as others', puts before what would be taken for a formula.
        cell = cell[1:] if _GUARDED.match(cell) else cell
    return cell if cell and not cell.isspace() else None


def _refuse(number: int, filled: int, cells: list[str], layout: Layout) -> None:
    if filled > MOST_ROWS + ROWS_BESIDE:
        raise ListUnreadable(f"The file has more than {MOST_ROWS:,} rows: part the list into several files.")
    for cell in cells:
        lines = cell.splitlines() if "\n" in cell or "\r" in cell else ()
        # Whole rows inside one cell: a quotation mark in it was never closed, and the next one ended it.
        if len(lines) > 2 and sum(line.count(layout.delimiter) >= max(len(cells) - 1, 2) for line in lines) > 1:  # noqa: PLR2004
            raise ListUnreadable(
                f"A quotation mark that opens in row {number:,} is closed only {len(lines) - 1:,} lines later: close "
                "it there, or double it where it means inches."
            )


def _fitness(head: str, delimiter: str, known: frozenset[str]) -> tuple[int, float]:
    heads = _head(head, delimiter)
    most = max((len(known & {heading_key(cell) for cell in row}) for row in heads), default=0)
    widths = Counter(len(row) for row in heads if any(map(str.strip, row)))
    if not widths:
        return most, 0.0
    even = max((count * (width - 1), width) for width, count in widths.items())[0] / sum(widths.values())
    return most, even


def _head(head: str, delimiter: str) -> list[list[str]]:
    found: list[list[str]] = []
    try:
        for row in csv.reader(io.StringIO(head, newline=""), delimiter=delimiter):
            found.append(row)
            if len(found) >= HEAD_ROWS:
                break
    except csv.Error:
        # With this delimiter a quotation mark never ends; another one will fit.
        return found
    return found
