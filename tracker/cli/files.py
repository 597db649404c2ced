"""`tracker files`: whether every document's file is there and whole, and what lies in the store that no row names."""

import click

from tracker.cli.frame import CommandFailed, installation, progress
from tracker.documents.store import store_of
from tracker.services import orphans

SHOWN = 20


@click.group()
def files() -> None:
    """Look after the files of documents."""


@files.command("check")
@click.option("--sweep", is_flag=True, help="Remove what no document names and is older than a day.")
def check(*, sweep: bool) -> None:
    """Verify the digest of every document's file, and count what no document names.

    Nothing is changed without --sweep. The exit code is 1 when a file is missing or differs from its digest.
    """
    place = installation()
    with place.work() as work:
        store = store_of(work.settings)
        with progress("Files") as bar:
            task = bar.add_task("", total=None)
            found = orphans.check(work, store, lambda: bar.update(task, advance=1))
        left = list(orphans.orphans(work, store))
        click.echo(f"files of documents: {found.documents}")
        click.echo(f"missing: {len(found.missing)}")
        click.echo(f"different from their digest: {len(found.different)}")
        click.echo(f"named by no document for more than a day: {len(left)} ({sum(one.size for one in left)} bytes)")
        for orphan in left[:SHOWN]:
            click.echo(f"  {orphan.key}")
        if sweep:
            click.echo(f"removed: {orphans.sweep(work, store)}")
    wrong = [*found.missing, *found.different]
    if wrong:
        raise CommandFailed("These files are missing or damaged; take them from a backup: " + ", ".join(wrong[:SHOWN]))
