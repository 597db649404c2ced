"""`tracker seed`: the catalogue, and in sample mode a sample city."""

import click

from tracker.cli.frame import installation
from tracker.services import catalogue_seeding


@click.command()
@click.option("--catalogue-only", is_flag=True, help="Load data elements, requirements, policy and holidays only.")
def seed(*, catalogue_only: bool) -> None:
    """Load what a new installation starts with; safe to run again."""
    with installation().work() as work:
        added = catalogue_seeding.load(work)
        work.session.commit()
    click.echo(f"The catalogue is loaded ({added} rows)." if added else "The catalogue is already there.")
