"""What a sheet, a CSV file or JSON Lines are made of: columns of one kind each, under a name."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

Value = str | int | bool | Decimal | date | datetime | tuple[str, ...] | None
Row = tuple[Value, ...]

YES_NO = {True: "yes", False: "no"}
BETWEEN = "; "
"""What stands between the words of a list in one cell."""


class Kind(StrEnum):
    """How the cells of a column are read and shown."""

    TEXT = "text"
    LINKED = "linked"
    PROSE = "prose"
    LIST = "list"
    NUMBER = "number"
    MONEY = "money"
    DAY = "day"
    MOMENT = "moment"
    YES_NO = "yes or no"
    STANDING = "standing"
    MARK = "mark"


WRAPPED = frozenset({Kind.PROSE, Kind.LIST})
"""Kinds whose cells take as many lines as they need."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heading, the kind of its cells, its width in characters, its key in JSON Lines.

    Prose and lists wrap. A mark is a short text in a sheet where most cells are empty: empty ones are not written.
    A linked cell is text that leads to the page of its row. `choices` are offered as a drop-down list. `locked` counts
    in a protected sheet only.
    """

    heading: str
    kind: Kind = Kind.TEXT
    width: int = 14
    key: str = ""
    choices: tuple[str, ...] = ()
    locked: bool = False
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """A named sheet. Rows have one value per column, None for an empty cell; moments are in the city's zone.

    `pages` is the address before the number of a row's page ("https://host/contracts/"); empty: nothing is linked.
    In a protected sheet spreadsheet programs refuse changes of locked columns, until somebody lifts the protection.
    """

    name: str
    columns: tuple[Column, ...]
    pages: str = ""
    protected: bool = False
    hidden: bool = False
