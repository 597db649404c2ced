"""What a file holds, once it is read: sheets of cells, and what there is to say about them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

CellValue = str | int | Decimal | date | bool | None
"""A cell: empty (or an error like #N/A) is None, a moment with a time of day is text like "2019-06-30 14:05:00"."""
Row = tuple[CellValue, ...]


class ListUnreadable(ValueError):
    """A file cannot be read as a list at all; the message says why and what to do, in a sentence or two."""


@dataclass(frozen=True, slots=True)
class SheetText:
    """One sheet; rows[0] is row 1 as the spreadsheet counts, and rows may differ in length.

    `delimited`: parted by a sign, so that a row longer than the header is a row whose cells slipped.
    `epoch_1904`: a bare number in a column of days counts from 1904, not from 1900.
    """

    name: str
    rows: Sequence[Row]
    hidden: bool = False
    delimited: bool = False
    epoch_1904: bool = False


@dataclass(frozen=True, slots=True)
class Opened:
    """A file that could be read; `form` is csv, xlsx, xls or ods, `notes` are sentences for the person."""

    sheets: tuple[SheetText, ...]
    form: str
    notes: tuple[str, ...] = ()

    def sheet(self, name: str) -> SheetText:
        """Return a sheet by its name, or the only one that is seen, whatever its name; no name means the likely one.

        Raises ListUnreadable, naming the sheets that there are.
        """
        shown = [each for each in self.sheets if not each.hidden]
        for each in self.sheets:
            if each.name == name:
                return each
        if not name or len(shown) == 1:
            return self.likely_sheet
        there = ", ".join(each.name for each in self.sheets)
        raise ListUnreadable(f'The file has no sheet named "{name}"; there are: {there}.')

    @property
    def likely_sheet(self) -> SheetText:
        """The sheet that a list most likely stands on: of those that are seen, the one with most rows."""
        shown = [each for each in self.sheets if not each.hidden] or list(self.sheets)
        return max(shown, key=lambda each: len(each.rows))
