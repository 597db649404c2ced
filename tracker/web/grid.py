"""Grids: what the address says of one (search, filters, sort, page, columns, day), read without ever failing."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, TypeVar
from urllib.parse import urlencode

from werkzeug.datastructures import MultiDict

ROWS_PER_PAGE = 50
LONGEST_SEARCH = 200
MOST_VALUES = 1000
BIGGEST_NUMBER = 2**31 - 1
UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]+")

Word = TypeVar("Word", bound=StrEnum)
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


def read_text(args: Args, name: str) -> str:
    """A line of text without control characters and half characters, cut to what a search needs."""
    return " ".join(UNPRINTABLE.sub(" ", args.get(name, ""))[:LONGEST_SEARCH].split())


def read_numbers(args: Args, name: str) -> tuple[int, ...]:
    """The whole numbers given under a name, each once, what is none ignored."""
    found = (read_number(value) for value in _values(args, name))
    return tuple(dict.fromkeys(number for number in found if number is not None))


def read_number(value: str | None) -> int | None:
    """A whole number that fits a database's integer, or None."""
    if value is None or not value.isascii() or not value.isdigit() or len(value) > len(str(BIGGEST_NUMBER)):
        return None
    number = int(value)
    return number if number <= BIGGEST_NUMBER else None


def read_words(args: Args, name: str, kind: type[Word]) -> tuple[Word, ...]:
    """The words of an enumeration given under a name, each once, with "-" or "_" for a space if need be."""
    known = {str(word): word for word in kind}
    found = (known.get(re.sub("[-_]", " ", value.lower())) for value in _values(args, name))
    return tuple(dict.fromkeys(word for word in found if word is not None))


def read_day(args: Args, name: str, otherwise: date) -> date:
    """The day given as YYYY-MM-DD, or another one when it is none."""
    try:
        return date.fromisoformat(args.get(name, "")[:10])
    except ValueError:
        return otherwise


def read_sort(args: Args, known: Iterable[str], otherwise: str) -> str:
    """A key to sort by, "-" in front for descending, or another one when it is not known."""
    sort = args.get("sort", "")
    return sort if sort.removeprefix("-") in set(known) else otherwise


def read_page(args: Args) -> int:
    """The number of the page asked for, from 1."""
    return max(read_number(args.get("page")) or 1, 1)


def read_columns(args: Args, columns: Iterable[Column]) -> tuple[str, ...]:
    """The keys of the columns chosen, in the order of the grid; none when nothing was chosen."""
    wanted = set(read_list(args, "columns"))
    return tuple(column.key for column in columns if column.key in wanted)


def read_list(args: Args, name: str) -> tuple[str, ...]:
    """The words given under a name, several times or separated by commas."""
    return tuple(part for value in _values(args, name) for part in value.split(","))


def _values(args: Args, name: str) -> list[str]:
    return args.getlist(name)[:MOST_VALUES]
