"""`tracker remind`: the digests of today, for those who want no scheduler, and to look before they leave."""

import click

from tracker import jobs
from tracker.cli.frame import installation, progress
from tracker.domain.reminders import EntryState
from tracker.services import reminder_runs, reminders
from tracker.services.reminders import Bundle
from tracker.services.work import Work


@click.command()
@click.option("--dry-run", is_flag=True, help="Say what would be written; write and send nothing.")
@click.option("--now", "even_today", is_flag=True, help="Write also when today is not a working day.")
def remind(*, dry_run: bool, even_today: bool) -> None:
    """Write the digests that are due today and send what waits, whatever the hour; safe to run again."""
    with installation().work() as work:
        reason = None if even_today else reminders.reason_of_day(work)
        if reason is not None:
            click.echo(reason)
        due_now = [] if reason is not None else reminders.bundles(work)
        for bundle in due_now:
            for line in _lines(bundle):
                click.echo(line)
        if dry_run:
            work.session.rollback()
            click.echo(f"{_counted(due_now)} would be written.")
            return
        done = _written(work) if reason is None else reminders.Written()
        click.echo(f"Letters: {jobs.send(work)}.")
        click.echo(f"{_digests(done.digests, done.items)} written.")


def _written(work: Work) -> reminders.Written:
    with progress("Writing digests") as bar:
        task = bar.add_task("", total=None)

        def commit() -> None:
            work.session.commit()
            bar.advance(task)

        return reminder_runs.run(work, commit)


def _lines(bundle: Bundle) -> list[str]:
    if bundle.told:
        return [f"{bundle.somebody.email}: {_items(len(bundle.told))}"]
    states = sorted({entry.state.value for entry, _ in bundle.entries if entry.state is not EntryState.OVERTAKEN})
    return [f"{bundle.somebody.email}: no letter ({', '.join(states) or 'overtaken'})"]


def _counted(due_now: list[Bundle]) -> str:
    told = [bundle for bundle in due_now if bundle.told]
    return _digests(len(told), sum(len(bundle.told) for bundle in told))


def _digests(digests: int, items: int) -> str:
    return f"{digests} {'digest' if digests == 1 else 'digests'} with {_items(items)}"


def _items(number: int) -> str:
    return f"{number} {'item' if number == 1 else 'items'}"
