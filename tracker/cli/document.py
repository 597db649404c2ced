"""`tracker document`: what a file on disk is, and what the signatures in it prove."""

import json
from datetime import datetime, time
from pathlib import Path
from typing import Any, cast

import click

from tracker.cli.frame import CommandFailed, installation
from tracker.clock import Clock
from tracker.documents.signatures.checking import Checked, Means, check_file
from tracker.documents.signatures.trust import BadBundle, certificates, revocation_lists

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group()
def document() -> None:
    """Look at signed documents."""


@document.command("check")
@click.argument("file", type=FILE)
@click.option(
    "--trust", "trust", type=FILE, multiple=True, help="PEM file of trusted certificates; several are joined."
)
@click.option("--crl", "lists", type=FILE, multiple=True, help="Revocation list, PEM or DER; may be given again.")
@click.option("--at", "at", type=click.DateTime(["%Y-%m-%d"]), help="Judge as of noon of this day of the city.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def check(file: Path, trust: tuple[Path, ...], lists: tuple[Path, ...], at: datetime | None, *, as_json: bool) -> None:
    """Say what FILE proves: one word, one sentence, and the facts about each signature.

    The exit code is 0 whatever the verdict, and 1 when FILE or a list cannot be read.
    """
    _readable(trust, lists)
    place = installation()
    clock = cast("Clock", place.app.extensions["tracker.clock"])
    moment = clock.now() if at is None else datetime.combine(at.date(), time(12), place.settings.zone)
    with file.open("rb") as stream:
        found = check_file(stream, Means(trust, lists, moment), place.settings.upload_limit_mb)
    click.echo(json.dumps(found.as_json(), indent=2, ensure_ascii=False) if as_json else _sentences(found))


def _readable(trust: tuple[Path, ...], lists: tuple[Path, ...]) -> None:
    try:
        for path in trust:
            certificates(path.read_bytes())
        for path in lists:
            revocation_lists(path.read_bytes())
    except BadBundle as error:
        raise CommandFailed(str(error)) from error


def _sentences(found: Checked) -> str:
    lines = [f"{found.verdict}: {found.sentence}"]
    for row in found.as_json()["signatures"]:
        lines.append(f"\n{row['kind']}, field {row['field']}")
        lines += [
            f"  {name.replace('_', ' ')}: {_words(value)}"
            for name, value in row.items()
            if value and name not in {"kind", "field"}
        ]
    return "\n".join(lines)


def _words(value: Any) -> str:  # noqa: ANN401  # a JSON value
    if isinstance(value, (list, tuple)):
        return "; ".join(" → ".join(map(str, one)) if isinstance(one, (list, tuple)) else str(one) for one in value)
    return str(value)
