"""Making the files of exports that run on their own: one after the other, in the process that leads."""

import logging
from collections.abc import Callable
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import IO, Final

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from tracker.clock import stopwatch
from tracker.documents.places import StoreFull
from tracker.documents.store import store_of
from tracker.domain.export_words import ExportForm, ExportState
from tracker.models.export_run import ExportRun
from tracker.services import events
from tracker.services.exports import deliveries, places, runs
from tracker.services.exports.asked import asked_of
from tracker.services.exports.views import VIEWS
from tracker.services.exports.writing import file_name, write
from tracker.services.leading import LeadLost
from tracker.services.rules import NotAllowed
from tracker.services.work import Work

LARGEST: Final = 1024 * 1024 * 1024
TOLD_EVERY: Final = 1.0
LOG = logging.getLogger("tracker.exports")
BROKEN: Final = "Something went wrong while this file was made; the server's log says why. Ask for it again."
NO_ROOM: Final = "There was no room to keep the file. Tell your administrator, and ask for it again."
NO_PLACE: Final = "The file could not be put where other systems read it. Tell your administrator."


class Stopped(Exception):
    """Somebody cancelled the file while it was made."""


def work_off(work: Work, commit: Callable[[], None]) -> str:
    """Make the files that wait, the oldest first; return in words what was done."""
    left, gone = runs.take_up_left(work), runs.forget(work)
    commit()
    made = 0
    while (number := _claimed(work)) is not None:
        commit()
        _make(work, number, commit)
        made += 1
    return f"made {made} files, took {left} up again, forgot {gone}"


def _claimed(work: Work) -> int | None:
    waits = ExportState.WAITING.value
    number = work.session.scalar(select(ExportRun.id).where(ExportRun.state == waits).order_by(ExportRun.id).limit(1))
    if number is None:
        return None
    claim = update(ExportRun).where(ExportRun.id == number, ExportRun.state == waits)
    begun = claim.values(state=ExportState.RUNNING.value, done=0, touched_at=work.now, version=ExportRun.version + 1)
    return work.session.scalar(begun.returning(ExportRun.id).execution_options(synchronize_session=False))


def _make(work: Work, number: int, commit: Callable[[], None]) -> None:
    try:
        with NamedTemporaryFile(prefix="export-") as file:
            total, name = _written(work, number, file)
            _finished(work, number, file, name, total)
        commit()
    except LeadLost:
        raise
    except Stopped:
        work.session.rollback()
    except Exception as error:
        if not isinstance(error, NotAllowed | StoreFull | OSError | LookupError):
            LOG.exception("the export %s could not be made", number)
        work.session.rollback()
        _failed(work, number, error)
        commit()


def _written(work: Work, number: int, file: IO[bytes]) -> tuple[int, str]:
    # Nobody's writing waits for the rows of a long file.
    work.session.connection(execution_options={"reads_only": True})
    run = work.session.get_one(ExportRun, number, populate_existing=True)
    view, form = VIEWS[run.view], ExportForm(run.form)
    asked = asked_of(runs.asker(work, run), run.query, run.as_of, work.settings.zone)
    pace = _Pace(work, number, view.count(work, asked))
    total = write(work, view, asked, form, file, pace.told)
    work.session.rollback()
    return total, file_name(view, asked, form)


def _finished(work: Work, number: int, file: IO[bytes], name: str, total: int) -> None:
    file.flush()
    file.seek(0)
    stored = store_of(work.settings).put(file, LARGEST)  # type: ignore[arg-type]  # a named temporary file is binary
    run = work.session.get_one(ExportRun, number, populate_existing=True, with_for_update=True)
    if run.state != ExportState.RUNNING:
        raise Stopped
    run.state, run.file_name, run.digest, run.size = ExportState.READY.value, name, stored.digest, stored.size
    run.done = run.total = total
    run.finished_at, run.kept_until_at = work.now, work.now + runs.KEPT
    if run.place:
        # With the number of the run: a file of that place is never written anew, and the newest stands last.
        run.place = places.put(work.settings, f"{run.place}/{run.id:08d}-{name}", Path(file.name))
    work.session.flush()
    details = {"sha256": stored.digest, "rows": total, "list": run.view, "day": run.as_of.isoformat()}
    events.record(work, "export:made", f"made {name} with {total:,} rows", ("person", run.person_id), details=details)
    deliveries.tell(work, run)


def _failed(work: Work, number: int, error: Exception) -> None:
    run = work.session.get_one(ExportRun, number, populate_existing=True)
    if isinstance(error, NotAllowed):
        problem = error.sentence
    elif isinstance(error, StoreFull):
        problem = NO_ROOM
    else:
        problem = NO_PLACE if run.place and isinstance(error, OSError | LookupError) else BROKEN
    run.state, run.problem, run.finished_at = ExportState.FAILED.value, problem, work.now
    work.session.flush()
    deliveries.tell(work, run)


class _Pace:
    """Tells how far a file is, once a second, beside the transaction that reads its rows."""

    def __init__(self, work: Work, number: int, total: int) -> None:
        self._work, self._number, self._total = work, number, total
        self._done, self._told_at = 0, stopwatch()
        self._tell()

    def told(self, rows: int) -> None:
        """Count a batch; raises Stopped when somebody cancelled."""
        self._done += rows
        if stopwatch() - self._told_at >= TOLD_EVERY:
            self._tell()

    def _tell(self) -> None:
        self._told_at = stopwatch()
        mine = update(ExportRun).where(ExportRun.id == self._number, ExportRun.state == ExportState.RUNNING.value)
        told = mine.values(done=self._done, total=self._total, touched_at=self._work.now)
        with Session(self._work.session.get_bind()) as beside, beside.begin():
            if beside.scalar(told.returning(ExportRun.id)) is None:
                raise Stopped
