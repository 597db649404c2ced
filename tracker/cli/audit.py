"""`tracker audit`: verify the trail, print a checkpoint, write the file for the stand-alone verifier."""

import json
from pathlib import Path

import click

from tracker.cli.frame import CommandFailed, installation
from tracker.domain.chain_findings import Outcome
from tracker.domain.checkpoint_line import Head, heads_in
from tracker.queries import event_chain
from tracker.services import audit_export, audit_verification


@click.group()
def audit() -> None:
    """Prove that the audit trail is as it was written."""


@audit.command("verify")
@click.option(
    "--checkpoint",
    "given",
    multiple=True,
    metavar="FILE|LINE",
    help="Checkpoint kept outside: a file that holds some, or one line; may be given again.",
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.pass_context
def verify(context: click.Context, given: tuple[str, ...], *, as_json: bool) -> None:
    """Read the whole trail and say what does not fit; the exit code is 1 when anything does not.

    Without a checkpoint from outside, a tail that was cut off and a chain that was computed anew cannot be seen.
    """
    heads = [head for words in given for head in _heads(words)]
    with installation().work() as work:
        outcome = audit_verification.verify(work.session, heads)
    click.echo(json.dumps(outcome.as_json(), indent=2) if as_json else _sentences(outcome))
    if outcome.found:
        context.exit(1)


@audit.command("checkpoint")
def checkpoint() -> None:
    """Print where the trail ends now, as one line to keep elsewhere."""
    with installation().work() as work:
        work.session.connection(execution_options={"reads_only": True})
        click.echo(event_chain.head(work.session, work.now).line)


@audit.command("export")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
def export(file: Path) -> None:
    """Write the trail and its seals to FILE, for seed_data/verifier/verify_audit.py."""
    with installation().work() as work:
        work.session.connection(execution_options={"reads_only": True})
        try:
            with file.open("w", encoding="ascii") as lines:
                lines.writelines(audit_export.lines(work))
        except OSError as error:
            raise CommandFailed(f"{file} could not be written: {error.strerror or error}.") from error
    click.echo(f"The audit trail was written to {file}.")


def _heads(words: str) -> list[Head]:
    try:
        path = Path(words)
        text = path.read_text("utf-8", errors="replace") if path.is_file() else words
    except (OSError, ValueError):
        text = words
    heads = heads_in(text)
    if not heads:
        raise CommandFailed(f"{words!r} holds no checkpoint; one begins with “tracker-checkpoint-1”.")
    return heads


def _sentences(outcome: Outcome) -> str:
    lines = [outcome.sentence, *(f"  {finding.sentence}" for finding in outcome.findings)]
    if outcome.found > len(outcome.findings):
        lines.append(f"  … and {outcome.found - len(outcome.findings):,} more.")
    if outcome.erased:
        lines.append(f"{outcome.erased:,} events were erased by a recorded deed; their seals stand.")
    return "\n".join(lines)
