"""A cell as the value of its field."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from datetime import date
from decimal import Decimal
from typing import Final

from tracker.imports import cells
from tracker.imports.amounts import amount, count
from tracker.imports.capitals import readable
from tracker.imports.cells import CellUnreadable
from tracker.imports.days import DayStyle, day
from tracker.imports.fields import Field, FieldType, heading_key
from tracker.imports.mapping import Mapping
from tracker.imports.table import CellValue

Value = str | date | Decimal | int | tuple[str, ...] | None
Read = Callable[[CellValue], Value]

MOST_DIGITS: Final = 15
LONGEST_TEXT: Final = 32_767
EMPTY_WORDS: Final = frozenset({"#n/a", "#ref!", "#value!", "#name?", "#div/0!", "#null!", "#num!"})
_SHORTENED: Final = re.compile(r"\d(?:[.,]\d+)?E\+\d{2,}", re.ASCII | re.IGNORECASE)
_ADDRESS: Final = re.compile(r"[^\s@<>(),;:\\\"\[\]]{1,64}@[^\s@<>(),;:\\\"\[\]]+\.[^\s@<>(),;:\\\"\[\].]{2,}")
_BETWEEN: Final = re.compile(r"[;,|/\s<>()\[\]\"]+")
_LIST: Final = re.compile(r"[;|\n\r]+")
_WORDS: Final = re.compile(r"[;,|/\n\r]+")
_LINES: Final = re.compile(r"\r\n?|\u2028|\u2029|\x0b|\x0c|\x85")


def reader(field: Field, mapping: Mapping, abbreviations: Collection[str] = ()) -> Read:
    """Return what reads this field's cells as the mapping says; an empty cell gives None.

    What is returned raises CellUnreadable with a reason for people.
    """
    style = DayStyle(mapping.date_order, mapping.century_pivot, mapping.epoch_1904)
    readers: dict[FieldType, Read] = {
        FieldType.TEXT: lambda cell: _fitting(field, written(cell)),
        FieldType.LONG: lambda cell: _fitting(field, written(cell, lines=True)),
        FieldType.NUMBER: lambda cell: _fitting(field, identifying(cell)),
        FieldType.NAME: lambda cell: _fitting(field, readable(written(cell), abbreviations)),
        FieldType.DAY: lambda cell: day(cell, style),
        FieldType.AMOUNT: lambda cell: amount(cell, decimal=mapping.decimal, percent=mapping.percent),
        FieldType.COUNT: count,
        FieldType.EMAILS: lambda cell: emails(cell, field.longest) or None,
        FieldType.TEXTS: lambda cell: _texts(field, cell) or None,
        FieldType.WORD: lambda cell: _word(field, written(cell)),
        FieldType.WORDS: lambda cell: _words(field, written(cell, lines=True)) or None,
    }
    return readers[field.type]


def written(cell: CellValue, *, lines: bool = False) -> str:
    """Return the cell as text: a whole number without a point, a day as 2019-06-30, without control characters."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "Yes" if cell else "No"
    said = format(cell, "f") if isinstance(cell, Decimal) else str(cell)
    if said.casefold() in EMPTY_WORDS:
        return ""
    if not lines:
        return cells.text(said)
    return "\n".join(cells.text(line) for line in _LINES.sub("\n", said).split("\n")).strip("\n")


def identifying(cell: CellValue) -> str:
    """Return an identifying number as text, leading zeros kept.

    Raises CellUnreadable where the spreadsheet has lost digits: 1.23E+12, or a number of more than 15 digits.
    """
    said = written(cell)
    if _SHORTENED.fullmatch(said):
        raise CellUnreadable(
            f'"{said}" is a number that the spreadsheet has shortened: format the column as text and enter it again'
        )
    if isinstance(cell, int | Decimal) and len(said.lstrip("-").partition(".")[0]) > MOST_DIGITS:
        raise CellUnreadable(
            f'"{said}" has more digits than a spreadsheet keeps: format the column as text and enter it again'
        )
    return said


def emails(cell: CellValue, longest: int | None = None) -> tuple[str, ...]:
    """Return the addresses of a cell, in lower case, each once; "Ann <ann@a.com>; bob@b.com" holds two.

    Raises CellUnreadable when something in the cell has an @ and is no address, or when there is none at all.
    """
    said = written(cell, lines=True)
    if said.casefold() in {"", "-", "n/a", "none", "na"}:
        return ()
    parts = [part.strip(".'").removeprefix("mailto:") for part in _BETWEEN.split(said) if "@" in part]
    if not parts:
        raise CellUnreadable(f'"{said}" is not an e-mail address')
    for part in parts:
        if not _ADDRESS.fullmatch(part):
            raise CellUnreadable(f'"{part}" is not an e-mail address')
        if longest is not None and len(part) > longest:
            raise CellUnreadable(f"the address has {len(part)} characters, and {longest} are kept")
    return tuple(dict.fromkeys(part.lower() for part in parts))


def _fitting(field: Field, said: str) -> str | None:
    if field.longest is not None and len(said) > field.longest:
        raise CellUnreadable(f"the text has {len(said):,} characters, and {field.longest:,} are kept")
    return said or None


def _texts(field: Field, cell: CellValue) -> tuple[str, ...]:
    parts = (cells.text(part) for part in _LIST.split(written(cell, lines=True)))
    kept = (_fitting(field, part) for part in parts)
    return tuple(dict.fromkeys(part for part in kept if part))


def _word(field: Field, said: str) -> str | None:
    if not said or not field.words:
        return said or None
    found = field.words.get(heading_key(said))
    if found is None:
        choices = ", ".join(dict.fromkeys(field.words.values()))
        raise CellUnreadable(f'"{said}" is none of: {choices}')
    return found


def _words(field: Field, said: str) -> tuple[str, ...]:
    parts = (cells.text(part) for part in _WORDS.split(said))
    words = (_word(field, part) for part in parts if part)
    return tuple(dict.fromkeys(word for word in words if word))
