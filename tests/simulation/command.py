"""The simulation as a command: what was done, what was written, and whatever was wrong."""

import argparse
import os
import platform
import sys
from collections import Counter
from math import inf
from pathlib import Path
from secrets import randbelow

from tests import postgres
from tests.databases import fresh
from tests.simulation.city import founded
from tests.simulation.course import Course, lived
from tracker.clock import stopwatch

DEEDS_A_DAY = 0.014
SHOWN = 50


def main(folder: Path) -> None:
    """Live through it in a folder that is thrown away, print what came of it, and fail when anything is wrong."""
    asked, began = _arguments(), stopwatch()
    kind = "postgresql" if asked.postgres else "sqlite"
    try:
        city = founded(fresh(kind, folder), folder, asked.seed, asked.contracts, asked.days)
        course = lived(city, asked.days, max(2, asked.contracts * DEEDS_A_DAY), asked.seconds)
        city.close()
    finally:
        postgres.stop()
    _print(_table(course, asked))
    system = f"Python {platform.python_version()}, {platform.system()} {platform.machine()}, {os.cpu_count()} cores"
    _print(f"\n{kind}, {system}, seed {asked.seed}, {stopwatch() - began:,.0f} s")
    _print("\n".join(course.wrong[:SHOWN]) or "Everything is explained.")
    sys.exit(bool(course.wrong))


def _table(course: Course, asked: argparse.Namespace) -> str:
    done = Counter({name: number for name, number in course.deeds.items() if not _idle(name)})
    rows = {
        "contracts": asked.contracts,
        "days": course.days,
        "working days with a run": course.runs,
        "days on which nothing ran (outages)": course.days_down,
        "deeds": done.total(),
        "digests": course.digests,
        "ledger rows": course.states.total(),
        **{f"of these {state}": number for state, number in sorted(course.states.items())},
        "noted by the deed that ended their obligation": course.ended,
        "**wrong or unexplained**": len(course.wrong),
    }
    lines = ["| | |", "|---|--:|", *(f"| {what} | {number:,} |" for what, number in rows.items())]
    said = ", ".join(f"{name.replace('_', ' ')} {number:,}" for name, number in sorted(done.items()))
    return "\n".join([*lines, "", f"Deeds: {said}."])


def _idle(name: str) -> bool:
    return name == "nothing to do" or name.startswith("forbidden")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.simulation", description=__doc__)
    parser.add_argument("--contracts", type=int, default=1000, help="how many contracts")
    parser.add_argument("--days", type=int, default=730, help="how many days")
    parser.add_argument("--seed", type=int, default=randbelow(10_000), help="chance, to be repeated")
    parser.add_argument("--seconds", type=float, default=inf, help="begin no further day after so many seconds")
    parser.add_argument("--postgres", action="store_true", help="on PostgreSQL rather than SQLite")
    return parser.parse_args()


def _print(text: str) -> None:
    sys.stdout.write(text + "\n")
