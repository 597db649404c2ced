"""A process that brings a list in and is killed in the midst of it, run as a module of its own by test_kills."""

import os
import signal
import sys
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from sqlalchemy import create_engine
from sqlalchemy.orm import Session
from sqlalchemy.pool import NullPool

from tests.databases import ZONE, settings_for
from tracker.clock import Clock
from tracker.database import prepare_engine
from tracker.services import standings
from tracker.services.list_imports import working
from tracker.services.work import TRACKER, Work


def killed(work: Work, contract_ids: Iterable[int]) -> None:
    """End as a machine that loses its power."""
    del work, contract_ids
    os.kill(os.getpid(), signal.SIGKILL)


def main(url: str, folder: str, moment: str) -> None:
    """Work off what waits; contracts, vendors and terms are written when the kill comes."""
    engine = create_engine(url, poolclass=NullPool)
    prepare_engine(engine)
    standings.refresh = killed
    with Session(engine) as session:
        clock = Clock(ZONE, source=lambda: datetime.fromisoformat(moment))
        working.work_off(Work(session, TRACKER, clock, settings_for(url, Path(folder))), session.commit)


if __name__ == "__main__":
    main(*sys.argv[1:])
