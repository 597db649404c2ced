"""Exports that run on their own: asked for, made in the background, given out, forgotten after two weeks."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from sqlalchemy import func, select, update

from tracker.domain.export_words import ExportForm, ExportState
from tracker.models.export_run import ExportRun
from tracker.queries import people
from tracker.queries.scope import Viewer
from tracker.services import events
from tracker.services.exports.permitted import may_take
from tracker.services.rules import Conflict, NotAllowed, RuleBroken
from tracker.services.work import Work

KEPT: Final = timedelta(days=14)
MOST_WAITING: Final = 5
LEFT_AFTER: Final = timedelta(minutes=10)
OPEN: Final = (ExportState.WAITING.value, ExportState.RUNNING.value)


@dataclass(frozen=True, slots=True)
class NewRun:
    """What is to be made: a list, the words of its address, a form, the city's day that it tells of."""

    view: str
    query: str
    form: ExportForm
    as_of: date
    schedule_id: int | None = None
    place: str = ""


def ask(work: Work, viewer: Viewer, new: NewRun) -> ExportRun:
    """Let a file be made in the background, and flush; the same question that still waits is not asked twice.

    Raises NotAllowed for a list that the person may not have, and RuleBroken when five of theirs wait already.
    """
    if not may_take(viewer, new.view):
        raise NotAllowed("", "This list is not yours to take along.")
    mine = select(ExportRun).where(ExportRun.person_id == viewer.id, ExportRun.state.in_(OPEN))
    waiting = list(work.session.scalars(mine))
    told = (new.view, new.query, new.form.value, new.as_of)
    for run in waiting:
        if (run.view, run.query, run.form, run.as_of) == told and run.schedule_id is None:
            return run
    if len(waiting) >= MOST_WAITING:
        raise RuleBroken("", f"{MOST_WAITING} of your files are being made. Wait for them, or cancel one.")
    return add(work, viewer.id, new)


def add(work: Work, person_id: int, new: NewRun) -> ExportRun:
    """Let a file be made for a person, and flush; whether that person may have it is asked when it is made."""
    run = ExportRun(
        schedule_id=new.schedule_id,
        person_id=person_id,
        view=new.view,
        query=new.query,
        form=new.form.value,
        as_of=new.as_of,
        state=ExportState.WAITING.value,
        place=new.place,
        created_at=work.now,
        touched_at=work.now,
    )
    work.session.add(run)
    work.session.flush()
    return run


def cancel(work: Work, run: ExportRun) -> None:
    """Stop a file that is not ready yet, and flush; does nothing to one that was stopped. Raises Conflict."""
    if run.state == ExportState.CANCELLED:
        return
    if run.state not in OPEN:
        raise Conflict("", "This file is made already.")
    run.state, run.finished_at = ExportState.CANCELLED.value, work.now
    work.session.flush()


def given(work: Work, run: ExportRun) -> None:
    """Note that the file was handed to whom it was made for, and flush."""
    sentence = f"took along {run.file_name}"
    events.record(work, "export:taken", sentence, ("person", run.person_id), details={"sha256": run.digest})


def asker(work: Work, run: ExportRun) -> Viewer:
    """Return for whom a file is made, with the roles and departments of this moment.

    Raises NotAllowed when that person left or may not have the list any more.
    """
    viewer = people.viewer(work.session, run.person_id)
    if viewer is None:
        raise NotAllowed("", "The account of the person is not active any more.")
    if not may_take(viewer, run.view):
        raise NotAllowed("", "The person may not have this list any more.")
    return viewer


def take_up_left(work: Work) -> int:
    """Let files begin again that a process which ended left half made; return how many."""
    left = update(ExportRun).where(
        ExportRun.state == ExportState.RUNNING.value, ExportRun.touched_at < work.now - LEFT_AFTER
    )
    begun = left.values(state=ExportState.WAITING.value, done=0, version=ExportRun.version + 1)
    found = begun.returning(ExportRun.id).execution_options(synchronize_session=False)
    return len(work.session.execute(found).all())


def forget(work: Work) -> int:
    """Forget files whose time is over, so that the store's sweep takes them away; return how many."""
    over = update(ExportRun).where(ExportRun.digest != "", ExportRun.kept_until_at < work.now)
    gone = over.values(digest="", version=ExportRun.version + 1)
    return len(work.session.execute(gone.returning(ExportRun.id).execution_options(synchronize_session=False)).all())


def waiting(work: Work) -> int:
    """How many files wait to be made."""
    statement = select(func.count()).select_from(ExportRun).where(ExportRun.state == ExportState.WAITING.value)
    return work.session.scalars(statement).one()
