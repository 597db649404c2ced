"""A field of a list: its column, what stands in it, and what it means."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar

from tracker.exports.sheet import Column, Kind, Row, Value
from tracker.services.work import Work

Item = TypeVar("Item")
Local = Callable[[datetime | None], datetime | None]


@dataclass(frozen=True, slots=True)
class Field(Generic[Item]):
    """A column with the function that reads its value; `meaning` stands among the definitions.

    What is not `usual` is written only when its key is asked for.
    """

    column: Column
    read: Callable[[Item], Value]
    meaning: str
    usual: bool = True

    @property
    def key(self) -> str:
        """Its name in addresses (`columns=`) and in JSON Lines."""
        return self.column.key


def field(  # the parts of a field, in one line each where fields are listed
    key: str,
    heading: str,
    read: Callable[[Item], Value],
    meaning: str,
    kind: Kind = Kind.TEXT,
    width: int = 14,
) -> Field[Item]:
    """Return a field that is usual."""
    return Field(Column(heading, kind, width, key), read, meaning)


def chosen(fields: tuple[Field[Item], ...], keys: Collection[str]) -> tuple[Field[Item], ...]:
    """Return the fields with these keys in their order; those that are usual when none has one."""
    return tuple(one for one in fields if one.key in keys) or tuple(one for one in fields if one.usual)


def row_of(fields: tuple[Field[Item], ...], item: Item) -> Row:
    """Return what stands in these fields for an item."""
    return tuple([one.read(item) for one in fields])


def local(work: Work) -> Local:
    """Return a function that puts a moment into the city's zone."""
    zone = work.settings.zone
    return lambda moment: None if moment is None else moment.astimezone(zone)
