"""The harness as a command: tables of what was counted and weighed, and an exit code."""

import argparse
import os
import platform
import sys
from pathlib import Path
from secrets import randbelow

from tests import databases, postgres
from tests.uploads.kills import LONGEST, MIDWAY, Outcome, killed
from tests.uploads.server import Server
from tests.uploads.weight import Weighed, weighed

MUST_BE_NONE = (
    "failed", "rows_without_file", "wrong_digests", "wrong_sizes", "acknowledged_without_row", "left_after_sweep",
)  # fmt: skip
MOST_GROWTH = 20.0


def main(folder: Path) -> None:
    """Do what was asked for in a folder that is thrown away; fail when something must not be."""
    asked = _arguments()
    kind = "postgresql" if asked.postgres else "sqlite"
    wrong = False
    try:
        if asked.kills:
            outcome = killed(_server(kind, folder / "kills"), asked.kills, asked.seed, asked.longest)
            _print(_counted(outcome))
            _print("\n".join(outcome.errors))
            wrong |= any(getattr(outcome, name) for name in MUST_BE_NONE)
        if asked.slow:
            found = weighed(_server(kind, folder / "slow", 100), asked.slow, asked.seconds)
            _print(_told(found))
            wrong |= found.status != 303 or found.most - found.before > MOST_GROWTH
    finally:
        postgres.stop()
    system = f"Python {platform.python_version()}, {platform.system()} {platform.machine()}, {os.cpu_count()} cores"
    _print(f"{kind}, {system}, seed {asked.seed}")
    sys.exit(wrong)


def _server(kind: str, folder: Path, limit_mb: int = 25) -> Server:
    folder.mkdir()
    return Server(databases.fresh(kind, folder), folder, limit_mb)


def _counted(outcome: Outcome) -> str:
    rows = {
        "seconds": f"{outcome.seconds:,.0f}",
        "times killed with SIGKILL": outcome.kills,
        "uploads begun while the server answered": f"{outcome.sent:,}",
        "of these sent again, the same bytes": f"{outcome.again:,}",
        "broken off by a kill": f"{outcome.answers[MIDWAY]:,}",
        "acknowledged": f"{len(outcome.acknowledged):,}",
        "lives in which something was acknowledged": outcome.lives_with_acknowledged,
        "**answered with anything else**": outcome.failed,
        "rows": outcome.rows,
        "**rows without file**": outcome.rows_without_file,
        "**files that differ from their digest**": outcome.wrong_digests,
        "**files whose size is not the row's**": outcome.wrong_sizes,
        "**acknowledged, but without a row**": outcome.acknowledged_without_row,
        "files": outcome.files,
        "files without row, before the sweep": outcome.files_without_row,
        "half-written files, before the sweep": outcome.half_written,
        "**of these left after the sweep a day later**": outcome.left_after_sweep,
    }
    return "\n".join(["| | |", "|---|--:|", *(f"| {name} | {value} |" for name, value in rows.items())])


def _told(found: Weighed) -> str:
    return (
        f"{found.size:.1f} MB sent in {found.seconds:.0f} s, answered {found.status}: the heaviest web process had "
        f"{found.before:.0f} MB before, at most {found.most:.0f} MB meanwhile, {found.after:.0f} MB after."
    )


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.uploads", description=__doc__)
    parser.add_argument("--kills", type=int, default=0, help="how often the server is killed")
    parser.add_argument("--longest", type=float, default=LONGEST, metavar="SECONDS", help="after which it is killed")
    parser.add_argument("--slow", type=int, default=0, metavar="MB", help="size of a file that is sent slowly")
    parser.add_argument("--seconds", type=float, default=60, help="how long that takes")
    parser.add_argument("--seed", type=int, default=randbelow(10_000), help="chance, to be repeated as far as it goes")
    parser.add_argument("--postgres", action="store_true", help="on PostgreSQL instead of SQLite")
    return parser.parse_args()


def _print(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()
