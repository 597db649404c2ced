"""`tracker import`: lists of other systems, brought in."""

import hashlib
import json
from pathlib import Path

import click
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.exc import StaleDataError

from tracker.cli.frame import CommandFailed, installation, progress
from tracker.imports.contract_list import Listing, read_contracts
from tracker.imports.presets import preset
from tracker.imports.table import ListUnreadable
from tracker.services import contract_import
from tracker.services.contract_import import Source
from tracker.services.contract_import_report import Report
from tracker.services.work import Work

MANY_ROWS = 1000


@click.group("import")
def imports() -> None:
    """Bring lists of other systems in."""


@imports.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--preset", "preset_name", required=True, help="How the list is laid out, for example philadelphia.")
@click.option("--dry-run", is_flag=True, help="Say what would happen and change nothing.")
@click.option("--json", "as_json", is_flag=True, help="Print the report as JSON.")
def contracts(*, file: Path, preset_name: str, dry_run: bool, as_json: bool) -> None:
    """Import a list of contracts (CSV); running it again changes nothing."""
    data = file.read_bytes()
    try:
        listing = read_contracts(data, preset(preset_name))
    except ListUnreadable as error:
        raise CommandFailed(str(error)) from error
    source = Source(file.name, hashlib.sha256(data).hexdigest(), preset_name)
    with installation().work() as work:
        try:
            report = _import(work, listing, source)
            if dry_run:
                work.session.rollback()
            else:
                work.session.commit()
        except (IntegrityError, StaleDataError) as error:
            work.session.rollback()
            raise CommandFailed(
                "Somebody changed the same contracts meanwhile; nothing was imported. Run it again."
            ) from error
    if as_json:
        click.echo(json.dumps({**report.as_json(), "dry_run": dry_run}, indent=2))
    else:
        _print(report, dry_run=dry_run)


def _import(work: Work, listing: Listing, source: Source) -> Report:
    if len(listing.rows) < MANY_ROWS:
        return contract_import.import_contracts(work, listing, source)
    with progress("Importing rows") as bar:
        task = bar.add_task("", total=len(listing.rows))
        return contract_import.import_contracts(work, listing, source, lambda rows: bar.advance(task, rows))


def _print(report: Report, *, dry_run: bool) -> None:
    for outcome in report.told:
        click.echo(f"{outcome.fate}: {outcome}")
    if dry_run:
        click.echo("Dry run: nothing was changed.")
    if report.held_contracts and not dry_run:
        many = "1 new contract" if report.held_contracts == 1 else f"{report.held_contracts:,} new contracts"
        click.echo(
            f"Reminders about {many} are held: nothing leaves until a person has seen the plan and starts it, "
            "on the page Reminders or with `tracker reminders hold start`."
        )
    click.echo(report.summary)
