"""Rows a second of lists that come in, against a bare calamine read of the same workbook.

    python -m bench imports [ROWS ...]

The floor opens the workbook with calamine and makes Python values of its cells, without any limit; measured beside it:
the file opened as the product does (limits, a process of its own, exact values), and read on into records.
"""

import argparse
import os
import random
from collections.abc import Callable
from datetime import date, timedelta
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory

import openpyxl
from python_calamine import CalamineWorkbook

from bench.memory import forget_peak, peak
from bench.table import Line, against, table
from bench.timing import in_turn
from tracker.domain.import_words import ImportKind
from tracker.imports import header, listing
from tracker.imports.detected import detect
from tracker.imports.opened import open_file

SIZES = (10_000, 100_000)
ROUNDS = 3
TARGET = "<= 1.5x"
HEADINGS = ("Contract no.", "Vendor", "Vendor no.", "Department", "Title", "Start", "End", "Amount", "Owner", "Note")
BESIDE = tuple(f"Column {number}" for number in range(10))


def main(arguments: list[str]) -> None:
    """Measure each size and print the table."""
    parser = argparse.ArgumentParser(prog="python -m bench imports", description=__doc__)
    parser.add_argument("rows", type=int, nargs="*", default=SIZES, metavar="ROWS", help="rows of a list of 20 columns")
    lines: list[Line] = []
    with TemporaryDirectory(prefix="tracker-bench-") as folder:
        for rows in parser.parse_args(arguments).rows:
            lines += imports(Path(folder) / f"{rows}.xlsx", rows)
    print(table(lines))
    print(f"\nRows of 20 columns, {ROUNDS} rounds, load {os.getloadavg()[0]:.1f}.")


def imports(path: Path, rows: int) -> list[Line]:
    """Write a workbook of so many rows and measure how it is read."""
    _write(path, rows)
    deeds: dict[str, Callable[[], object]] = {
        "calamine": lambda: _bare(path),
        "opened": lambda: open_file(path),
        "records": lambda: _records(path),
    }
    times = in_turn(deeds, ROUNDS, warm=1)
    floor = times["calamine"].p50
    opened, records = times["opened"].p50, times["records"].p50
    return [
        against(rows, "workbook opened", opened, floor, TARGET, _rate(rows, opened)),
        against(rows, "workbook read into records", records, floor, "", _rate(rows, records)),
        Line(rows, "the same, peak of a process", _memory(path)),
    ]


def _memory(path: Path) -> str:
    with get_context("spawn").Pool(1) as pool:
        before, after = pool.apply(_peaks, (path,))
    return f"+{after - before:.0f} MiB above idle ({before:.0f} MiB)"


def _peaks(path: Path) -> tuple[float, float]:
    forget_peak()
    before = peak()
    _records(path)
    return before, peak()


def _rate(rows: int, milliseconds: float) -> str:
    return f"{rows * 1000 / milliseconds:,.0f} rows/s"


def _bare(path: Path) -> object:
    return CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python(skip_empty_area=False)


def _records(path: Path) -> object:
    sheet = open_file(path).likely_sheet
    found = header.find(sheet, ImportKind.CONTRACTS)
    records = listing.read(sheet, detect(sheet, found, ImportKind.CONTRACTS), ImportKind.CONTRACTS)
    assert not records.errors
    return records


def _write(path: Path, rows: int) -> None:
    lots = random.Random(1)
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("Contracts")
    sheet.append([*HEADINGS, *BESIDE])
    for number in range(rows):
        start = date(2020, 1, 1) + timedelta(lots.randrange(2000))
        vendor = lots.randrange(rows // 3 + 1)
        named = [f"C-{number:06}", f"Vendor {vendor} LLC", f"{vendor:05}", "Police"]
        said = [f"Contract for things of kind {number % 97}", start, start + timedelta(730), vendor * 1.25]
        sheet.append([*named, *said, None, None, *(f"text {number % 50}" for _ in range(8)), number, lots.random()])
    book.save(path)
