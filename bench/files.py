"""The workbook against its CSV twin, and its writer against openpyxl's own."""

from collections.abc import Callable
from datetime import UTC, datetime
from io import BytesIO
from multiprocessing import get_context
from tempfile import TemporaryFile
from typing import IO

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from sqlalchemy import select

from bench.city import City, settled
from bench.memory import forget_peak, peak
from bench.table import Line, against
from bench.timing import in_turn
from tracker.domain.roles import Role
from tracker.exports.csv_twin import CsvFile
from tracker.exports.sheet import Column, Row, Sheet
from tracker.exports.styles import FORMATS
from tracker.exports.workbook import Book
from tracker.models.department import Department
from tracker.queries import contracts_grid
from tracker.queries.contracts_grid import GridQuery
from tracker.queries.scope import Viewer
from tracker.services import status_report
from tracker.services.status_columns import read_row, status_columns
from tracker.services.status_report import StatusReport

ROWS = 10_000
MADE_AT = datetime(2026, 11, 23, 17, 30, tzinfo=UTC)
CITY = Viewer(id=0, name="Bench", email="", roles=frozenset({Role.MANAGER}))
TARGET = "<= 2.5x"


def files(city: City, rounds: int) -> list[Line]:
    """Measure the whole workbook, and one sheet of the same rows by three writers."""
    with city.app.app_context():
        report, number = _report(city)
        found = in_turn(
            {
                "csv": lambda: _written(lambda file: status_report.write_csv(city.work, report, file)),
                "xlsx": lambda: _written(lambda file: status_report.write_workbook(city.work, report, file)),
            },
            rounds,
            warm=1,
        )
        lines = [
            against(
                number,
                "workbook of all 7 sheets, against CSV",
                found["xlsx"].p50,
                found["csv"].p50,
                TARGET,
                _memory(city),
            ),
            *_writers(number, *_rows(city, report), rounds),
        ]
        city.work.session.rollback()
    return lines


def _report(city: City) -> tuple[StatusReport, int]:
    """A report of about ROWS contracts: as many departments as that takes."""
    session, chosen = city.work.session, []
    for department in session.scalars(select(Department.id).order_by(Department.id)):
        chosen.append(department)
        query = GridQuery(on=city.work.today, departments=tuple(chosen))
        if (number := contracts_grid.count(session, CITY, query)) >= ROWS:
            return StatusReport(CITY, query), number
    return StatusReport(CITY, GridQuery(on=city.work.today)), city.contracts


def _rows(city: City, report: StatusReport) -> tuple[tuple[Column, ...], list[Row]]:
    columns = status_columns(city.work.clock.day_of)
    batches = status_report.batches(city.work.session, report, report.query)
    return tuple(one.column for one in columns), [read_row(columns, entry) for batch in batches for entry in batch]


def _writers(number: int, columns: tuple[Column, ...], rows: list[Row], rounds: int) -> list[Line]:
    work = {
        "csv": lambda: _written(lambda file: CsvFile(columns, file).add(rows)),
        "ours": lambda: _written(lambda file: _ours(columns, rows, file)),
    }
    found = in_turn(work, rounds, warm=1)
    slow = in_turn({"openpyxl": lambda: _openpyxl(columns, rows)}, 1, warm=0)["openpyxl"]
    ours = found["ours"].p50
    return [
        against(number, "one sheet, rows at hand, against CSV", ours, found["csv"].p50, TARGET),
        against(number, "one sheet, rows at hand, against openpyxl write-only", ours, slow.p50, "<= 0.17x"),
    ]


def _ours(columns: tuple[Column, ...], rows: list[Row], file: IO[bytes]) -> None:
    book = Book("Bench", "Bench", MADE_AT)
    book.open(Sheet("Rows", columns)).add(rows)
    book.close(file)


def _openpyxl(columns: tuple[Column, ...], rows: list[Row]) -> None:
    book = Workbook(write_only=True)
    page = book.create_sheet("Rows")
    formats = [FORMATS[column.kind] for column in columns]
    page.append([column.heading for column in columns])
    for row in rows:
        cells = []
        for value, form in zip(row, formats, strict=True):
            cell = WriteOnlyCell(page, value)  # type: ignore[arg-type]  # it takes Decimal and date as well
            cell.number_format = form
            cells.append(cell)
        page.append(cells)
    book.save(BytesIO())


def _written(write: Callable[[IO[bytes]], object]) -> None:
    with TemporaryFile() as file:
        write(file)


def _memory(city: City) -> str:
    """What writing the workbook adds to a process of its own that has the application loaded."""
    city.work.session.rollback()
    with get_context("spawn").Pool(1) as pool:
        before, after, contracts = pool.apply(_peaks, (city.settings.database_url,))
    return f"+{after - before:.0f} MiB above idle ({before:.0f} MiB) for {contracts:,} contracts"


def _peaks(url: str) -> tuple[float, float, int]:
    city = settled(url)
    with city.app.app_context():
        _report(city)
        few = StatusReport(CITY, GridQuery(on=city.work.today, contract_ids=(1, 2, 3)))
        _written(lambda file: status_report.write_workbook(city.work, few, file))
        forget_peak()
        before = peak()
        report = StatusReport(CITY, GridQuery(on=city.work.today))
        _written(lambda file: status_report.write_workbook(city.work, report, file))
    return before, peak(), city.contracts
