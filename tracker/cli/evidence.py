"""`tracker evidence`: packs from the command line."""

import os
from datetime import date
from pathlib import Path
from tempfile import NamedTemporaryFile

import click

from tracker.cli.frame import CommandFailed, installation
from tracker.domain.disclosure import Audience
from tracker.domain.roles import Role
from tracker.queries import evidence as questions
from tracker.queries.evidence import About
from tracker.queries.scope import Viewer
from tracker.services import evidence as packs
from tracker.services.evidence import Made, Wanted
from tracker.services.work import Work

WHOLE_CITY = Viewer(id=0, name="Command line", email="", roles=frozenset({Role.AUDITOR}))
READABLE = 0o600
AUDIENCES = {one.value.replace(" ", "-"): one for one in Audience}


@click.group("evidence")
def evidence() -> None:
    """Make evidence packs for people who do not trust this program."""


@evidence.command("pack")
@click.argument("about", type=click.Choice([one.value for one in About]))
@click.argument("number")
@click.option("--for", "audience", type=click.Choice(list(AUDIENCES)), required=True, help="Who will read it.")
@click.option("--as-of", "day", metavar="DAY", help="The city's day, as YYYY-MM-DD; today when left out.")
@click.option("--out", required=True, type=click.Path(dir_okay=False, path_type=Path), help="Where to write the ZIP.")
def pack(*, about: str, number: str, audience: str, day: str | None, out: Path) -> None:
    """Write the evidence of an ATTESTATION, CONTRACT or VENDOR.

    NUMBER is that of the contract or of the vendor; an attestation is known by the number in the address of its page.
    """
    with installation().work() as work:
        version = installation().app.config["PRODUCT_VERSION"]
        found = questions.numbered(work.session, About(about), number)
        subject = questions.subject(work.session, WHOLE_CITY, About(about), found) if found else None
        if subject is None:
            raise CommandFailed(f"There is no {about} {number}.")
        wanted = Wanted(subject, AUDIENCES[audience], _day(day) if day else work.today, version)
        work.session.rollback()
        made = _in_place(work, wanted, out)
    click.echo(f"{made.files} files written to {out}; left out: {made.left_out}.")
    click.echo(f"SHA-256 of the manifest: {made.digest}")


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise CommandFailed(f"{text!r} is not a day; write it like 2026-11-22.") from error


def _in_place(work: Work, wanted: Wanted, path: Path) -> Made:
    """Write beside the file, note the deed, and rename: nobody ever opens half of it, or one that was not noted."""
    try:
        with NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", delete=False) as file:
            beside = Path(file.name)
            try:
                made = packs.write(work, WHOLE_CITY, wanted, file)
                file.flush()
                os.fsync(file.fileno())
                packs.note(work, made)
                work.session.commit()
                beside.chmod(READABLE)
                beside.replace(path)
            except BaseException:
                beside.unlink(missing_ok=True)
                raise
    except OSError as error:
        raise CommandFailed(f"{path} could not be written: {error.strerror or error}.") from error
    return made
