"""The managers' workbook: the contracts of a grid as of its day, in the sheets of CATALOGUE section 6."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date
from typing import IO, Any

from tracker.domain.standings import COMPLYING, IN_FORCE_SHARING, SEVERITY, Standing
from tracker.exports.part import Part
from tracker.exports.sheet import Sheet
from tracker.exports.summary import Summary
from tracker.exports.workbook import Book
from tracker.queries import status_details, waivers
from tracker.queries.contracts_grid import GridQuery
from tracker.queries.filter_words import filter_words
from tracker.services import status_report, status_sheets
from tracker.services.exports.field import Field, row_of
from tracker.services.exports.writing import DEFINITIONS, about, definitions
from tracker.services.status_columns import Entry, status_columns
from tracker.services.status_report import StatusReport
from tracker.services.work import Work

EXPIRING_DAYS = 90
MONTHS = 12
MONTHS_A_YEAR = 12
NAME, TITLE = "Contract status", "Vendor privacy: contract status"
PAGES = "/contracts/"
Told = Callable[[int], object]


def write_workbook(work: Work, report: StatusReport, stream: IO[bytes], told: Told = int) -> int:
    """Write the workbook of CATALOGUE section 6 to a binary stream; return how many contracts it tells.

    The contracts are read once, some hundred at a time; `told` is called with the number of each batch.
    """
    said = about(work, TITLE, report.query.on, filter_words(work.session, report.viewer, report.query))
    book = Book(said)
    sheets = _Sheets(work, report, book)
    total = 0
    for batch in status_report.batches(work.session, report, report.query):
        sheets.add(batch)
        total += len(batch)
        told(len(batch))
    for batch in status_report.batches(work.session, report, _soon(report.query)):
        sheets.add_expiring(batch)
    part = book.open(DEFINITIONS)
    part.add(status_sheets.definition_rows())
    part.add(definitions(said, sheets.fields))
    book.close(stream, sheets.summary())
    return total


class _Sheets:
    """The sheets of the workbook, filled side by side."""

    def __init__(self, work: Work, report: StatusReport, book: Book) -> None:
        self._session, self._report, self._on = work.session, report, report.query.on
        self._pages = f"{work.settings.base_url}{PAGES}"
        self.fields = status_columns(work.clock.day_of, report.columns)
        self._soon = tuple(one for one in status_columns(work.clock.day_of) if one.key in status_sheets.EXPIRING_KEYS)
        self._elements = status_details.elements(self._session, report.viewer, report.query)
        self._names = status_details.names(self._session)
        self._counts: Counter[tuple[str, Standing]] = Counter()
        self._months: Counter[str] = Counter()
        self._status = book.open(self._sheet(NAME, self.fields))
        self._expiring = book.open(self._sheet("Expiring", self._soon))
        self._gaps = book.open(self._sheet("Gaps", status_sheets.GAPS))
        self._matrix = book.open(replace(status_sheets.matrix(self._elements), pages=self._pages))
        self._waivers = book.open(replace(status_sheets.WAIVERS, pages=self._pages))

    def add(self, entries: list[Entry]) -> None:
        """Add a batch of contracts to all sheets but the one of those that expire."""
        self._counts.update((entry.row.department, entry.standing) for entry in entries)
        self._months.update(_month(entry.expires_on) for entry in entries if entry.expires_on)
        _fill(self._status, self.fields, entries)
        gaps = list(status_report.gaps_of(self._session, self._report, entries, self._names))
        self._gaps.add((row_of(status_sheets.GAPS, pair) for pair in gaps), (entry.row.id for entry, _ in gaps))
        self._add_data(entries)
        self._add_waivers(entries)

    def add_expiring(self, entries: list[Entry]) -> None:
        """Fill the sheet of complying contracts whose coverage ends soon."""
        _fill(self._expiring, self._soon, entries)

    def summary(self) -> Summary:
        """Count what was added."""
        by_department: dict[str, dict[Standing, int]] = {}
        for (name, standing), number in sorted(self._counts.items()):
            by_department.setdefault(name, {})[standing] = number
        return Summary(
            standings=tuple(reversed(SEVERITY)),
            departments=tuple(by_department.items()),
            months=tuple((month, self._months[month]) for month in _months(self._on)),
            complying=COMPLYING,
            sharing=IN_FORCE_SHARING,
        )

    def _sheet(self, name: str, fields: tuple[Field[Any], ...]) -> Sheet:
        return Sheet(name, tuple(one.column for one in fields), self._pages)

    def _add_data(self, entries: list[Entry]) -> None:
        forms = status_details.forms(self._session, [entry.row.id for entry in entries], self._on)
        sharing = [entry.row for entry in entries if entry.row.id in forms]
        rows = (status_sheets.matrix_row(row, self._elements, forms[row.id]) for row in sharing)
        self._matrix.add(rows, (row.id for row in sharing))

    def _add_waivers(self, entries: list[Entry]) -> None:
        found = waivers.of_contracts(self._session, [entry.row.id for entry in entries])
        for entry in entries:
            rows = list(status_sheets.waiver_rows(entry.row, found.get(entry.row.id, ()), self._on))
            if rows:
                self._waivers.add(rows, [entry.row.id] * len(rows))


def _fill(part: Part, fields: tuple[Field[Any], ...], entries: Iterable[Entry]) -> None:
    found = list(entries)
    part.add((row_of(fields, entry) for entry in found), (entry.row.id for entry in found))


def _soon(query: GridQuery) -> GridQuery:
    asked = query.runs_out_days
    days = EXPIRING_DAYS if asked is None else min(asked, EXPIRING_DAYS)
    return replace(query, runs_out_days=days, sort="expires")


def _month(day: date) -> str:
    return f"{day.year:04}-{day.month:02}"


def _months(day: date) -> list[str]:
    """The month of a day and those that follow."""
    first = day.year * MONTHS_A_YEAR + day.month - 1
    return [f"{at // MONTHS_A_YEAR:04}-{at % MONTHS_A_YEAR + 1:02}" for at in range(first, first + MONTHS)]
