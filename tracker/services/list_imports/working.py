"""The job of imports: what is large is checked and applied here, and what a killed process left is taken up."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import timedelta
from typing import Final

from sqlalchemy import select, update
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm.exc import StaleDataError

from tracker.domain.import_words import ImportState
from tracker.imports.table import ListUnreadable
from tracker.models.list_import import ListImport
from tracker.services.leading import LeadLost
from tracker.services.list_imports import checking, runs
from tracker.services.list_imports.pace import JobPace
from tracker.services.list_imports.reading import acting
from tracker.services.work import Work

LEFT_AFTER: Final = timedelta(minutes=5)
"""So long an import may show no progress before it counts as left behind by a process that ended."""
CUT_SHORT: Final = "The server stopped while this list was worked on. Nothing was half written; it is done again."
CUT_TWICE: Final = (
    "The server stopped twice while this list was worked on, so it was put aside. Nothing was brought in. Part the "
    "list into smaller ones, or ask your administrator to look at the server's memory."
)
BROKEN: Final = "Something went wrong while this list was worked on. Nothing was brought in; the server's log says why."
LOG = logging.getLogger("tracker.imports")
Commit = Callable[[], None]


def work_off(work: Work, commit: Commit) -> str:
    """Check and apply what waits, one import after the other; return in words what was done."""
    taken_up = take_up_left(work)
    commit()
    done = 0
    while (number := _next(work)) is not None:
        _work_on(work, number, commit)
        done += 1
    return f"worked on {done} imports, took {taken_up} up again" if taken_up else f"worked on {done} imports"


def take_up_left(work: Work) -> int:
    """Let imports that a killed process left behind begin again, and put aside those left twice; return how many.

    A process that still writes holds the row (PostgreSQL) or the whole database (SQLite), so it is not disturbed.
    """
    left = (ImportState.CHECKING.value, ImportState.APPLYING.value)
    chosen = select(ListImport).where(ListImport.state.in_(left), ListImport.touched_at < work.now - LEFT_AFTER)
    found = list(work.session.scalars(chosen.with_for_update(skip_locked=True)))
    for run in found:
        again = ImportState.STARTING if run.state == ImportState.APPLYING else ImportState.WAITING
        twice = run.problem == CUT_SHORT
        run.state, run.problem = (ImportState.FAILED, CUT_TWICE) if twice else (again, CUT_SHORT)
        run.touched_at = work.now
    work.session.flush()
    return len(found)


def _next(work: Work) -> int | None:
    waits = (ImportState.WAITING.value, ImportState.STARTING.value)
    chosen = select(ListImport.id).where(ListImport.state.in_(waits)).order_by(ListImport.id).limit(1)
    return work.session.scalar(chosen)


def _work_on(work: Work, import_id: int, commit: Commit) -> None:
    run = work.session.get_one(ListImport, import_id, populate_existing=True)
    try:
        if run.state == ImportState.WAITING:
            checking.check(acting(work, run), run, JobPace(work, commit))
        elif _claim(work, import_id):
            _apply(work, run, commit)
        commit()
    except (LeadLost, OperationalError):
        # A database that is busy says nothing about the list; the next tick tries again.
        work.session.rollback()
        raise
    except StaleDataError:
        # A person cancelled it, or another process took it up: that one's word counts.
        work.session.rollback()
    except Exception:
        LOG.exception("the import %s could not be worked on", import_id)
        work.session.rollback()
        _fail(work, import_id)
        commit()


def _apply(work: Work, run: ListImport, commit: Commit) -> None:
    work.session.refresh(run)
    reading = checking.reader_of(work, run)
    commit()
    try:
        found = reading()
    except ListUnreadable as error:
        run.state, run.problem = ImportState.FAILED, str(error)
        return
    work.session.refresh(run, with_for_update=True)
    if run.state == ImportState.APPLYING:
        runs.apply(acting(work, run), run, found)


def _claim(work: Work, import_id: int) -> bool:
    statement = (
        update(ListImport)
        .where(ListImport.id == import_id, ListImport.state == ImportState.STARTING)
        .values(state=ImportState.APPLYING, touched_at=work.now, version=ListImport.version + 1)
        .returning(ListImport.id)
        .execution_options(synchronize_session=False)
    )
    return work.session.scalar(statement) is not None


def _fail(work: Work, import_id: int) -> None:
    run = work.session.get_one(ListImport, import_id, populate_existing=True)
    run.state, run.problem, run.touched_at = ImportState.FAILED, BROKEN, work.now
    work.session.flush()
