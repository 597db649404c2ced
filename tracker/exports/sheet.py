"""What a sheet or a CSV file is made of: columns of one kind each, under a name."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

Value = str | int | Decimal | date | None
Row = tuple[Value, ...]


class Kind(StrEnum):
    """How the cells of a column are read and shown."""

    TEXT = "text"
    PROSE = "prose"
    NUMBER = "number"
    MONEY = "money"
    DAY = "day"
    STANDING = "standing"
    MARK = "mark"


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heading, the kind of its cells and its width in characters.

    Prose wraps. A mark is a short text in a sheet where most cells are empty: empty ones are not written.
    """

    heading: str
    kind: Kind = Kind.TEXT
    width: int = 14


@dataclass(frozen=True, slots=True)
class Sheet:
    """A named sheet. Rows have one value per column: str, int, Decimal, date or None (an empty cell)."""

    name: str
    columns: tuple[Column, ...]
