"""Runs the whole corpus through the command line, `tracker document check --json`, and prints the table.

    python -m tests.signatures [words of a case's name …]

With `--keep FOLDER` the files are written there as well, to be tried with other programs.
"""

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
from collections import Counter
from datetime import timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import click

from tests.signatures.authorities import NOW
from tests.signatures.case import Case
from tests.signatures.running import Files, wrong
from tests.signatures.table import CASES

ZONE = ZoneInfo("America/New_York")


def asked(files: Files, case: Case) -> dict[str, Any]:
    """Ask the command about a case."""
    path = files.folder / (re.sub(r"[^a-z0-9]+", "-", case.name.lower()).strip("-") + ".pdf")
    path.write_bytes(files.data(case))
    options = [part for one in files.trust(case) for part in ("--trust", str(one))]
    options += [part for one in files.lists(case) for part in ("--crl", str(one))]
    if case.at:
        options += ["--at", (NOW + timedelta(days=case.at)).astimezone(ZONE).date().isoformat()]
    command = [sys.executable, "-m", "tracker.app", "document", "check", str(path), "--json", *options]
    done = subprocess.run(command, capture_output=True, check=True, env=dict(os.environ))
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
    for case in cases:
        found = asked(files, case)
        fault = wrong(case, found)
        bad += bool(fault)
        counted[found["verdict"]] += 1
        click.echo(f"{'WRONG' if fault else 'ok':5}  {found['verdict']:21}  {case.name}: {fault or found['sentence']}")
    click.echo(f"\n{len(cases)} cases; " + ", ".join(f"{count} {word}" for word, count in sorted(counted.items())))
    click.echo(f"{bad} wrong")
    return bad


if __name__ == "__main__":
    sys.exit(bool(main()))
