"""Rows of a list that are no records: totals, headers repeated on every page, remarks below."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from tracker.imports.fields import heading_key
from tracker.imports.header import Header
from tracker.imports.table import CellValue, Row

_TOTAL: Final = re.compile(r"(?:grand |sub-?|report |overall )?\s*(?:totals?|sum|count|average)\b.*", re.IGNORECASE)
_ONLY_TOTAL: Final = re.compile(r"(?:grand |sub-?|report |overall )?\s*(?:totals?|sum|count)\s*:?", re.IGNORECASE)
"""Where one column alone names records, a company may well be called Total Services."""
_REMARK: Final = re.compile(
    r"(?:end of|source|note|notes|printed|page \d|generated|run date|footnote)\b.*", re.IGNORECASE
)
_SAME_HEADER: Final = 0.6


class Passing:
    """Tells which rows to pass over, and remembers them for a note; `identity` are the columns that name a record."""

    def __init__(self, header: Header, identity: Sequence[int]) -> None:
        self._keys = [heading_key(heading) for heading in header.headings]
        self._initials = {heading[:1].casefold() for heading in header.headings}
        self._identity = tuple(identity)
        self._totals: list[int] = []
        self._headers: list[int] = []
        self._remarks: list[int] = []

    def over(self, number: int, row: Row) -> bool:
        """Tell whether the row is no record."""
        named = [cell for index in self._identity if index < len(row) and (cell := row[index]) is not None]
        if len(named) == len(self._identity) > 1 and not self._like_a_heading(named[0]):
            return False
        if self._repeats(row):
            self._headers.append(number)
        elif self._is_total(named, row):
            self._totals.append(number)
        elif _filled(row) == 1 and len(self._identity) > 1 and _REMARK.fullmatch(_first(row)):
            self._remarks.append(number)
        else:
            return False
        return True

    @property
    def notes(self) -> tuple[str, ...]:
        """Sentences about the rows that were passed over."""
        told = (
            (self._headers, "repeats the header", "repeat the header"),
            (self._totals, "is a total", "are totals"),
            (self._remarks, "is a remark", "are remarks"),
        )
        return tuple(_sentence(rows, one, several) for rows, one, several in told if rows)

    def _like_a_heading(self, cell: CellValue) -> bool:
        return isinstance(cell, str) and cell[:1].casefold() in self._initials and heading_key(cell) in self._keys

    def _repeats(self, row: Row) -> bool:
        texts = [heading_key(cell) if isinstance(cell, str) else None for cell in row]
        same = sum(bool(key) and key == text for key, text in zip(self._keys, texts, strict=False))
        return same >= 2 and same >= _filled(row) * _SAME_HEADER  # noqa: PLR2004  # one alike cell may be a value

    def _is_total(self, named: Sequence[CellValue], row: Row) -> bool:
        # A total may stand in the very column that names records; then the other such columns are empty.
        first = _first(row)
        wanted = _TOTAL if len(self._identity) > 1 else _ONLY_TOTAL
        return bool(wanted.fullmatch(first)) and all(str(cell).strip() == first for cell in named)


def _first(row: Row) -> str:
    return next((str(cell).strip() for cell in row if cell is not None), "")


def _filled(row: Sequence[CellValue]) -> int:
    return sum(cell is not None for cell in row)


def _sentence(rows: list[int], one: str, several: str) -> str:
    if len(rows) == 1:
        return f"Row {rows[0]:,} {one} and is passed over."
    told = ", ".join(f"{row:,}" for row in rows[:5]) + (" and others" if len(rows) > 5 else "")  # noqa: PLR2004  # as many as are read
    return f"{len(rows):,} rows {several} and are passed over: {told}."
