"""The fault harness as a command: kills, two schedulers, the take-over; one table and an exit code."""

import argparse
import os
import platform
import sys
from pathlib import Path
from secrets import randbelow

from tests import databases, postgres
from tests.faults.counted import Counted, count
from tests.faults.kills import Course, killed, prepared
from tests.faults.two import TakeOver, taken_over, together

VENDORS = 180
TOGETHER = 60.0
REMINDS = 6


def main(folder: Path) -> None:
    """Run everything in a folder that is thrown away, print the table, and fail when something must not be."""
    asked = _arguments()
    kind = "postgresql" if asked.postgres else "sqlite"
    try:
        first = killed(_course(kind, folder / "kills", asked.seed), asked.kills)
        second = together(_course(kind, folder / "two", asked.seed + 1), TOGETHER, REMINDS)
        over = taken_over(second, None)
    finally:
        postgres.stop()
    counts = [count(course.city, course.server.taken, course.kills) for course in (first, second)]
    _print(_table([first, second], counts, over))
    system = f"Python {platform.python_version()}, {platform.system()} {platform.machine()}, {os.cpu_count()} cores"
    _print(f"{kind}, {system}, seed {asked.seed}")
    _print("The server: " + "; ".join(f"{times} {what}" for what, times in sorted(first.server.did.items())))
    wrong = [sentence for counted in counts for sentence in counted.faults]
    wrong += ["it did not settle" for course in (first, second) if not course.settled]
    _print("\n".join(wrong) or "Nothing lost, nothing doubled without a reason.")
    sys.exit(bool(wrong))


def _course(kind: str, folder: Path, seed: int) -> Course:
    folder.mkdir()
    return prepared(databases.fresh(kind, folder), folder, seed, VENDORS)


def _table(courses: list[Course], counts: list[Counted], over: TakeOver) -> str:
    rows: dict[str, list[object]] = {
        "seconds": [f"{course.seconds:,.0f}" for course in courses],
        "times killed with SIGKILL": [len(course.kills) for course in courses],
        "times the mail server was away": [course.outages for course in courses],
        "letters written": [one.letters for one in counts],
        "of these digests": [one.digests for one in counts],
        "taken by the mail server": [one.accepted for one in counts],
        "refused with 5xx, and kept as failed": [one.refused for one in counts],
        "**lost**": [len(one.lost) for one in counts],
        "**came twice after a kill, same Message-ID**": [one.doubles_of_kills for one in counts],
        "most of these for one kill": [one.most_of_a_kill for one in counts],
        "came twice because the server took it and did not say so": [one.doubles_of_silence for one in counts],
        "**came twice without a reason**": [len(one.doubles_unexplained) for one in counts],
        "**came twice with another Message-ID**": [len(one.other_ids) for one in counts],
        "taken, but unknown to the database": [len(one.unknown) for one in counts],
    }
    lines = ["| | one scheduler, killed | two schedulers |", "|---|--:|--:|"]
    lines += [f"| {what} | {cells[0]} | {cells[1]} |" for what, cells in rows.items()]
    said = f"The leader of two killed: the other had the lease after {over.lease:.0f} s, and a letter"
    return "\n".join([*lines, "", f"{said} written at that moment left after {over.letter:.0f} s."])


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.faults", description=__doc__)
    parser.add_argument("--kills", type=int, default=100, help="how often the scheduler is killed")
    parser.add_argument("--seed", type=int, default=randbelow(10_000), help="chance, to be repeated as far as it goes")
    parser.add_argument("--postgres", action="store_true", help="on PostgreSQL rather than SQLite")
    return parser.parse_args()


def _print(text: str) -> None:
    sys.stdout.write(text + "\n")
