"""A list as records: each row's values by field, and the rows that cannot be read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from tracker.domain.import_words import ImportKind
from tracker.imports.cells import CellUnreadable
from tracker.imports.fields import Field, Kind
from tracker.imports.header import Header, header_at
from tracker.imports.kinds import KINDS
from tracker.imports.mapping import Mapping
from tracker.imports.passed_over import Passing
from tracker.imports.presets import abbreviations
from tracker.imports.table import CellValue, ListUnreadable, Row, SheetText
from tracker.imports.values import Read, Value, reader

MOST_ROWS: Final = 100_000


@dataclass(frozen=True, slots=True)
class Record:
    """A row that could be read; an unmapped field is missing from `values`, an empty cell is None."""

    number: int
    values: dict[str, Value]


@dataclass(frozen=True, slots=True)
class RowError:
    """A row that is refused: its number as the spreadsheet counts, the column's heading, and why."""

    number: int
    column: str
    reason: str

    @property
    def described(self) -> str:
        """The column and the reason, as people read them."""
        return f"column {self.column}: {self.reason}"


@dataclass(frozen=True, slots=True)
class Listing:
    """What a list holds: records, refused rows, and sentences about rows that were passed over."""

    records: tuple[Record, ...]
    errors: tuple[RowError, ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Column:
    field: Field
    index: int
    heading: str
    read: Read
    names: bool


class _Refused(Exception):
    def __init__(self, column: str, reason: str) -> None:
        super().__init__(reason)
        self.column, self.reason = column, reason


def read(sheet: SheetText, mapping: Mapping, kind: ImportKind) -> Listing:
    """Read a sheet as the mapping says; a row with one wrong cell is refused whole.

    Blank rows, repeated headers and totals are passed over. Raises ListUnreadable when a required field has no column,
    a column is not there, or more than 100,000 rows are left.
    """
    header = header_at(sheet, mapping.header_row, mapping.header_rows)
    columns = _columns(header, mapping, KINDS[kind])
    passing = Passing(header, [column.index for column in columns if column.names])
    records: list[Record] = []
    errors: list[RowError] = []
    for number, row in _rows(sheet, header):
        if passing.over(number, row):
            continue
        try:
            records.append(_record(number, row, columns, sheet, header))
        except _Refused as refused:
            errors.append(RowError(number, refused.column, refused.reason))
    if len(records) + len(errors) > MOST_ROWS:
        raise ListUnreadable(f"The list has more than {MOST_ROWS:,} rows: part it into several files.")
    return Listing(tuple(records), tuple(errors), passing.notes)


def _columns(header: Header, mapping: Mapping, kind: Kind) -> list[_Column]:
    missing = [field.label for field in kind.required if field.key not in mapping.columns]
    if kind.either and not any(key in mapping.columns for key in kind.either):
        missing.append(" or ".join(kind.field(key).label for key in kind.either))
    if missing:
        raise ListUnreadable(f"No column is chosen for {', '.join(missing)}, and no row can be read without.")
    kept = abbreviations(mapping.preset)
    found = []
    for field in kind.fields:
        index = mapping.columns.get(field.key)
        if index is None:
            continue
        if index >= len(header.headings):
            raise ListUnreadable(f"The list has no column {index + 1}, which the mapping names for {field.label}.")
        names = field.required or field.key in kind.either
        found.append(_Column(field, index, header.headings[index], reader(field, mapping, kept), names))
    return found


def _rows(sheet: SheetText, header: Header) -> Iterator[tuple[int, Row]]:
    for number in range(header.row + 1, len(sheet.rows) + 1):
        row = sheet.rows[number - 1]
        if any(cell is not None and cell != "" for cell in row):
            yield number, row


def _record(number: int, row: Row, columns: list[_Column], sheet: SheetText, header: Header) -> Record:
    if sheet.delimited and any(cell is not None for cell in row[header.width :]):
        # Too many cells: an unquoted delimiter has moved them, and every column after it lies.
        raise _Refused(str(header.width + 1), f"the row has {len(row)} cells, the header has {header.width}")
    values = {column.field.key: _value(column, row) for column in columns}
    _check(values, columns)
    return Record(number, values)


def _value(column: _Column, row: Row) -> Value:
    cell: CellValue = row[column.index] if column.index < len(row) else None
    try:
        return column.read(cell)
    except CellUnreadable as error:
        raise _Refused(column.heading, str(error)) from error


def _check(values: dict[str, Value], columns: list[_Column]) -> None:
    for column in columns:
        if column.field.required and values[column.field.key] is None:
            raise _Refused(column.heading, "the cell is empty")
    naming = [column for column in columns if column.names and not column.field.required]
    if naming and all(values[column.field.key] is None for column in naming):
        raise _Refused(naming[0].heading, "the cell is empty")
    headings = {column.field.key: column.heading for column in columns}
    for first, last in (("starts_on", "through_on"), ("from_on", "through_on"), ("signed_on", "through_on")):
        begins, ends = values.get(first), values.get(last)
        if isinstance(begins, date) and isinstance(ends, date) and ends < begins:
            said = f"it ends on {ends.isoformat()}, before it starts on {begins.isoformat()}"
            raise _Refused(headings[last], said)
