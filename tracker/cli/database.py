"""`tracker upgrade`: the database brought up to date."""

import click

from tracker import schema
from tracker.cli.frame import installation


@click.command()
def upgrade() -> None:
    """Make or update the database; safe to run again."""
    settings = installation().settings
    schema.upgrade(settings.database_url, progress=click.echo)
    click.echo(f"The database is up to date ({schema.head_revision()}).")
