"""The nightly work: what is due today of much that is stored, against an index scan of the same."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from multiprocessing import get_context
from pathlib import Path
from time import process_time
from zoneinfo import ZoneInfo

from sqlalchemy import create_engine, func, select, text
from sqlalchemy.orm import Session

from bench import stored
from bench.city import SECRET, postgres_database
from bench.memory import forget_peak, peak
from bench.table import Line, against
from bench.timing import in_turn
from tracker import schema
from tracker.clock import Clock, stopwatch
from tracker.config import Settings
from tracker.database import prepare_engine
from tracker.models.attestation import Attestation
from tracker.models.obligation import ObligationRow
from tracker.services import catalogue_seeding, reminder_runs, reminders
from tracker.services.work import TRACKER, Work

TODAY = date(2026, 11, 23)
DUE = 3000
ROUNDS = 5
TARGET = "<= 2x"


@dataclass(frozen=True, slots=True)
class Took:
    """What a run took: seconds by the clock and of the processor, memory above idle, and what it did."""

    seconds: float
    cpu: float
    mebibytes: float
    said: str


def nightly(sizes: list[int], folder: Path, *, postgres: bool) -> list[Line]:
    """Measure cities of these numbers of contracts, in each of which the same number has a step to be told today."""
    lines: list[Line] = []
    runs: list[tuple[int, Took]] = []
    for contracts in sizes:
        url = _filled(contracts, folder, postgres=postgres)
        found, took = _measured(url, contracts)
        lines += found
        runs.append((contracts, took))
    if len(runs) > 1:
        (few, before), (many, after) = runs[0], runs[-1]
        what = f"nightly run: growth from {few:,}, with as many due"
        said = f"{after.cpu / before.cpu:.2f}x of the processor"
        lines.append(against(many, what, after.seconds * 1000, before.seconds * 1000, "<= 1.3x", said))
    return lines


def _filled(contracts: int, folder: Path, *, postgres: bool) -> str:
    name = f"stored_{contracts}"
    url = postgres_database(folder, name) if postgres else f"sqlite:///{folder}/{name}.sqlite3"
    schema.upgrade(url)
    with _work(url, careless=True) as work:
        catalogue_seeding.load(work)
        began = stopwatch()
        for _ in stored.fill(work, contracts, DUE):
            work.session.commit()
        number = work.session.scalar(select(func.count()).select_from(Attestation))
        if postgres:
            work.session.execute(text("ANALYZE"))
        work.session.commit()
        sys.stderr.write(f"{contracts:,} contracts, {number:,} attestations in {stopwatch() - began:.0f} s\n")
    return url


def _measured(url: str, contracts: int) -> tuple[list[Line], Took]:
    with _work(url) as work:
        deeds = {"ask": lambda: _asked(work), "scan": lambda: _scanned(work)}
        found = in_turn(deeds, ROUNDS, warm=1)
        bundles = reminders.bundles(work)
        told = sum(len(bundle.told) for bundle in bundles)
        rows = _scanned(work)
    took = _run_apart(url)
    with _work(url) as work:
        began = stopwatch()
        reminder_runs.run(work, work.session.commit)
        again = stopwatch() - began
    scan, cpu = found["scan"].p50, found["ask"].cpu / found["scan"].cpu
    said = f"{took.said}; {took.cpu:.1f} s of the processor; +{took.mebibytes:.0f} MiB"
    lines = [
        against(
            contracts,
            "what is due today, found with all that is to be said",
            found["ask"].p50,
            scan,
            TARGET,
            f"{rows:,} due, {told:,} reminders to {len(bundles):,} people; {cpu:.0f}x of the processor",
        ),
        against(contracts, "nightly run, with all writing", took.seconds * 1000, scan, "", said),
        against(contracts, "a second run, nothing left to do", again * 1000, scan, ""),
    ]
    return lines, took


def _asked(work: Work) -> int:
    found = reminders.bundles(work)
    work.session.rollback()
    return len(found)


def _scanned(work: Work) -> int:
    columns = (ObligationRow.key, ObligationRow.kind, ObligationRow.contract_id, ObligationRow.due_on)
    found = work.session.execute(select(*columns).where(ObligationRow.next_on <= work.today)).all()
    work.session.rollback()
    return len(found)


def _run_apart(url: str) -> Took:
    with get_context("spawn").Pool(1) as pool:
        return pool.apply(_run, (url,))


def _run(url: str) -> Took:
    with _work(url) as work:
        reminders.first_day_left(work)
        forget_peak()
        before, began, worked = peak(), stopwatch(), process_time()
        done = reminder_runs.run(work, work.session.commit)
        return Took(stopwatch() - began, process_time() - worked, peak() - before, done.sentence)


@contextmanager
def _work(url: str, *, careless: bool = False) -> Iterator[Work]:
    engine = create_engine(url)
    prepare_engine(engine)
    settings = Settings(database_url=url, secret_key=SECRET, base_url="http://localhost")
    with Session(engine) as session:
        if careless and engine.dialect.name == "sqlite":
            session.connection().exec_driver_sql("PRAGMA cache_size=-262144")
        yield Work(session, TRACKER, Clock(ZoneInfo("America/Los_Angeles"), fixed_day=TODAY), settings)
    engine.dispose()
