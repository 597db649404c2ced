"""What an address asks of a list (search, filters, sort, page, columns, day), read without ever failing."""

import re
from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from typing import Protocol, TypeVar
from urllib.parse import parse_qsl

LONGEST_SEARCH = 200
MOST_VALUES = 1000
BIGGEST_NUMBER = 2**31 - 1
FIRST_YEAR, LAST_YEAR = 1970, 9998
UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]+")

Word = TypeVar("Word", bound=StrEnum)


class Words(Protocol):
    """The words of an address by name: what the web framework gives, or AddressWords."""

    def get(self, name: str, otherwise: str, /) -> str:
        """Return the first word under a name."""
        ...

    def getlist(self, name: str, /) -> list[str]:
        """Return all words under a name."""
        ...


class AddressWords:
    """The words of a query string, as it is saved with a view or given on the command line."""

    def __init__(self, query: str) -> None:
        self._pairs = parse_qsl(query.removeprefix("?"))

    def get(self, name: str, otherwise: str = "", /) -> str:
        """Return the first word under a name."""
        return next(iter(self.getlist(name)), otherwise)

    def getlist(self, name: str, /) -> list[str]:
        """Return all words under a name."""
        return [value for key, value in self._pairs if key == name]


def read_text(args: Words, name: str) -> str:
    """A line of text without control characters and half characters, cut to what a search needs."""
    return " ".join(UNPRINTABLE.sub(" ", args.get(name, ""))[:LONGEST_SEARCH].split())


def read_numbers(args: Words, name: str) -> tuple[int, ...]:
    """The whole numbers given under a name, each once, what is none ignored."""
    found = (read_number(value) for value in _values(args, name))
    return tuple(dict.fromkeys(number for number in found if number is not None))


def read_number(value: str | None) -> int | None:
    """A whole number that fits a database's integer, or None."""
    if value is None or not value.isascii() or not value.isdigit() or len(value) > len(str(BIGGEST_NUMBER)):
        return None
    number = int(value)
    return number if number <= BIGGEST_NUMBER else None


def read_words(args: Words, name: str, kind: type[Word]) -> tuple[Word, ...]:
    """The words of an enumeration given under a name, each once, with "-" or "_" for a space if need be."""
    known = {str(word): word for word in kind}
    found = (known.get(re.sub("[-_]", " ", value.lower())) for value in _values(args, name))
    return tuple(dict.fromkeys(word for word in found if word is not None))


def read_day(args: Words, name: str, otherwise: date) -> date:
    """The day given as YYYY-MM-DD, or another one when it is none."""
    try:
        return date.fromisoformat(args.get(name, "")[:10])
    except ValueError:
        return otherwise


def read_some_day(args: Words, name: str) -> date | None:
    """The day given as YYYY-MM-DD when it is one around which the clock can be asked; None otherwise."""
    found = read_day(args, name, date.min)
    return found if FIRST_YEAR <= found.year <= LAST_YEAR else None


def read_sort(args: Words, known: Iterable[str], otherwise: str) -> str:
    """A key to sort by, "-" in front for descending, or another one when it is not known."""
    sort = args.get("sort", "")
    return sort if sort.removeprefix("-") in set(known) else otherwise


def read_list(args: Words, name: str) -> tuple[str, ...]:
    """The words given under a name, several times or separated by commas."""
    return tuple(part for value in _values(args, name) for part in value.split(","))


def _values(args: Words, name: str) -> list[str]:
    return args.getlist(name)[:MOST_VALUES]
