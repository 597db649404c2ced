"""`python -m bench [SIZE ...]`: fill cities of these numbers of vendors, measure, print one table of ratios.

`python -m bench imports` measures how lists are read, `list_imports` how they are compared and applied, `exports` how
they are written.
"""

import argparse
import os
import platform
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from bench import imports, list_imports
from bench.city import city
from bench.exports import SIZES, exports
from bench.files import files
from bench.letters import letters
from bench.nightly import nightly
from bench.pages import growth, pages
from bench.spans import spans
from bench.table import Line, table
from bench.timing import Timed

WRITER_ROUNDS = 3
NOTE = "Ratios to a floor measured in the same run; targets: what the design asks for. No figure is a verdict."


def main() -> None:
    """Measure each size and print the table."""
    if sys.argv[1:2] == ["imports"]:
        imports.main(sys.argv[2:])
        return
    if sys.argv[1:2] == ["list_imports"]:
        list_imports.main(sys.argv[2:])
        return
    if sys.argv[1:2] == ["exports"]:
        print(table(exports([int(size) for size in sys.argv[2:]] or list(SIZES), WRITER_ROUNDS)))
        return
    asked = _arguments()
    lines: list[Line] = []
    sizes: dict[int, dict[str, Timed]] = {}
    for vendors in sorted(filter(None, asked.vendors)):
        with city(vendors, postgres=asked.postgres, kept=asked.keep) as filled:
            found, sizes[filled.contracts] = pages(filled, asked.rounds)
            lines += found
            lines += spans(filled, max(asked.rounds // 20, 3))
            lines += letters(filled, max(asked.rounds // 20, 3))
            lines += files(filled, max(asked.rounds // 40, 3))
    lines += growth(sizes)
    if asked.nightly:
        with TemporaryDirectory(prefix="tracker-bench-") as folder:
            lines += nightly(sorted(asked.nightly), Path(folder), postgres=asked.postgres)
    print(table(lines))
    kind = "PostgreSQL" if asked.postgres else "SQLite"
    system = f"Python {platform.python_version()}, {platform.system()} {platform.machine()}, {os.cpu_count()} cores"
    print(f"\n{kind}, {system}, {asked.rounds} rounds, load {os.getloadavg()[0]:.1f}. {NOTE}")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument(
        "vendors", type=int, nargs="*", default=[1000, 10_000], metavar="SIZE", help="vendors of a city; 0 for none"
    )
    parser.add_argument(
        "--nightly",
        type=int,
        nargs="+",
        default=[],
        metavar="CONTRACTS",
        help="measure the nightly work of cities with so many contracts (300000 have a million attestations)",
    )
    parser.add_argument("--postgres", action="store_true", help="measure on PostgreSQL rather than SQLite")
    parser.add_argument("--rounds", type=int, default=200, help="how often each page is asked for")
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="keep the databases there for the next run")
    return parser.parse_args()


if __name__ == "__main__":
    main()
