"""`tracker timeline`: prove that the derived index equals the facts, or build it again."""

import click
from sqlalchemy import func, select

from tracker.cli.frame import CommandFailed, installation, progress
from tracker.models.contract import Contract
from tracker.services import timeline_upkeep
from tracker.services.work import Work

SHOWN = 20


@click.group()
def timeline() -> None:
    """Check or rebuild the stored standings."""


@timeline.command()
def check() -> None:
    """Compare every stored standing with the timeline; exit code 1 when one differs."""
    with installation().work() as work:
        total, differences = _total(work), []
        with progress("Checking contracts") as bar:
            task = bar.add_task("", total=total)
            for batch in timeline_upkeep.batches(work.session):
                differences += timeline_upkeep.check(work.session, batch)
                bar.advance(task, len(batch))
        differences += timeline_upkeep.check_tallies(work.session)
    for difference in differences[:SHOWN]:
        click.echo(difference.sentence)
    if differences:
        raise CommandFailed(f"{len(differences)} differences in {total} contracts. Run `tracker timeline rebuild`.")
    click.echo(f"{total} contracts checked, 0 differences.")


@timeline.command()
def rebuild() -> None:
    """Write every standing again from the facts, in batches."""
    with installation().work() as work:
        total = _total(work)
        with progress("Rebuilding contracts") as bar:
            task = bar.add_task("", total=total)
            for batch in timeline_upkeep.batches(work.session):
                timeline_upkeep.rebuild(work, batch)
                work.session.commit()
                bar.advance(task, len(batch))
        timeline_upkeep.finish_rebuild(work)
        work.session.commit()
    click.echo(f"{total} contracts rebuilt.")


def _total(work: Work) -> int:
    return work.session.scalar(select(func.count()).select_from(Contract)) or 0
