"""The run: all digests of a working day, written once, made good when it was cut short."""

from collections.abc import Callable

from tracker.models.scheduler import DigestDay
from tracker.services import obligation_upkeep
from tracker.services.reminder_bundles import AT_ONCE, in_batches, rows_due
from tracker.services.reminder_letters import Written, write_all
from tracker.services.reminders import is_done, reason_to_wait
from tracker.services.work import Work


def reason_to_rest(work: Work) -> str | None:
    """Say why the scheduler writes no digests at this moment: not the time for it, or all of the day are written."""
    if is_done(work):
        return f"Today's digests are written: {_said(work)}."
    return reason_to_wait(work)


def run(work: Work, commit: Callable[[], None]) -> Written:
    """Write what is due on the city's present day, whatever the hour, and mark the day as done.

    Looks only at what the index says is due, and sets the day on which each must be looked at again. `commit` ends
    each step and is the edge's to give. What a run that is cut short has not committed is written by the next.
    """
    obligation_upkeep.ensure(work, commit)
    rows, done = rows_due(work), Written()
    for bundles in in_batches(work, rows):
        done.add(write_all(work, bundles, commit))
    for start in range(0, len(rows), AT_ONCE):
        obligation_upkeep.settle(work, rows[start : start + AT_ONCE])
        commit()
    _mark(work, done)
    commit()
    return done


def _mark(work: Work, done: Written) -> None:
    day = work.session.get(DigestDay, work.today)
    if day is None:
        day = DigestDay(on_day=work.today, digests=0, items=0, noted=0)
        work.session.add(day)
    day.finished_at = work.now
    day.digests += done.digests
    day.items += done.items
    day.noted += done.noted
    work.session.flush()


def _said(work: Work) -> str:
    day = work.session.get_one(DigestDay, work.today)
    return Written(day.digests, day.items, day.noted).sentence
