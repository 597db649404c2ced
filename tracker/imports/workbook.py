"""The sheets of a workbook as calamine reads them, row by row; runs in the limited process only."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any, Final

from python_calamine import CalamineSheet, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from tracker.imports.table import ListUnreadable

MOST_ROWS: Final = 100_000
ROWS_BESIDE: Final = 200
"""Titles, headers and totals that do not count as rows of a list."""
MOST_COLUMNS: Final = 2_000
MOST_CELLS: Final = 8_000_000
MOST_MERGED: Final = 20_000
MOST_FILLED: Final = 200_000
SAFE_WHOLE: Final = 10**17
BATCH: Final = 256

Batch = list[Any]
"""Rows, and three lists that say which cells are days: row in the batch, column, day as an ordinal."""


def sheets(path: Path) -> Iterator[tuple[str, bool, CalamineSheet]]:
    """Yield each sheet of cells: name, whether it is hidden, and how it is read."""
    book = CalamineWorkbook.from_path(str(path))
    for about in book.sheets_metadata:
        if about.typ is SheetTypeEnum.WorkSheet:
            yield about.name, about.visible is not SheetVisibleEnum.Visible, book.get_sheet_by_name(about.name)


def batches(sheet: CalamineSheet) -> Iterator[Batch]:
    """Yield the rows of a sheet in batches, from its first row on; a blank row is None.

    A cell that is merged over several counts for each of them. Raises ListUnreadable when the sheet has more rows,
    columns or cells than a list may have.
    """
    if sheet.total_width > MOST_COLUMNS:
        raise ListUnreadable(_spread_out(sheet))
    merged = Merged(sheet)
    filled = cells_seen = 0
    batch: Batch = [[], [], [], []]
    for number, row in enumerate(sheet.iter_rows()):
        if merged:
            merged.fill(number, row)
        plain = plain_row(row, batch)
        batch[0].append(plain)
        filled += plain is not None
        cells_seen += len(row) if plain else 0
        if filled > MOST_ROWS + ROWS_BESIDE:
            raise ListUnreadable(
                f'The sheet "{sheet.name}" has more than {MOST_ROWS:,} rows: part the list into several files.'
            )
        if cells_seen > MOST_CELLS:
            raise ListUnreadable(_spread_out(sheet))
        if len(batch[0]) == BATCH:
            yield batch
            batch = [[], [], [], []]
    yield batch


def plain_row(row: list[Any], batch: Batch) -> list[Any] | None:
    """Return the row in values that JSON has, or None when it is blank; days are set down in the batch instead."""
    blank = True
    for column, cell in enumerate(row):
        kind = type(cell)
        if kind is str:
            if cell and not cell.isspace():
                blank = False
            else:
                row[column] = None
        elif kind is float:
            blank = False
            whole = cell.is_integer() and -SAFE_WHOLE < cell < SAFE_WHOLE
            row[column] = int(cell) if whole else float(f"{cell:.15g}")
        elif kind in _OTHERS:
            found = _OTHERS[kind](cell)
            blank = blank and found is None
            row[column] = found
            if isinstance(found, date):
                row[column] = None
                batch[1].append(len(batch[0]))
                batch[2].append(column)
                batch[3].append(found.toordinal())
        else:
            blank = False
    return None if blank else row


class Merged:
    """The merged cells of a sheet, filled in as its rows come by."""

    def __init__(self, sheet: CalamineSheet) -> None:
        ranges = sheet.merged_cell_ranges or []
        self._coming = sorted(ranges, reverse=True) if len(ranges) <= MOST_MERGED else []
        self._open: list[tuple[int, int, int, Any]] = []
        self._budget = MOST_FILLED

    def __bool__(self) -> bool:
        return bool(self._coming or self._open)

    def fill(self, number: int, row: list[Any]) -> None:
        """Fill the empty cells of this row that are merged with a filled one above or to the left."""
        while self._coming and self._coming[-1][0][0] <= number:
            (_, left), (bottom, right) = self._coming.pop()
            if left < len(row) and row[left] != "":
                self._open.append((bottom, left, min(right, len(row) - 1), row[left]))
        self._open = [each for each in self._open if each[0] >= number]
        for _, left, right, value in self._open:
            for column in range(left, right + 1):
                if row[column] == "" and self._budget:
                    row[column] = value
                    self._budget -= 1


def _moment(cell: datetime) -> date | str:
    # A day that went through arithmetic lies some milliseconds beside midnight.
    near = cell + timedelta(seconds=1)
    if near.date() != cell.date() or (cell.hour, cell.minute, cell.second) == (0, 0, 0):
        return near.date()
    return cell.strftime("%Y-%m-%d %H:%M:%S")


_OTHERS: Final[dict[type, Callable[[Any], Any]]] = {
    date: lambda cell: cell,
    datetime: _moment,
    # A zero in a column of days is shown as midnight, and means: no day.
    time: lambda cell: cell.isoformat() if cell != time() else None,
    timedelta: str,
}


def _spread_out(sheet: CalamineSheet) -> str:
    return (
        f'The sheet "{sheet.name}" spreads over far more rows and columns than a list needs. Delete what stands right '
        "of and below the list, or copy the list alone into a new workbook, save that as .xlsx and choose it."
    )
