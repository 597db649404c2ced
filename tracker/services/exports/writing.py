"""The one entrance to files: any list, in any form."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import IO, Any

from tracker.domain.export_words import ExportForm
from tracker.exports.about import About
from tracker.exports.csv_twin import CsvFile
from tracker.exports.json_lines import JsonLinesFile
from tracker.exports.sheet import Column, Kind, Row, Sheet
from tracker.exports.workbook import Book
from tracker.services.exports.asked import Asked
from tracker.services.exports.field import Field, chosen, row_of
from tracker.services.exports.view import Told, View
from tracker.services.work import Work

AT_ONCE = 500
DEFINITIONS = Sheet(
    "Definitions", (Column("Word", width=24), Column("Kind", width=12), Column("Meaning", Kind.PROSE, 90))
)


@dataclass(frozen=True, slots=True)
class Listing:
    """Rows at hand with what a file says of them; `pages` is the whole address before the number of a row's page."""

    title: str
    as_of: date
    filters: tuple[str, ...]
    fields: tuple[Field[Any], ...]
    items: Iterable[Any]
    pages: str = ""
    number: Any = None


def write(work: Work, view: View, asked: Asked, form: ExportForm, stream: IO[bytes], told: Told = int) -> int:
    """Write a list to a binary stream; return how many rows (of the status: contracts) it tells.

    `told` is called with the number of rows of each batch. The rows are read some hundred at a time; the caller ends
    the transaction. Nothing is written that the viewer may not see.
    """
    if form is ExportForm.WORKBOOK and view.workbook is not None:
        return view.workbook(work, asked, stream, told)
    pages = f"{work.settings.base_url}{view.page}" if view.page else ""
    fields = chosen(view.fields(work), asked.columns)
    filters = view.filters(work, asked)
    items = view.rows(work, asked)
    return write_listing(
        work, Listing(view.title, asked.on, filters, fields, items, pages, view.number), form, stream, told
    )


def write_listing(work: Work, listing: Listing, form: ExportForm, stream: IO[bytes], told: Told = int) -> int:
    """Write rows at hand to a binary stream; return how many there were."""
    columns = tuple(one.column for one in listing.fields)
    if form is ExportForm.WORKBOOK:
        return _workbook(work, listing, columns, stream, told)
    file = CsvFile(columns, stream) if form is ExportForm.CSV else JsonLinesFile(columns, stream)
    total = 0
    for batch in _batches(listing.items):
        file.add(row_of(listing.fields, item) for item in batch)
        total += len(batch)
        told(len(batch))
    return total


def file_name(view: View, asked: Asked, form: ExportForm) -> str:
    """Return the name of a file: contract-status-2026-11-22.xlsx."""
    return f"{view.file_word}-{asked.on.isoformat()}.{form}"


def about(work: Work, title: str, as_of: date, filters: tuple[str, ...]) -> About:
    """Return what a file made now says of itself."""
    return About(title, work.settings.city_name, as_of, filters, work.now)


def definitions(said: About, fields: Iterable[Field[Any]]) -> Iterator[Row]:
    """Yield the rows of DEFINITIONS: what the file is, and what each of its columns means."""
    yield "As of", "this file", f"{said.as_of.isoformat()}, the city's day that it tells of"
    yield "Filters", "this file", said.filter_line
    yield from ((one.column.heading, "column", one.meaning) for one in fields)


def _workbook(work: Work, listing: Listing, columns: tuple[Column, ...], stream: IO[bytes], told: Told) -> int:
    said = about(work, listing.title, listing.as_of, listing.filters)
    book = Book(said)
    part = book.open(Sheet(listing.title, columns, listing.pages))
    total = 0
    for batch in _batches(listing.items):
        rows = (row_of(listing.fields, item) for item in batch)
        if listing.number is None:
            part.add(rows)
        else:
            part.add(rows, map(listing.number, batch))
        total += len(batch)
        told(len(batch))
    book.open(DEFINITIONS).add(definitions(said, listing.fields))
    book.close(stream)
    return total


def _batches(items: Iterable[Any]) -> Iterator[list[Any]]:
    left = iter(items)
    while batch := list(islice(left, AT_ONCE)):
        yield batch
