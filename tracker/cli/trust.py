"""`tracker trust`: whose certificates the city trusts, from the command line."""

from pathlib import Path

import click

from tracker.cli.frame import CommandFailed, installation
from tracker.documents.signatures.bundle import as_pem
from tracker.queries import trust_lists as questions
from tracker.services import trust_lists

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group()
def trust() -> None:
    """Look at the trust list, add to it, write it to a file."""


@trust.command("list")
def list_() -> None:
    """Print each certificate of the list in force: SHA-256, last moment, holder, issuer."""
    with installation().work() as work:
        present = questions.in_force(work.session)
        if present is None:
            click.echo("The trust list is empty.")
            return
        ending = {one.fingerprint for one in questions.running_out(present.held, work.now)}
        click.echo(f"Version {present.number}: {present.note}")
        for one in present.held:
            mark = "  RUNS OUT" if one.fingerprint in ending else ""
            click.echo(f"{one.fingerprint}  {one.valid_until:%Y-%m-%d}{mark}  {one.subject}  (issued by {one.issuer})")
        for listed in present.lists:
            click.echo(f"{listed.fingerprint}  revocation list of {listed.issuer}, {listed.count} revoked")


@trust.command("add")
@click.argument("files", type=FILE, nargs=-1)
@click.option("--crl", "lists", type=FILE, multiple=True, help="Revocation list, PEM or DER; may be given again.")
@click.option("--note", required=True, help="Why; the history of the list keeps it.")
def add(files: tuple[Path, ...], lists: tuple[Path, ...], note: str) -> None:
    """Add the certificates in FILES (PEM or DER) to the list; all of them or none."""
    with installation().work() as work:
        certificates = [one for path in files for one in trust_lists.read(path.read_bytes())]
        revocations = [one for path in lists for one in trust_lists.read_revocations(path.read_bytes())]
        pem = as_pem(certificates), as_pem(lists=revocations)
        row = trust_lists.add(work, pem[0].encode(), pem[1].encode(), note)
        number = row.number
        work.session.commit()
    click.echo(f"Version {number} of the trust list is in force.")


@trust.command("export")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
def export(file: Path) -> None:
    """Write the list in force to FILE (PEM): what `tracker document check --trust` reads."""
    with installation().work() as work:
        present = questions.in_force(work.session)
        if present is None:
            raise CommandFailed("The trust list is empty; there is nothing to write.")
        file.write_text(present.certificates + present.revocations, encoding="ascii")
    click.echo(f"Version {present.number} of the trust list is in {file}.")
