"""How a list is read: which sheet, where its header is, which column holds what, how days and amounts are written."""

from __future__ import annotations

from collections.abc import Mapping as Readable
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from tracker.imports.fields import heading_key
from tracker.imports.table import ListUnreadable

DATE_ORDERS: Final = ("mdy", "dmy", "ymd")
DECIMALS: Final = (".", ",")
CENTURY_PIVOT: Final = 69


@dataclass(frozen=True, slots=True)
class Mapping:
    """How one list is read; everything in it was detected and can be overridden.

    `columns` gives the index of the heading for each field's key, `found_by` how that was known (preset, heading,
    content, person). `header_row` is the last row of the header as a spreadsheet counts, 0 when there is none.
    A year of two digits up to `century_pivot` is of this century. `percent` reads 5% as 0.05 instead of refusing it.
    """

    sheet: str
    header_row: int
    columns: dict[str, int]
    header_rows: int = 1
    date_order: str = "mdy"
    decimal: str = "."
    blank_erases: bool = False
    preset: str = ""
    century_pivot: int = CENTURY_PIVOT
    epoch_1904: bool = False
    percent: bool = False
    found_by: dict[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """Return the mapping as plain values that from_json takes back."""
        return {
            "sheet": self.sheet,
            "header_row": self.header_row,
            "header_rows": self.header_rows,
            "columns": dict(self.columns),
            "date_order": self.date_order,
            "decimal": self.decimal,
            "blank_erases": self.blank_erases,
            "preset": self.preset,
            "century_pivot": self.century_pivot,
            "epoch_1904": self.epoch_1904,
            "percent": self.percent,
            "found_by": dict(self.found_by),
            "notes": list(self.notes),
        }

    @classmethod
    def from_json(cls, told: Readable[str, Any], headings: Sequence[str] = ()) -> Mapping:
        """Make a mapping of plain values; a column may be named by its heading where `headings` are given.

        Raises ListUnreadable when a value is none that a mapping can have.
        """
        try:
            columns = {str(key): _index(value, headings) for key, value in dict(told["columns"]).items()}
            made = cls(
                sheet=str(told.get("sheet", "")),
                header_row=int(told.get("header_row", 1)),
                header_rows=int(told.get("header_rows", 1)),
                columns=columns,
                date_order=str(told.get("date_order", "mdy")),
                decimal=str(told.get("decimal", ".")),
                blank_erases=bool(told.get("blank_erases", False)),
                preset=str(told.get("preset", "")),
                century_pivot=int(told.get("century_pivot", CENTURY_PIVOT)),
                epoch_1904=bool(told.get("epoch_1904", False)),
                percent=bool(told.get("percent", False)),
                found_by={str(key): str(value) for key, value in dict(told.get("found_by", {})).items()},
                notes=tuple(str(note) for note in told.get("notes", ())),
            )
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            if isinstance(error, ListUnreadable):
                raise
            raise ListUnreadable("The mapping cannot be read: it needs columns, each with its place.") from error
        return _sensible(made)


def _index(value: object, headings: Sequence[str]) -> int:
    if not isinstance(value, str):
        return int(value)  # type: ignore[call-overload, no-any-return]  # anything else raises, and is told above
    places = {heading_key(heading): index for index, heading in reversed(tuple(enumerate(headings)))}
    if heading_key(value) not in places:
        raise ListUnreadable(f'The file has no column "{value}", which the mapping names.')
    return places[heading_key(value)]


def _sensible(made: Mapping) -> Mapping:
    if made.date_order not in DATE_ORDERS or made.decimal not in DECIMALS:
        raise ListUnreadable('The mapping cannot be read: date_order is mdy, dmy or ymd, decimal is "." or ",".')
    if min(made.columns.values(), default=0) < 0 or made.header_row < 0 or not 0 <= made.century_pivot <= 99:  # noqa: PLR2004  # a year of two digits
        raise ListUnreadable("The mapping cannot be read: a place in it is below zero or too large.")
    return made
