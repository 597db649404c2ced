"""Rows a second of lists that are compared with a city, brought in, and undone, against writing bare rows.

    python -m bench list_imports [ROWS ...] [--postgres]

The floor inserts a contract and a term for each row and takes them back: no comparison, no event, no standing.
"""

import argparse
import os
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from decimal import Decimal
from time import perf_counter
from typing import Any

from sqlalchemy import insert

from bench.city import city
from bench.memory import forget_peak, peak
from bench.table import Line, against, table
from tracker.clock import Clock
from tracker.database import db
from tracker.domain.import_words import ImportKind, ImportState
from tracker.imports.listing import Listing, Record
from tracker.models.contract import Contract, ContractTerm
from tracker.models.list_import import ListImport
from tracker.services.list_imports import applying, checking, plan, undoing
from tracker.services.list_imports.row_plan import Options
from tracker.services.work import TRACKER, Work

SIZES = (10_000, 100_000)
VENDORS = 1000
FIRST = date(2026, 1, 1)
DEPARTMENTS = 40


def main(arguments: list[str]) -> None:
    """Measure each size in a city of its own and print the table."""
    parser = argparse.ArgumentParser(prog="python -m bench list_imports", description=__doc__)
    parser.add_argument("rows", type=int, nargs="*", default=SIZES, metavar="ROWS", help="rows of the list")
    parser.add_argument("--postgres", action="store_true", help="measure on PostgreSQL")
    asked = parser.parse_args(arguments)
    lines: list[Line] = []
    for rows in asked.rows:
        with city(VENDORS, postgres=asked.postgres, kept=None) as filled, filled.app.app_context():
            clock: Clock = filled.app.extensions["tracker.clock"]
            lines += measured(Work(db.session(), TRACKER, clock, filled.settings), rows)
            db.session.remove()
    print(table(lines))
    print(f"\nA list of contracts, a third of them with a vendor of its own, load {os.getloadavg()[0]:.1f}.")


def measured(work: Work, rows: int) -> list[Line]:
    """Bring a new list in, look at it again, and undo it."""
    found = Listing(tuple(_record(number, rows) for number in range(rows)), ())
    floor = _timed(lambda: _bare(work, rows))
    forget_peak()
    before = peak()
    planned = _timed(lambda: _planned(work, found))
    memory = f"{max(peak() - before, 0):.0f} MiB more"
    run = _begun(work)
    checked = _timed(lambda: _committed(work, lambda: checking.check(work, run, known=found)))
    applied = _timed(lambda: _committed(work, lambda: applying.apply(work, run, found)))
    again = _timed(lambda: _planned(work, found))
    undone = _timed(lambda: _committed(work, lambda: undoing.undo(work, run)))
    figures = (
        ("list compared, all new", planned, f"{_rate(rows, planned)}, {memory}"),
        ("list compared, nothing new", again, _rate(rows, again)),
        ("dry run written down", checked, _rate(rows, checked)),
        ("list applied", applied, _rate(rows, applied)),
        ("import undone", undone, _rate(rows, undone)),
    )
    return [against(rows, what, took, floor, "", also) for what, took, also in figures]


def _record(number: int, rows: int) -> Record:
    starts_on = FIRST + timedelta(days=number % 900)
    values: dict[str, Any] = {
        "contract_number": f"LIST-{number}",
        "item_number": f"I-{number}",
        "vendor": f"{_word(number % (rows // 3 + 1))} Works {_word(number % 7)} Inc",
        "department": f"Department {number % DEPARTMENTS}",
        "title": f"Service {number}",
        "starts_on": starts_on,
        "through_on": starts_on + timedelta(days=365),
        "amount": Decimal(number),
    }
    return Record(number + 2, values)


def _word(number: int) -> str:
    letters = "bdfgklmnprstvz"
    return "".join(letters[number // 14**place % 14] + "aeiou"[number // 5**place % 5] for place in range(4)).title()


def _begun(work: Work) -> ListImport:
    run = ListImport(
        kind=ImportKind.CONTRACTS, state=ImportState.WAITING, file_name="list.csv", digest="0" * 64, size=1, mapping={},
        undecided_are_new=True, created_at=work.now, touched_at=work.now,
    )  # fmt: skip
    work.session.add(run)
    work.session.commit()
    return run


def _planned(work: Work, found: Listing) -> None:
    for _row in plan.planned(work, ImportKind.CONTRACTS, found.records, Options(undecided_are_new=True)):
        pass
    work.session.rollback()


def _bare(work: Work, rows: int) -> None:
    now = work.now
    contracts = [
        {"number": f"BARE-{number}", "title": "Bare", "vendor_id": 1, "department_id": 1, "created_at": now}
        | {"updated_at": now}
        for number in range(rows)
    ]
    ids = list(work.session.scalars(insert(Contract).returning(Contract.id), contracts))
    terms: Iterator[dict[str, Any]] = (
        {"contract_id": number, "starts_on": FIRST, "through_on": FIRST, "recorded_at": now} for number in ids
    )
    work.session.execute(insert(ContractTerm), list(terms))
    work.session.rollback()


def _committed(work: Work, deed: Callable[[], object]) -> None:
    deed()
    work.session.commit()


def _timed(deed: Callable[[], object]) -> float:
    began = perf_counter()
    deed()
    return (perf_counter() - began) * 1000


def _rate(rows: int, milliseconds: float) -> str:
    return f"{rows / milliseconds * 1000:,.0f} rows/s"
