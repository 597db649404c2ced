"""A list as it was read, as CSV, with words written beside its rows."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import IO

from tracker.exports.csv_twin import CsvFile
from tracker.exports.sheet import Column, Value

Cell = str | int | Decimal | date | bool | None


def write(
    rows: Iterable[Sequence[Cell]], width: int, words: Mapping[int, tuple[str, ...]], columns: int, into: IO[bytes]
) -> None:
    """Write every row of a list, `width` cells wide, and behind it `columns` cells for the words of its number.

    Rows count from 1. Text that a spreadsheet program would take for a formula gets an apostrophe in front.
    """
    lines = (
        (*map(_value, row), *(None,) * (width - len(row)), *words.get(number, ("",) * columns))
        for number, row in enumerate(rows, start=1)
    )
    first = next(lines, ())
    CsvFile([Column(str(value) if value is not None else "") for value in first], into).add(lines)


def _value(cell: Cell) -> Value:
    return str(cell) if isinstance(cell, bool) else cell
