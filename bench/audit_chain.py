"""`python -m bench.audit_chain [EVENTS] [--postgres]`: what sealing costs, and how long reading a long trail takes."""

import argparse
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import create_engine, insert
from sqlalchemy.orm import Session
from sqlalchemy.pool import NullPool

from bench.city import SECRET, postgres_database
from bench.memory import forget_peak, peak
from tracker import schema
from tracker.clock import clock_for
from tracker.config import Settings
from tracker.database import prepare_engine
from tracker.models.event import Event, EventSubject
from tracker.places import data_folder
from tracker.services import audit_export, audit_verification, event_seals, events
from tracker.services.work import TRACKER, Work

IMPORT = 1328
"""Contracts of the list that the city imports first."""
PORTION = 5000


def main() -> None:
    """Fill a trail, measure, print one line per figure."""
    parser = argparse.ArgumentParser(prog="python -m bench.audit_chain", description=__doc__)
    parser.add_argument("events", type=int, nargs="?", default=100_000)
    parser.add_argument("--postgres", action="store_true")
    asked = parser.parse_args()
    with TemporaryDirectory(prefix="tracker-bench-") as folder:
        url = postgres_database(Path(folder), "chain") if asked.postgres else f"sqlite:///{folder}/chain.sqlite3"
        schema.upgrade(url)
        engine = create_engine(url, poolclass=NullPool)
        prepare_engine(engine)
        settings = Settings(database_url=url, secret_key=SECRET, base_url="http://localhost")
        with Session(engine) as session:
            measure(Work(session, TRACKER, clock_for(settings.zone), settings), asked.events, Path(folder))
        engine.dispose()


def measure(work: Work, number: int, folder: Path) -> None:
    """Measure sealing, verifying, exporting, and the verifier that needs no tracker."""
    recorded, sealed = _one_import(work)
    print(f"{IMPORT} events in one transaction: recorded in {recorded:.2f} s, sealed in {sealed:.3f} s")
    each = min(_timed(lambda: _record(work, 1)) for _ in range(20))
    print(f"one event, recorded, sealed and committed: {each * 1000:.1f} ms")
    while (left := number - IMPORT - 20) > 0:
        _record(work, min(left, PORTION))
        number -= min(left, PORTION)
    forget_peak()
    idle = peak()
    took = _timed(lambda: audit_verification.verify(work.session))
    print(
        f"{audit_verification.verify(work.session).sentence}\nread in {took:.1f} s, {peak() - idle:.0f} MiB above idle"
    )
    path = folder / "trail.jsonl"
    with path.open("w", encoding="ascii") as file:
        print(f"exported in {_timed(lambda: file.writelines(audit_export.lines(work))):.1f} s")
    alone = [sys.executable, "-I", str(data_folder("seed_data") / "verifier" / "verify_audit.py"), str(path)]
    took = _timed(lambda: subprocess.run(alone, check=True, capture_output=True))  # noqa: S603  # our own file
    print(f"stand-alone verifier: {took:.1f} s for {path.stat().st_size / 1e6:.0f} MB")


def _one_import(work: Work) -> tuple[float, float]:
    def record() -> None:
        for turn in range(IMPORT):
            events.record(work, "contract:imported", f"imported C-{turn}", ("contract", turn + 1), ("vendor", turn + 1))

    recorded = _timed(record)
    sealed = _timed(lambda: event_seals.seal_awaiting(work.session))
    work.session.commit()
    return recorded, sealed


def _record(work: Work, number: int) -> None:
    rows = [
        Event(
            at=work.now,
            actor_kind="person",
            actor_id=4,
            actor_name="Pia",
            action="contract:edited",
            sentence=f"edited contract C-{turn}",
            details={"amount": [f"{turn}.00", f"{turn + 1}.00"], "owner": ["Pia", None]},
        )
        for turn in range(number)
    ]
    work.session.add_all(rows)
    work.session.flush()
    about = [{"kind": "contract", "subject_id": row.id, "event_id": row.id} for row in rows]
    work.session.execute(insert(EventSubject), about)
    event_seals.expect(work.session, [row.id for row in rows])
    work.session.commit()
    work.session.expunge_all()


def _timed(deed: Callable[[], object]) -> float:
    began = time.perf_counter()
    deed()
    return time.perf_counter() - began


if __name__ == "__main__":
    main()
