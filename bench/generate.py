"""Fills an empty database with invented vendors: `python bench/generate.py 10000`.

The database is the one of TRACKER_DATABASE_URL (SQLite or PostgreSQL); tables and catalogue are made first. The same
number on the same day gives the same city. Prints the seconds and the peak memory of this process.
"""

import argparse
import resource

from sqlalchemy import create_engine, func, select
from sqlalchemy.orm import Session

from tracker import schema
from tracker.clock import clock_for, stopwatch
from tracker.config import read_settings
from tracker.database import prepare_engine
from tracker.models.attestation import Attestation
from tracker.models.contract import Contract
from tracker.models.standing import StandingSpan
from tracker.models.vendor import Vendor
from tracker.services import catalogue_seeding, invented_vendors
from tracker.services.work import TRACKER, Work

SHOWN_EVERY = 10_000


def fill(number: int) -> None:
    """Make tables and catalogue, and add so many vendors, committing batch by batch."""
    settings = read_settings(sample_mode=True)
    schema.upgrade(settings.database_url)
    engine = create_engine(settings.database_url)
    prepare_engine(engine)
    with Session(engine) as session:
        work = Work(session, TRACKER, clock_for(settings.zone, settings.today), settings)
        catalogue_seeding.load(work)
        session.commit()
        began = stopwatch()
        for done in invented_vendors.add(work, number):
            session.commit()
            if done % SHOWN_EVERY == 0:
                print(f"{done:>8,} vendors  {stopwatch() - began:7.1f} s", flush=True)
        print(f"{number:,} vendors in {stopwatch() - began:.1f} s, peak memory {_peak():,.0f} MiB")
        for table in (Vendor, Contract, Attestation, StandingSpan):
            print(f"{session.scalar(select(func.count()).select_from(table)) or 0:>12,} {table.__tablename__}")
    engine.dispose()


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Fill a database with invented vendors.")
    parser.add_argument("vendors", type=int, nargs="?", default=1000)
    fill(parser.parse_args().vendors)
