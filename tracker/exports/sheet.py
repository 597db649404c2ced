"""What a sheet or a CSV file is made of: columns of one kind each, and rows of plain values."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

Value = object


class Kind(StrEnum):
    """How the cells of a column are read and shown."""

    TEXT = "text"
    NUMBER = "number"
    MONEY = "money"
    DAY = "day"
    STANDING = "standing"


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heading, the kind of its cells and its width in characters."""

    heading: str
    kind: Kind = Kind.TEXT
    width: int = 14


@dataclass(frozen=True, slots=True)
class Sheet:
    """A named sheet; each row has one value per column.

    Values are str, int, Decimal, date or None (an empty cell). Rows may come from a generator; they are
    read once, in order, so that a large sheet needs no memory.
    """

    name: str
    columns: tuple[Column, ...]
    rows: Iterable[tuple[Value, ...]]
    empty: str = ""
