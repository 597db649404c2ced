"""How a list writes its days and amounts, by the evidence in its columns."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from tracker.imports.cells import text
from tracker.imports.days import PARTS
from tracker.imports.fields import FieldType, Kind
from tracker.imports.header import Header
from tracker.imports.table import SheetText

_COMMA_DECIMAL: Final = re.compile(r"^\D*(?:\d{1,3}(?:\.\d{3})+,\d*|\d+,\d{1,2})\D*$", re.ASCII)
_POINT_DECIMAL: Final = re.compile(r"^\D*(?:\d{1,3}(?:,\d{3})+\.\d*|\d+\.\d{1,2}|\d{1,3}(?:,\d{3}){2,})\D*$", re.ASCII)
_POINT_GROUPS: Final = re.compile(r"^\D*\d{1,3}(?:\.\d{3})+\D*$", re.ASCII)
_COMMA_GROUPS: Final = re.compile(r"^\D*\d{1,3},\d{3}\D*$", re.ASCII)
_MONTHS: Final = 12
_DAYS: Final = 31


@dataclass(frozen=True, slots=True)
class Styles:
    """The order of dates (mdy, dmy, ymd), the decimal sign, and sentences about what is doubtful."""

    date_order: str
    decimal: str
    notes: tuple[str, ...]


def styles(
    sheet: SheetText, header: Header, columns: Mapping[str, int], kind: Kind, *, day_first: bool = False
) -> Styles:
    """Look through the whole columns of days and amounts; what only a person can know is told in the notes."""
    days = [columns[field.key] for field in kind.fields if field.type is FieldType.DAY and field.key in columns]
    sums = [columns[field.key] for field in kind.fields if field.type is FieldType.AMOUNT and field.key in columns]
    order, about_days = _order(_texts(sheet, header, days), day_first=day_first)
    decimal, about_amounts = _decimal(_texts(sheet, header, sums))
    return Styles(order, decimal, (*about_days, *about_amounts))


def _texts(sheet: SheetText, header: Header, columns: list[int]) -> Iterator[str]:
    for row in sheet.rows[header.row :]:
        for column in columns:
            if column < len(row) and isinstance(cell := row[column], str):
                yield cell


def _order(texts: Iterable[str], *, day_first: bool) -> tuple[str, list[str]]:
    seen = Counter(kind for each in texts for kind in _evidence(each))
    short, unclear = seen.pop("short", 0), seen.pop("unclear", 0)
    notes = []
    if short:
        notes.append("Some years have two digits: up to 69 they are read as 20.., from 70 on as 19...")
    if not seen:
        order = "dmy" if day_first else "mdy"
        if unclear:
            said = "day before month" if day_first else "month before day"
            notes.append(
                f"No date shows whether day or month stands first; they are read as {said}: 3/4/2024 is "
                + ("3 April." if day_first else "March 4.")
            )
        return order, notes
    order = seen.most_common(1)[0][0]
    if len(seen) > 1:
        few = sum(seen.values()) - seen[order]
        notes.append(f"Most dates are written {WRITTEN[order]}, and {few:,} cannot be: their rows are refused.")
    return order, notes


WRITTEN: Final = {"mdy": "month, day, year", "dmy": "day, month, year", "ymd": "year, month, day"}


def _evidence(cell: str) -> Iterator[str]:
    found = PARTS.match(text(cell))
    if found is None or len(found[1]) > 2:  # noqa: PLR2004  # a year of four digits says nothing about the others
        return
    first, second = int(found[1]), int(found[3])
    if len(found[4]) <= 2:  # noqa: PLR2004  # not written out
        yield "short"
    if first > _DAYS:
        yield "ymd"
    elif first > _MONTHS >= second:
        yield "dmy"
    elif second > _MONTHS >= first:
        yield "mdy"
    elif first <= _MONTHS:
        yield "unclear"


def _decimal(texts: Iterable[str]) -> tuple[str, list[str]]:
    seen = Counter(_sign(each.strip()) for each in texts)
    shares = seen["%"]
    told = [f"{shares:,} of the amounts are percentages: they are refused unless you allow them."] if shares else []
    if seen[","] > seen["."]:
        return ",", told
    if seen["."]:
        return ".", told
    if seen["groups."]:
        return ",", [*told, "Points are read as thousand separators: 1.500 is one thousand five hundred."]
    return ".", told


def _sign(cell: str) -> str | None:
    if cell.endswith("%"):
        return "%"
    if _COMMA_DECIMAL.match(cell):
        return ","
    if _POINT_DECIMAL.match(cell):
        return "."
    if _POINT_GROUPS.match(cell):
        return "groups."
    return None
