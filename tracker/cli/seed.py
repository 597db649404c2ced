"""`tracker seed`: the catalogue, and in sample mode a sample city and invented vendors."""

import click

from tracker.cli.frame import CommandFailed, installation, progress
from tracker.documents.store import store_of
from tracker.services import catalogue_seeding, invented_vendors, sample_city
from tracker.services.sample_city_people import sample_password, sample_people
from tracker.services.work import Work


@click.command()
@click.option("--catalogue-only", is_flag=True, help="Load data elements, requirements, policy and holidays only.")
@click.option("--vendors", type=click.IntRange(min=1), metavar="N", help="Add N invented vendors, 3 contracts each.")
def seed(*, catalogue_only: bool, vendors: int | None) -> None:
    """Load the catalogue and, in sample mode, a sample city; safe to run again."""
    if not catalogue_only and not installation().settings.sample_mode:
        raise CommandFailed(
            "The sample city is for sample mode only (TRACKER_SAMPLE_MODE=1); here run `tracker seed --catalogue-only`."
        )
    if catalogue_only and vendors:
        raise CommandFailed("Invented vendors are not part of the catalogue: leave --catalogue-only or --vendors out.")
    with installation().work() as work:
        _catalogue(work)
        if not catalogue_only:
            _city(work)
        if vendors:
            _invent(work, vendors)


def _catalogue(work: Work) -> None:
    added = catalogue_seeding.load(work)
    work.session.commit()
    click.echo(f"The catalogue is loaded ({added} rows)." if added else "The catalogue is already there.")


def _city(work: Work) -> None:
    with progress("Telling the sample city's history") as bar:
        task = bar.add_task("", total=None)
        new = sample_city.settle(
            work, store_of(work.settings), lambda done, total: bar.update(task, completed=done, total=total)
        )
    work.session.commit()
    click.echo("The sample city is settled." if new else "The sample city is already there.")
    click.echo(f"Sign in as one of these people, each with the password {sample_password()}:")
    for person in sample_people():
        scope = f" ({', '.join(person.departments)} only)" if person.departments else ""
        click.echo(f"  {person.email:<22} {person.name}, {' and '.join(person.roles)}{scope}")


def _invent(work: Work, vendors: int) -> None:
    with progress("Inventing vendors") as bar:
        task = bar.add_task("", total=vendors)
        for done in invented_vendors.add(work, vendors):
            work.session.commit()
            bar.update(task, completed=done)
    click.echo(f"{vendors:,} invented vendors with {3 * vendors:,} contracts were added.")
