"""Where a list's header stands, and what its headings are."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from tracker.domain.import_words import ImportKind
from tracker.imports.cells import text
from tracker.imports.fields import heading_key
from tracker.imports.kinds import KINDS
from tracker.imports.presets import known_headings
from tracker.imports.table import CellValue, ListUnreadable, Row, SheetText

ROWS_LOOKED_AT: Final = 60
ROWS_FOR_WIDTH: Final = 2000
LONGEST_HEADING: Final = 200
_IN_BRACKETS: Final = re.compile(r"[(\[].*?[)\]]")
_LIKE_DATA: Final = re.compile(r"[\d\s.,:/$%()+-]+|\S+@\S+\.\S+")


@dataclass(frozen=True, slots=True)
class Header:
    """The last row of the header as a spreadsheet counts (0: there is none), its headings, and how many rows it has.

    A column without a heading is called "Column C". `width` counts the cells of the header's row.
    """

    row: int
    headings: tuple[str, ...]
    depth: int = 1
    width: int = 0

    @property
    def key(self) -> str:
        """What recognizes a list with the same headings in the same order."""
        return hashlib.sha256("\n".join(map(heading_key, self.headings)).encode()).hexdigest()


def find(sheet: SheetText, kind: ImportKind) -> Header:
    """Find the header among the first sixty rows: the row, or the two rows joined, with most headings of this kind.

    Where none is known: the first row of several texts that stands above data; where even the first row is data, none.
    Raises ListUnreadable when the sheet is empty.
    """
    if not any(cell is not None for row in sheet.rows[:ROWS_LOOKED_AT] for cell in row):
        raise ListUnreadable(f'The sheet "{sheet.name}" is empty.')
    known = _known(kind)
    best = max(_candidates(sheet, known), default=(0, 0, 0, 0))
    if best[0] >= 2 or (best[0] == 1 and _lonely(sheet, -best[1])):  # noqa: PLR2004  # one word may stand in a title
        return header_at(sheet, -best[1], best[3])
    return header_at(sheet, _by_shape(sheet))


def header_at(sheet: SheetText, row: int, depth: int = 1) -> Header:
    """Return the header that stands in this row, its last; 0 for a list without one. Raises ListUnreadable."""
    if row > len(sheet.rows) or depth < 1 or depth > max(row, 1):
        raise ListUnreadable(f"The sheet has no row {row}, which should hold the headings.")
    width = _width(sheet, row)
    joined = _joined(sheet.rows[row - depth : row]) if row else []
    texts = joined + [""] * (width - len(joined))
    headings = tuple(heading or f"Column {letters(index)}" for index, heading in enumerate(texts[:width]))
    return Header(row, headings, depth, max(len(sheet.rows[row - 1]) if row else 0, width))


def letters(index: int) -> str:
    """Return a column's letters: 0 is A, 26 is AA."""
    index += 1
    said = ""
    while index:
        index, rest = divmod(index - 1, 26)
        said = chr(ord("A") + rest) + said
    return said


def known_as(heading: str) -> tuple[str, ...]:
    """Return the keys under which a heading may be known: whole, and without what stands in brackets."""
    return heading_key(heading), heading_key(_IN_BRACKETS.sub(" ", heading))


def _known(kind: ImportKind) -> frozenset[str]:
    own = {heading_key(heading) for field in KINDS[kind].fields for heading in field.headings}
    return frozenset(own | {heading_key(heading) for heading in known_headings(kind)})


def _candidates(sheet: SheetText, known: frozenset[str]) -> Iterator[tuple[int, int, int, int]]:
    """Yield (headings known, minus the row, minus the depth, the depth): the greatest is the header."""
    for row in range(1, min(len(sheet.rows), ROWS_LOOKED_AT) + 1):
        for depth in (1, 2, 3):
            lines = sheet.rows[max(row - depth, 0) : row]
            if len(lines) == depth and all(_texts_only(line) for line in lines):
                keys = {key for heading in _joined(lines) for key in known_as(heading)}
                yield len(known & keys), -row, -depth, depth


def _texts_only(row: Row) -> bool:
    texts = [cell for cell in row if isinstance(cell, str) and cell.strip()]
    others = sum(isinstance(cell, int | Decimal | date) for cell in row)
    return bool(texts) and others <= len(texts) // 4 and not any("@" in cell for cell in texts)


def _joined(rows: Sequence[Row]) -> list[str]:
    """Join the header's rows: a heading that spans several columns stands before each heading under it."""
    spread = [_spread(row, last=at == len(rows) - 1) for at, row in enumerate(rows)]
    width = max(map(len, spread), default=0)
    found = []
    for column in range(width):
        parts = dict.fromkeys(part for row in spread if column < len(row) and (part := row[column]))
        found.append(" ".join(parts)[:LONGEST_HEADING])
    return found


def _spread(row: Row, *, last: bool) -> list[str]:
    texts = [_heading(cell) for cell in row]
    if not last:
        for at in range(1, len(texts)):
            texts[at] = texts[at] or texts[at - 1]
    return texts


def _heading(cell: CellValue) -> str:
    return "" if cell is None else text(str(cell))


def _width(sheet: SheetText, row: int) -> int:
    below = sheet.rows[max(row - 1, 0) : row + ROWS_FOR_WIDTH]
    if sheet.delimited and row:
        below = below[:1]
    return max((_end(each) for each in below), default=0)


def _end(row: Row) -> int:
    return next((at for at in range(len(row), 0, -1) if row[at - 1] is not None), 0)


def _lonely(sheet: SheetText, row: int) -> bool:
    # A list of one column: its header is the only text of its row, and so are the rows below.
    return all(_end(each) <= 1 for each in sheet.rows[row - 1 : row + 5])


def _by_shape(sheet: SheetText) -> int:
    rows = sheet.rows[:ROWS_LOOKED_AT]
    widest = max(sum(cell is not None for cell in row) for row in rows)
    for number, row in enumerate(rows, start=1):
        filled = [cell for cell in row if cell is not None]
        if len(filled) * 2 > widest:
            texts = [cell for cell in filled if isinstance(cell, str) and not _LIKE_DATA.fullmatch(cell)]
            named = len(set(texts)) == len(filled) and number < len(sheet.rows)
            return number if named else number - 1
    return 0
