"""Contracts and what they lack, as the contracts grid shows them."""

from collections.abc import Iterator
from dataclasses import replace
from typing import IO

from tracker.queries import contracts_grid
from tracker.queries.filter_words import filter_words
from tracker.queries.list_questions import contracts_asked
from tracker.queries.status_details import Gap
from tracker.services import status_report, status_sheets
from tracker.services.exports.asked import Asked
from tracker.services.exports.field import Field
from tracker.services.exports.view import Told, View
from tracker.services.status_columns import Entry, every_status_column
from tracker.services.status_report import StatusReport
from tracker.services.status_workbook import NAME, PAGES, write_workbook
from tracker.services.work import Work


def report_of(asked: Asked) -> StatusReport:
    """Return the report that an address asks for."""
    return StatusReport(asked.viewer, replace(contracts_asked(asked.words, asked.on), on=asked.on), asked.columns)


def _fields(work: Work) -> tuple[Field[Entry], ...]:
    return every_status_column(work.clock.day_of)


def _rows(work: Work, asked: Asked) -> Iterator[Entry]:
    return status_report.entries(work.session, report_of(asked))


def _gaps(work: Work, asked: Asked) -> Iterator[tuple[Entry, Gap]]:
    return status_report.gaps(work.session, report_of(asked))


def _count(work: Work, asked: Asked) -> int:
    return contracts_grid.count(work.session, asked.viewer, report_of(asked).query)


def _filters(work: Work, asked: Asked) -> tuple[str, ...]:
    return filter_words(work.session, asked.viewer, report_of(asked).query)


def _workbook(work: Work, asked: Asked, stream: IO[bytes], told: Told) -> int:
    return write_workbook(work, report_of(asked), stream, told)


STATUS = View(
    name="status",
    title=NAME,
    nouns=("contract", "contracts"),
    fields=_fields,
    rows=_rows,
    count=_count,
    filters=_filters,
    page=PAGES,
    number=lambda entry: entry.row.id,
    workbook=_workbook,
    file="contract-status",
)
GAPS = View(
    name="gaps",
    title="Gaps",
    nouns=("gap", "gaps"),
    fields=lambda _work: status_sheets.GAPS,
    rows=_gaps,
    count=_count,
    filters=_filters,
    page=PAGES,
    number=lambda pair: pair[0].row.id,
)
