"""A list that can be taken along as a file: its fields, its rows, its filters in words."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import IO, Any

from tracker.services.exports.asked import Asked
from tracker.services.exports.field import Field
from tracker.services.work import Work

Told = Callable[[int], object]
"""Called with the number of rows of each batch as it is written."""
Workbook = Callable[[Work, Asked, IO[bytes], Told], int]


@dataclass(frozen=True, slots=True)
class View:
    """One list. `name` stands in addresses and commands, `file` in the names of files, `nouns` count its rows.

    `rows` yields items in the order of the page, `fields` read them. `page` is the address of a row's page before its
    number ("/contracts/"), which `number` gives. A list with a workbook of its own has it as `workbook`.
    """

    name: str
    title: str
    nouns: tuple[str, str]
    fields: Callable[[Work], tuple[Field[Any], ...]]
    rows: Callable[[Work, Asked], Iterable[Any]]
    count: Callable[[Work, Asked], int]
    filters: Callable[[Work, Asked], tuple[str, ...]]
    page: str = ""
    number: Callable[[Any], int] | None = None
    workbook: Workbook | None = None
    file: str = ""

    @property
    def file_word(self) -> str:
        """The first word of the names of its files."""
        return self.file or self.name
