"""Grids: what the address says of one (search, filters, sort, page, columns, day), read without ever failing."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from werkzeug.datastructures import MultiDict

from tracker.queries.asked import (
    UNPRINTABLE,
    read_day,
    read_list,
    read_number,
    read_numbers,
    read_sort,
    read_text,
    read_words,
)

__all__ = [
    "ROWS_PER_PAGE",
    "UNPRINTABLE",
    "Address",
    "Args",
    "Column",
    "Pairs",
    "read_columns",
    "read_day",
    "read_list",
    "read_number",
    "read_numbers",
    "read_page",
    "read_sort",
    "read_text",
    "read_words",
]

ROWS_PER_PAGE = 50
Args = MultiDict[str, str]
Pairs = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a grid; `cell` gives the writer of its cells as HTML (tracker/web/grid_cells.py).

    `kind` is text, number or day and decides how the cell stands; `key` is also the key of the order.
    """

    key: str
    label: str
    cell: Callable[[], Callable[[Any], str]]
    kind: str = "text"
    shown: bool = True
    sortable: bool = True


@dataclass(frozen=True, slots=True)
class Address:
    """Where a grid stands, as a path and the pairs of its query string; links are made by changing pairs."""

    path: str
    pairs: Pairs = ()

    def without(self, *names: str) -> "Address":
        """The same address without the pairs of these names."""
        return Address(self.path, tuple(pair for pair in self.pairs if pair[0] not in names))

    def href(self, *without: str, **put: str) -> str:
        """A link: pairs named in `without` are dropped, those in `put` replaced; another order starts at page 1."""
        kept = self.without("page", *without, *put).pairs
        query = urlencode([*kept, *((name, value) for name, value in put.items() if value)])
        return f"{self.path}?{query}" if query else self.path

    @property
    def query(self) -> str:
        """The query string without the page, as it is saved and passed on."""
        return urlencode(self.without("page").pairs)


def read_page(args: Args) -> int:
    """The number of the page asked for, from 1."""
    return max(read_number(args.get("page")) or 1, 1)


def read_columns(args: Args, columns: Iterable[Column]) -> tuple[str, ...]:
    """The keys of the columns chosen, in the order of the grid; none when nothing was chosen."""
    wanted = set(read_list(args, "columns"))
    return tuple(column.key for column in columns if column.key in wanted)
