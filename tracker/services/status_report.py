"""The status report: the contracts of a grid as of its day, as the managers' workbook or as its CSV twin."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import islice
from typing import IO

from sqlalchemy.orm import Session

from tracker.domain.standings import COMPLYING, IN_FORCE_SHARING, SEVERITY, Standing
from tracker.exports.csv_twin import CsvFile
from tracker.exports.part import Part
from tracker.exports.sheet import Row, Sheet
from tracker.exports.summary import Summary
from tracker.exports.workbook import Book
from tracker.queries import contracts_grid, status_details, waivers
from tracker.queries.contract_row import ContractRow
from tracker.queries.contracts_grid import GridQuery
from tracker.queries.filter_words import filter_words
from tracker.queries.scope import Viewer
from tracker.services import status_sheets
from tracker.services.status_columns import Entry, StatusColumn, read_row, status_columns
from tracker.services.work import Work

AT_ONCE = 500
EXPIRING_DAYS = 90
TITLE = "Contract status"
LACKING = IN_FORCE_SHARING - COMPLYING - {Standing.UNDECLARED}
Told = Callable[[int], object]


@dataclass(frozen=True, slots=True)
class StatusReport:
    """What is asked of the report: as of `query.on`, for what `viewer` may see, with these columns of the grid.

    No columns means all of CATALOGUE section 6. The page of the query is left aside: all its contracts are told.
    """

    viewer: Viewer
    query: GridQuery
    columns: tuple[str, ...] = ()


def file_name(report: StatusReport, ending: str, what: str = "contract-status") -> str:
    """Return the name of a file with this ending ("xlsx", "csv"): contract-status-2026-11-22.xlsx."""
    return f"{what}-{report.query.on.isoformat()}.{ending}"


def write_csv(work: Work, report: StatusReport, stream: IO[bytes], told: Told = int) -> int:
    """Write the contract status as CSV to a binary stream; return how many contracts it tells.

    `told` is called with the number of contracts of each batch as it is written.
    """
    columns = status_columns(work.clock.day_of, report.columns)
    file, total = CsvFile((one.column for one in columns), stream), 0
    for entries in batches(work.session, report, report.query):
        file.add([read_row(columns, entry) for entry in entries])
        total += len(entries)
        told(len(entries))
    return total


def write_gaps_csv(work: Work, report: StatusReport, stream: IO[bytes], told: Told = int) -> int:
    """Write the sheet Gaps as CSV to a binary stream, one row per gap; return of how many contracts it tells."""
    file, total = CsvFile(status_sheets.GAPS.columns, stream), 0
    names = status_details.names(work.session)
    for entries in batches(work.session, report, report.query):
        file.add(_gap_rows(work.session, report, entries, names))
        total += len(entries)
        told(len(entries))
    return total


def write_workbook(work: Work, report: StatusReport, stream: IO[bytes], told: Told = int) -> int:
    """Write the workbook of CATALOGUE section 6 to a binary stream; return how many contracts it tells.

    The contracts are read once, some hundred at a time; `told` is called as in write_csv.
    """
    session, query = work.session, replace(report.query, offset=0)
    book = Book(TITLE, work.settings.city_name, work.now)
    sheets = _Sheets(session, report, status_columns(work.clock.day_of, report.columns), book)
    total = 0
    for entries in batches(session, report, query):
        sheets.add(entries)
        total += len(entries)
        told(len(entries))
    sheets.add_expiring(batches(session, report, _soon(query)))
    words = filter_words(session, report.viewer, query)
    book.close(stream, sheets.summary(work.settings.city_name, words))
    return total


class _Sheets:
    """The sheets of the workbook, filled side by side."""

    def __init__(self, session: Session, report: StatusReport, columns: tuple[StatusColumn, ...], book: Book) -> None:
        self._session, self._report, self._columns = session, report, columns
        self._on = report.query.on
        every = status_columns(lambda moment: moment.date())
        self._expiring_columns = tuple(one for one in every if one.key in status_sheets.EXPIRING_KEYS)
        self._elements = status_details.elements(session, report.viewer, report.query)
        self._names = status_details.names(session)
        self._counts: Counter[tuple[str, Standing]] = Counter()
        self._status = book.open(Sheet(TITLE, tuple(one.column for one in columns)))
        self._expiring = book.open(Sheet("Expiring", tuple(one.column for one in self._expiring_columns)))
        self._gaps = book.open(status_sheets.GAPS)
        self._matrix = book.open(status_sheets.matrix(self._elements))
        self._waivers = book.open(status_sheets.WAIVERS)
        book.open(status_sheets.DEFINITIONS).add(status_sheets.definition_rows(columns))

    def add(self, entries: list[Entry]) -> None:
        """Add a batch of contracts to all sheets but the one of those that expire."""
        self._counts.update((entry.row.department, entry.standing) for entry in entries)
        _fill(self._status, self._columns, entries)
        self._gaps.add(_gap_rows(self._session, self._report, entries, self._names))
        ids = [entry.row.id for entry in entries]
        forms = status_details.forms(self._session, ids, self._on)
        self._matrix.add(
            status_sheets.matrix_row(entry.row, self._elements, forms[entry.row.id])
            for entry in entries
            if entry.row.id in forms
        )
        excused = waivers.of_contracts(self._session, ids)
        for entry in entries:
            self._waivers.add(status_sheets.waiver_rows(entry.row, excused.get(entry.row.id, ()), self._on))

    def add_expiring(self, found: Iterable[list[Entry]]) -> None:
        """Fill the sheet of complying contracts whose coverage ends soon."""
        for entries in found:
            _fill(self._expiring, self._expiring_columns, entries)

    def summary(self, city: str, filters: tuple[str, ...]) -> Summary:
        """Count what was added."""
        by_department: dict[str, dict[Standing, int]] = {}
        for (name, standing), number in sorted(self._counts.items()):
            by_department.setdefault(name, {})[standing] = number
        return Summary(
            title="Vendor privacy: contract status",
            city=city,
            as_of=self._on,
            filters=filters,
            standings=tuple(reversed(SEVERITY)),
            departments=tuple(by_department.items()),
            complying=COMPLYING,
            sharing=IN_FORCE_SHARING,
        )


def _gap_rows(
    session: Session, report: StatusReport, entries: Iterable[Entry], names: Mapping[str, str]
) -> Iterator[Row]:
    lacking = [entry for entry in entries if entry.standing in LACKING]
    found = status_details.gaps(session, [entry.row.id for entry in lacking], report.query.on) if lacking else {}
    for entry in lacking:
        yield from status_sheets.gap_rows(entry, found.get(entry.row.id, ()), names)


def _fill(part: Part, columns: tuple[StatusColumn, ...], entries: Iterable[Entry]) -> None:
    part.add(read_row(columns, entry) for entry in entries)


def _soon(query: GridQuery) -> GridQuery:
    asked = query.runs_out_days
    days = EXPIRING_DAYS if asked is None else min(asked, EXPIRING_DAYS)
    return replace(query, runs_out_days=days, sort="expires")


def batches(session: Session, report: StatusReport, query: GridQuery) -> Iterator[list[Entry]]:
    """Yield the contracts of a query, within what the report's viewer may see, some hundred at a time."""
    rows = contracts_grid.rows(session, report.viewer, replace(query, offset=0))
    while batch := list(islice(rows, AT_ONCE)):
        yield _entries(session, batch, query)


def _entries(session: Session, rows: Collection[ContractRow], query: GridQuery) -> list[Entry]:
    ids = [row.id for row in rows]
    reasons = status_details.reasons(session, ids, query.on)
    due = status_details.due_days(session, ids, query.on)
    return [Entry(row, query.on, reasons.get(row.id, ()), due.get(row.id)) for row in rows]
