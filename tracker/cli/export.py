"""`tracker export`: what managers send on, from the command line."""

import os
from collections.abc import Callable
from datetime import date
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import IO

import click

from tracker.cli.frame import CommandFailed, installation, progress
from tracker.domain.roles import Role
from tracker.queries import contracts_grid
from tracker.queries.contracts_grid import GridQuery
from tracker.queries.scope import Viewer
from tracker.services import status_report
from tracker.services.status_report import StatusReport
from tracker.services.work import Work

Write = Callable[[Work, StatusReport, IO[bytes], Callable[[int], object]], int]

WRITERS: dict[str, Write] = {".xlsx": status_report.write_workbook, ".csv": status_report.write_csv}
WHOLE_CITY = Viewer(id=0, name="Command line", email="", roles=frozenset({Role.MANAGER}))
READABLE = 0o644


@click.group("export")
def export() -> None:
    """Write files that others can read."""


@export.command()
@click.option("--as-of", "day", metavar="DAY", help="The city's day, as YYYY-MM-DD; today when left out.")
@click.option("--output", required=True, metavar="FILE", help="Where to write: a name that ends in .xlsx or .csv.")
def status(*, day: str | None, output: str) -> None:
    """Write how all contracts stand on a day, as a workbook or as CSV."""
    path = Path(output)
    write = _writer(path)
    with installation().work() as work:
        report = StatusReport(WHOLE_CITY, GridQuery(on=_day(day) if day else work.today))
        total = _written(work, report, write, path)
        work.session.rollback()
    noun = "contract" if total == 1 else "contracts"
    click.echo(f"{total} {noun} as of {report.query.on.isoformat()} written to {path}.")


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise CommandFailed(f"{text!r} is not a day; write it like 2026-11-22.") from error


def _writer(path: Path) -> Write:
    write = WRITERS.get(path.suffix.lower())
    if write is None:
        raise CommandFailed(f"{path.name} must end in .xlsx or .csv.")
    if not path.parent.is_dir():
        raise CommandFailed(f"The folder {path.parent} does not exist.")
    if path.is_dir():
        raise CommandFailed(f"{path} is a folder.")
    return write


def _written(work: Work, report: StatusReport, write: Write, path: Path) -> int:
    work.session.connection(execution_options={"reads_only": True})
    total = contracts_grid.count(work.session, report.viewer, report.query)
    with progress("Writing contracts") as bar:
        task = bar.add_task("", total=total)
        try:
            return _in_place(path, lambda file: write(work, report, file, lambda done: bar.advance(task, done)))
        except OSError as error:
            raise CommandFailed(f"{path} could not be written: {error.strerror or error}.") from error


def _in_place(path: Path, write: Callable[[IO[bytes]], int]) -> int:
    """Write beside the file and rename, so that nobody ever opens half of it."""
    with NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", delete=False) as file:
        beside = Path(file.name)
        try:
            total = write(file)
            file.flush()
            os.fsync(file.fileno())
            beside.chmod(READABLE)
            beside.replace(path)
        except BaseException:
            beside.unlink(missing_ok=True)
            raise
    return total
