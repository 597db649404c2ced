"""`tracker export`: lists as files, from the command line; the same as the menus "Export" give."""

import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import IO

import click

from tracker.cli.frame import CommandFailed, installation, progress
from tracker.cli.rows import day_from
from tracker.domain.export_words import ExportForm
from tracker.domain.roles import Role
from tracker.queries.scope import Viewer
from tracker.services.exports.asked import Asked, asked_of
from tracker.services.exports.editing import write_for_editing
from tracker.services.exports.view import View
from tracker.services.exports.views import VIEWS
from tracker.services.exports.writing import write
from tracker.services.work import Work

WHOLE_CITY = Viewer(id=0, name="Command line", email="", roles=frozenset(Role))
READABLE = 0o644


@click.command("export")
@click.argument("view", type=click.Choice(list(VIEWS)))
@click.option("--as-of", "day", metavar="DAY", help="The city's day, as YYYY-MM-DD; today when left out.")
@click.option(
    "--query",
    default="",
    metavar="WORDS",
    help='What stands after the question mark of the page: "standing=gap&department=3".',
)
@click.option(
    "--output", required=True, metavar="FILE", help="Where to write: a name that ends in .xlsx, .csv or .jsonl."
)
@click.option(
    "--for-editing", is_flag=True, help="Contracts to be edited and brought back with `tracker import contracts`."
)
def export(*, view: str, day: str | None, query: str, output: str, for_editing: bool) -> None:
    """Write a list as a workbook, as CSV or as JSON Lines."""
    path = Path(output)
    form = _form(path)
    if for_editing and (view != "status" or form is not ExportForm.WORKBOOK):
        raise CommandFailed("For editing there is the list status, in a file that ends in .xlsx.")
    with installation().work() as work:
        asked = asked_of(WHOLE_CITY, query, work.today, work.settings.zone)
        asked = replace(asked, on=day_from(day, asked.on))
        if for_editing:
            total = _in_place(path, lambda file: write_for_editing(work, asked, file))
            work.session.commit()
        else:
            total = _written(work, VIEWS[view], asked, form, path)
            work.session.rollback()
    one, many = VIEWS[view].nouns
    click.echo(f"{total} {one if total == 1 else many} as of {asked.on.isoformat()} written to {path}.")


def _form(path: Path) -> ExportForm:
    try:
        form = ExportForm(path.suffix.lower().removeprefix("."))
    except ValueError as error:
        raise CommandFailed(f"{path.name} must end in .xlsx, .csv or .jsonl.") from error
    if not path.parent.is_dir():
        raise CommandFailed(f"The folder {path.parent} does not exist.")
    if path.is_dir():
        raise CommandFailed(f"{path} is a folder.")
    return form


def _written(work: Work, view: View, asked: Asked, form: ExportForm, path: Path) -> int:
    work.session.connection(execution_options={"reads_only": True})
    with progress(f"Writing {view.nouns[1]}") as bar:
        task = bar.add_task("", total=view.count(work, asked))
        try:
            return _in_place(
                path, lambda file: write(work, view, asked, form, file, lambda done: bar.advance(task, done))
            )
        except OSError as error:
            raise CommandFailed(f"{path} could not be written: {error.strerror or error}.") from error


def _in_place(path: Path, fill: Callable[[IO[bytes]], int]) -> int:
    """Write beside the file and rename, so that nobody ever opens half of it."""
    with NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", delete=False) as file:
        beside = Path(file.name)
        try:
            total = fill(file)
            file.flush()
            os.fsync(file.fileno())
            beside.chmod(READABLE)
            beside.replace(path)
        except BaseException:
            beside.unlink(missing_ok=True)
            raise
    return total
