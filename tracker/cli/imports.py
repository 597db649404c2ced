"""`tracker import`: lists of other systems, brought in; the same as the page Import does."""

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import click
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.exc import StaleDataError

from tracker.cli.frame import CommandFailed, installation, progress
from tracker.cli.import_report import Report, report
from tracker.domain.import_words import Fate, ImportKind, ImportState
from tracker.imports import header, listing
from tracker.imports.detected import detect
from tracker.imports.mapping import Mapping
from tracker.imports.opened import open_file
from tracker.imports.table import ListUnreadable, SheetText
from tracker.models.list_import import ListImport
from tracker.services.list_imports import checking, runs, taking_up
from tracker.services.list_imports.pace import Pace
from tracker.services.list_imports.reading import acting_as
from tracker.services.work import Work

ROWS_REFUSED = 3
LEFT_OUT = (Fate.REFUSED, Fate.UNDECIDED, Fate.CONFLICT)


@dataclass(frozen=True, slots=True)
class Asked:
    """What the command line asks for beside the file."""

    mapping: Path | None
    preset: str
    sheet: str
    dry_run: bool
    skip_refused: bool
    new_vendors: bool
    by: str


@dataclass(frozen=True, slots=True)
class ReadFile:
    """A file that was read: how, into what, and what there is to say about it."""

    mapping: Mapping
    listing: listing.Listing
    notes: tuple[str, ...]
    base: str = ""


class ShownPace(Pace):
    """Shows how far a dry run is; it stays one transaction."""

    def __init__(self, show: Callable[[], None]) -> None:
        self._show = show

    def written(self) -> None:
        """Show it."""
        self._show()


@click.command("import")
@click.argument("kind", type=click.Choice([str(kind) for kind in ImportKind]))
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--mapping",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A JSON file that says what the columns hold.",
)
@click.option("--preset", default="", help="How the list is laid out, for example philadelphia.")
@click.option("--sheet", default="", help="The sheet that the list stands on, where there are several.")
@click.option("--dry-run", is_flag=True, help="Say what would happen and change nothing.")
@click.option("--skip-refused", is_flag=True, help="Bring in the other rows when some are refused.")
@click.option(
    "--new-vendors/--decide-vendors",
    default=True,
    help="Whether a name that is like a known vendor's is a new vendor, or left for a person to decide.",
)
@click.option("--by", default="", help="The e-mail address of the person of staff who answers for the list.")
@click.option("--json", "as_json", is_flag=True, help="Print the report as JSON.")
@click.pass_context
def imports(context: click.Context, /, kind: str, file: Path, *, as_json: bool, **options: Any) -> None:  # noqa: ANN401
    """Bring a list in: all of it or nothing; running it again changes nothing.

    Ends with 0 when the list is in (or could be), 1 when the file cannot be read, 3 when rows were refused and
    therefore nothing was brought in.
    """
    asked = Asked(**options)
    found = _run(ImportKind(kind), file, asked)
    if as_json:
        click.echo(json.dumps(found.as_json(), indent=2, ensure_ascii=False))
    else:
        found.print()
    if _stands_in_the_way(found.counts, asked):
        rows = sum(found.counts.get(fate, 0) for fate in LEFT_OUT)
        many = "1 row" if rows == 1 else f"{rows:,} rows"
        click.echo(f"{many} cannot be brought in, so nothing was. Mend the list, or use --skip-refused.", err=True)
        context.exit(ROWS_REFUSED)


def _run(kind: ImportKind, file: Path, asked: Asked) -> Report:
    with installation().work() as nobody:
        work = acting_as(nobody, asked.by)
        try:
            read = _read(work, kind, file, asked)
            found = _bring_in(work, kind, file, asked, read)
            if asked.dry_run or not found.applied:
                work.session.rollback()
            else:
                work.session.commit()
        except ListUnreadable as error:
            raise CommandFailed(str(error)) from error
        except (IntegrityError, StaleDataError) as error:
            work.session.rollback()
            raise CommandFailed(
                "Somebody changed the same records meanwhile; nothing was imported. Run it again."
            ) from error
    return found


def _read(work: Work, kind: ImportKind, file: Path, asked: Asked) -> ReadFile:
    opened = open_file(file)
    back = taking_up.returned(work, opened) if kind is ImportKind.CONTRACTS else None
    if back is not None:
        found = listing.read(opened.sheet(back.sheet), back, kind)
        return ReadFile(back, found, (*opened.notes, *found.notes), taking_up.token_of(opened))
    sheet = opened.sheet(asked.sheet) if asked.sheet else opened.likely_sheet
    mapping = _mapping(sheet, kind, asked)
    found = listing.read(sheet, mapping, kind)
    several = len([each for each in opened.sheets if each.rows and not each.hidden]) > 1
    chosen = (f'Read from the sheet "{sheet.name}".',) if several and not asked.sheet else ()
    return ReadFile(mapping, found, (*opened.notes, *chosen, *mapping.notes, *found.notes))


def _mapping(sheet: SheetText, kind: ImportKind, asked: Asked) -> Mapping:
    told = _told(asked.mapping)
    head = _header(sheet, kind, told)
    detected = detect(sheet, head, kind, asked.preset or str(told.get("preset", "")))
    if not told:
        return detected
    made = Mapping.from_json({**detected.as_json(), **told}, head.headings)
    return replace(made, sheet=sheet.name)


def _told(mapping: Path | None) -> dict[str, Any]:
    if mapping is None:
        return {}
    try:
        told = json.loads(mapping.read_text("utf-8-sig"))
    except ValueError as error:
        raise CommandFailed(f"{mapping.name} is no JSON: {error}.") from error
    if not isinstance(told, dict):
        raise CommandFailed(f"{mapping.name} holds no mapping, which is an object with columns.")
    return told


def _header(sheet: SheetText, kind: ImportKind, told: dict[str, Any]) -> header.Header:
    row, depth = told.get("header_row"), told.get("header_rows", 1)
    if row is None:
        return header.find(sheet, kind)
    if not isinstance(row, int) or not isinstance(depth, int) or row < 0:
        raise CommandFailed("In the mapping, header_row and header_rows are whole numbers.")
    return header.header_at(sheet, row, depth)


def _bring_in(work: Work, kind: ImportKind, file: Path, asked: Asked, read: ReadFile) -> Report:
    with file.open("rb") as stream:
        run = runs.begin(work, kind, stream, file.name)
    run.base = read.base
    runs.set_mapping(work, run, read.mapping, undecided_are_new=asked.new_vendors)
    with progress("Comparing rows") as bar:
        task = bar.add_task("", total=len(read.listing.records) + len(read.listing.errors))
        checking.check(work, run, ShownPace(lambda: bar.update(task, completed=run.done)), known=read.listing)
    applied = not _stands_in_the_way(run.counts, asked) and _apply(work, run)
    return report(work.session, run, read.notes, applied=applied, dry_run=asked.dry_run)


def _stands_in_the_way(counts: dict[str, int], asked: Asked) -> bool:
    return not asked.skip_refused and any(counts.get(fate, 0) for fate in LEFT_OUT)


def _apply(work: Work, run: ListImport) -> bool:
    """Apply at once, large lists too: there is nobody here who looks at a page meanwhile."""
    if not run.counts.get(Fate.CREATED, 0) + run.counts.get(Fate.CHANGED, 0):
        return False
    runs.ask_apply(work, run, skips_refused=True)
    if run.state == ImportState.STARTING:
        runs.apply(work, run)
    if run.state != ImportState.APPLIED:
        raise CommandFailed(run.problem or "The list could not be brought in; nothing was changed.")
    return True
