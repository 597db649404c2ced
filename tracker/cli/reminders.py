"""`tracker reminders`: look at what goes out before and after it does, write it, and mind the index behind it."""

import click

from tracker.cli import holds, remind, reminder_log, reminder_plan
from tracker.cli.frame import CommandFailed, installation
from tracker.services import obligation_index

SHOWN = 20


@click.group()
def reminders() -> None:
    """Say what will go to whom and what went; write digests; check the index of what is due next."""


@reminders.command()
def check() -> None:
    """Compare the index of what is due next with a full evaluation; exit code 1 when a row is too late."""
    with installation().work() as work:
        differences = obligation_index.check(work)
        work.session.rollback()
    for difference in differences[:SHOWN]:
        click.echo(difference.sentence)
    if differences:
        raise CommandFailed(f"{len(differences)} differences. Run `tracker reminders rebuild`.")
    click.echo("The index of reminders is right.")


@reminders.command()
def rebuild() -> None:
    """Fill the index of what is due next again, in batches."""
    with installation().work() as work:
        number = obligation_index.rebuild(work, work.session.commit)
        work.session.commit()
    click.echo(f"{number} obligations indexed.")


reminders.add_command(reminder_plan.plan)
reminders.add_command(reminder_log.log)
reminders.add_command(remind.remind, "run")
reminders.add_command(holds.hold)
