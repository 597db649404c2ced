"""A list of contracts as rows: one row is one term of one contract."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final

from tracker.imports import cells
from tracker.imports.capitals import readable
from tracker.imports.contract_table import Table, heading_key, read_table
from tracker.imports.presets import FIELDS, REQUIRED, Preset
from tracker.imports.table import ListUnreadable

LONGEST: Final = {
    "contract_number": 64,
    "item_number": 64,
    "vendor": 300,
    "vendor_number": 64,
    "department": 200,
    "title": 300,
}


@dataclass(frozen=True, slots=True)
class ContractRow:
    """A row that could be read; empty text and None mean an empty cell. `number` is the row in the file."""

    number: int
    contract_number: str
    vendor: str
    item_number: str = ""
    vendor_number: str = ""
    department: str = ""
    title: str = ""
    owner: str = ""
    starts_on: date | None = None
    through_on: date | None = None
    amount: Decimal | None = None


@dataclass(frozen=True, slots=True)
class RowError:
    """A row that is refused: its number in the file (the header is 1), the column's heading, and why."""

    number: int
    column: str
    reason: str

    @property
    def described(self) -> str:
        """The column and the reason, as people read them."""
        return f"column {self.column}: {self.reason}"


@dataclass(frozen=True, slots=True)
class Listing:
    """What a file holds: the rows that could be read and those that could not."""

    rows: tuple[ContractRow, ...]
    errors: tuple[RowError, ...]


@dataclass(frozen=True, slots=True)
class _Column:
    index: int
    heading: str


class _Refused(Exception):
    def __init__(self, column: str, reason: str) -> None:
        super().__init__(reason)
        self.column, self.reason = column, reason


def read_contracts(data: bytes, preset: Preset) -> Listing:
    """Read a list of contracts; a row with one wrong cell is refused whole.

    Raises ListUnreadable when the file is no such list (a required column is missing, not text, too large).
    """
    table = read_table(data, preset.headings)
    columns = _columns(table, preset)
    rows: list[ContractRow] = []
    errors: list[RowError] = []
    for number, line in table.rows:
        try:
            rows.append(_row(number, line, columns, preset, len(table.headings)))
        except _Refused as refused:
            errors.append(RowError(number, refused.column, refused.reason))
    return Listing(tuple(rows), tuple(errors))


def _columns(table: Table, preset: Preset) -> dict[str, _Column]:
    places: dict[str, _Column] = {}
    for index, heading in enumerate(table.headings):
        places.setdefault(heading_key(heading), _Column(index, cells.text(heading)))
    found = {
        name: places[heading_key(heading)]
        for name in FIELDS
        for heading in reversed(preset.columns.get(name, ()))
        if heading_key(heading) in places
    }
    missing = [" or ".join(preset.columns[name]) for name in REQUIRED if name not in found]
    if missing:
        raise ListUnreadable(f"The file has no column {', '.join(missing)}, which the preset {preset.name} needs.")
    return found


def _row(number: int, line: tuple[str, ...], columns: dict[str, _Column], preset: Preset, width: int) -> ContractRow:
    if any(cell.strip() for cell in line[width:]):
        raise _Refused(str(width + 1), f"the row has {len(line)} cells, the header has {width}")
    values = {name: _value(name, line, column, preset) for name, column in columns.items()}
    for name in REQUIRED:
        if not values[name]:
            raise _Refused(columns[name].heading, "the cell is empty")
    row = ContractRow(number=number, **values)
    if row.starts_on and row.through_on and row.through_on < row.starts_on:
        raise _Refused(
            columns["through_on"].heading,
            f"the contract ends on {row.through_on.isoformat()}, before it starts on {row.starts_on.isoformat()}",
        )
    return row


def _value(name: str, line: tuple[str, ...], column: _Column, preset: Preset) -> Any:  # noqa: ANN401  # of any field
    cell = line[column.index] if column.index < len(line) else ""
    try:
        return _reader(name, preset)(cell)
    except cells.CellUnreadable as error:
        raise _Refused(column.heading, str(error)) from error


def _reader(name: str, preset: Preset) -> Callable[[str], Any]:
    if name in {"starts_on", "through_on"}:
        return lambda cell: cells.day(cell, day_first=preset.day_first)
    if name == "amount":
        return cells.amount
    if name == "department":
        return lambda cell: _short(name, readable(cells.text(cell), preset.abbreviations))
    return lambda cell: _short(name, cells.text(cell))


def _short(name: str, text: str) -> str:
    longest = LONGEST.get(name)
    if longest is not None and len(text) > longest:
        raise cells.CellUnreadable(f"the text has {len(text)} characters, and {longest} are kept")
    return text
