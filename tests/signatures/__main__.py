"""Runs the whole corpus through the command line, `tracker document check --json`, and prints the table.

    python -m tests.signatures [words of a case's name …]

With `--keep FOLDER` the files are written there as well, to be tried with other programs.
"""

import argparse
import json
import re
import sys
import tempfile
from collections import Counter
from datetime import timedelta
from pathlib import Path
from secrets import token_urlsafe
from typing import Any
from zoneinfo import ZoneInfo

import click
from click.testing import CliRunner

from tests.signatures.authorities import NOW
from tests.signatures.case import Case
from tests.signatures.running import Files, wrong
from tests.signatures.table import CASES
from tracker.app import create_app
from tracker.cli.frame import Installation
from tracker.cli.main import commands

ZONE = ZoneInfo("America/New_York")


class Command:
    """The command line in this process; its checks run in children of their own, as always."""

    def __init__(self, files: Files) -> None:
        self.files = files
        self.installation = Installation(create_app)
        self.environment = {
            "TRACKER_SECRET_KEY": token_urlsafe(48),
            "TRACKER_DATABASE_URL": f"sqlite:///{files.folder.as_posix()}/none.db",
            "TRACKER_TIMEZONE": ZONE.key,
        }

    def asked(self, case: Case) -> dict[str, Any]:
        """Ask `tracker document check` about a case."""
        path = self.files.folder / (re.sub(r"[^a-z0-9]+", "-", case.name.lower()).strip("-") + ".pdf")
        path.write_bytes(self.files.data(case))
        options = [part for one in self.files.trust(case) for part in ("--trust", str(one))]
        options += [part for one in self.files.lists(case) for part in ("--crl", str(one))]
        if case.at:
            options += ["--at", (NOW + timedelta(days=case.at)).astimezone(ZONE).date().isoformat()]
        arguments = ["document", "check", str(path), "--json", *options]
        done = CliRunner().invoke(commands, arguments, obj=self.installation, env=self.environment)
        assert done.exit_code == 0, done.output
        found: dict[str, Any] = json.loads(done.stdout)
        return found


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("words", nargs="*")
    parser.add_argument("--keep", type=Path)
    given = parser.parse_args()
    cases = [case for case in CASES if not given.words or any(word in case.name for word in given.words)]
    with tempfile.TemporaryDirectory() as folder:
        place = given.keep or Path(folder)
        place.mkdir(parents=True, exist_ok=True)
        return told(Files(place), cases)


def told(files: Files, cases: list[Case]) -> int:
    """Print a line for each case and the sums; return how many are wrong."""
    counted: Counter[str] = Counter()
    bad = 0
    command = Command(files)
    for case in cases:
        found = command.asked(case)
        fault = wrong(case, found)
        bad += bool(fault)
        counted[found["verdict"]] += 1
        click.echo(f"{'WRONG' if fault else 'ok':5}  {found['verdict']:21}  {case.name}: {fault or found['sentence']}")
    click.echo(f"\n{len(cases)} cases; " + ", ".join(f"{count} {word}" for word, count in sorted(counted.items())))
    click.echo(f"{bad} wrong")
    return bad


if __name__ == "__main__":
    sys.exit(bool(main()))
