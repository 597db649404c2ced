"""The workbook against its CSV twin, and its writer against openpyxl's own."""

from multiprocessing import get_context

from sqlalchemy import select

from bench.city import City, settled
from bench.exports import writers, written
from bench.memory import forget_peak, peak
from bench.table import Line, against
from bench.timing import in_turn
from tracker.domain.export_words import ExportForm
from tracker.domain.roles import Role
from tracker.exports.sheet import Column, Row
from tracker.models.department import Department
from tracker.queries import contracts_grid
from tracker.queries.contracts_grid import GridQuery
from tracker.queries.scope import Viewer
from tracker.services import status_report
from tracker.services.exports.asked import asked_of
from tracker.services.exports.field import row_of
from tracker.services.exports.status import STATUS
from tracker.services.exports.writing import write
from tracker.services.status_columns import status_columns
from tracker.services.status_report import StatusReport
from tracker.services.status_workbook import write_workbook

ROWS = 10_000
CITY = Viewer(id=0, name="Bench", email="", roles=frozenset({Role.MANAGER}))
TARGET = "<= 2.5x"


def files(city: City, rounds: int) -> list[Line]:
    """Measure the whole workbook, and one sheet of the same rows by three writers."""
    with city.app.app_context():
        report, number = _report(city)
        found = in_turn(
            {
                "csv": lambda: _write(city, report, ExportForm.CSV),
                "xlsx": lambda: _write(city, report, ExportForm.WORKBOOK),
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
            *writers(number, *_rows(city, report), rounds),
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
    fields = status_columns(city.work.clock.day_of)
    found = status_report.entries(city.work.session, report)
    return tuple(one.column for one in fields), [row_of(fields, entry) for entry in found]


def _write(city: City, report: StatusReport, form: ExportForm) -> None:
    departments = "&".join(f"department={number}" for number in report.query.departments)
    asked = asked_of(CITY, departments, city.work.today, city.settings.zone)
    written(lambda file: write(city.work, STATUS, asked, form, file))


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
        written(lambda file: write_workbook(city.work, few, file))
        forget_peak()
        before = peak()
        report = StatusReport(CITY, GridQuery(on=city.work.today))
        written(lambda file: write_workbook(city.work, report, file))
    return before, peak(), city.contracts
