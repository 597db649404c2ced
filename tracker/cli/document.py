"""`tracker document`: what a file on disk is, and what the signatures in it prove."""

import json
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from datetime import datetime, time
from pathlib import Path
from typing import Any, cast

import click
from sqlalchemy.exc import OperationalError, ProgrammingError

from tracker.cli.frame import CommandFailed, Installation, installation
from tracker.clock import Clock
from tracker.documents.signatures import bundle
from tracker.documents.signatures.checking import Checked, Means, check_file
from tracker.documents.signatures.trust import BadBundle, certificates, revocation_lists
from tracker.queries import trust_lists
from tracker.schema import SchemaProblem
from tracker.services import city_seal

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

    Without --trust the trust list of the database is used, if there is one, with its revocation lists unless --crl
    gives others; and the city's own certificates.

    The exit code is 0 whatever the verdict, and 1 when FILE or a list cannot be read.
    """
    _readable(trust, lists)
    place = installation()
    clock = cast("Clock", place.app.extensions["tracker.clock"])
    moment = clock.now() if at is None else datetime.combine(at.date(), time(12), place.settings.zone)
    with ExitStack() as stack:
        means = Means(trust, lists, moment) if trust else stack.enter_context(_means(place, lists, moment))
        found = check_file(stack.enter_context(file.open("rb")), means, place.settings.upload_limit_mb)
    click.echo(json.dumps(found.as_json(), indent=2, ensure_ascii=False) if as_json else _sentences(found))


@contextmanager
def _means(place: Installation, lists: tuple[Path, ...], moment: datetime) -> Iterator[Means]:
    pem, revocations, city = _of_the_city(place)
    with bundle.means(pem, "" if lists else revocations, moment, city) as found:
        yield replace(found, lists=lists) if lists else found


def _of_the_city(place: Installation) -> tuple[str, str, tuple[str, ...]]:
    try:
        with place.work() as work:
            present = trust_lists.in_force(work.session)
            held = (present.certificates, present.revocations) if present else ("", "")
            return held[0] + city_seal.trust(work), held[1], city_seal.fingerprints(work)
    except (OperationalError, ProgrammingError, SchemaProblem):
        return "", "", ()  # no database yet: the file is judged by what the command was given


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
