"""All commands in one group; tracker.app hands over how the application is made."""

from collections.abc import Callable

import click
from flask import Flask

from tracker.cli import (
    audit,
    database,
    document,
    evidence,
    export,
    files,
    imports,
    remind,
    reminders,
    scheduler,
    seed,
    serve,
    status,
    timeline,
    trust,
    user,
)
from tracker.cli.frame import Commands, Installation
from tracker.config import Settings


@click.group(cls=Commands)
@click.version_option(package_name="vendor-privacy-tracker")
def commands() -> None:
    """Run the Vendor Privacy Tracker; settings come from the environment (docs/settings.md)."""


commands.add_command(database.upgrade)
commands.add_command(seed.seed)
commands.add_command(imports.imports)
commands.add_command(export.export)
commands.add_command(document.document)
commands.add_command(evidence.evidence)
commands.add_command(files.files)
commands.add_command(timeline.timeline)
commands.add_command(trust.trust)
commands.add_command(user.user)
commands.add_command(audit.audit)
commands.add_command(remind.remind)
commands.add_command(reminders.reminders)
commands.add_command(scheduler.scheduler)
commands.add_command(serve.serve)
commands.add_command(status.status)


def run(create_app: Callable[[Settings], Flask]) -> None:
    """Run the command line given to this process."""
    commands(obj=Installation(create_app))
