"""Who leads the scheduled work, by a lease in the database, and when each job ran."""

from datetime import timedelta
from typing import Final

from sqlalchemy import insert, update
from sqlalchemy.exc import IntegrityError

from tracker.domain.run_words import FAILED
from tracker.models.scheduler import JobRun, Lease
from tracker.services.work import Work

LEASE: Final = "scheduler"
HOLDS_FOR: Final = timedelta(seconds=90)
"""With a try every twenty seconds, another process leads within two minutes of the leader's silence."""


def lead(work: Work, holder: str) -> bool:
    """Take or renew the lease for ninety seconds; return whether `holder` leads now. Flushes.

    A lease that ran out may be taken by anybody; of several who try at once one wins.
    """
    taken = (
        update(Lease)
        .where(Lease.name == LEASE, (Lease.holder == holder) | (Lease.until_at <= work.now))
        .values(holder=holder, until_at=work.now + HOLDS_FOR)
        .returning(Lease.name)
        .execution_options(synchronize_session=False)
    )
    if work.session.scalar(taken) is not None:
        return True
    return work.session.get(Lease, LEASE) is None and _first(work, holder)


def resign(work: Work, holder: str) -> None:
    """Let go of the lease, if `holder` has it, so that another need not wait for its end."""
    statement = update(Lease).where(Lease.name == LEASE, Lease.holder == holder).values(until_at=work.now)
    work.session.execute(statement.execution_options(synchronize_session=False))


def started(work: Work, job: str) -> None:
    """Note that a job begins, and flush; the last outcome stands until the next."""
    run = _run(work, job)
    run.started_at, run.finished_at = work.now, None
    work.session.flush()


def finished(work: Work, job: str, outcome: str) -> None:
    """Note that a job ended and what it did, and flush."""
    run = work.session.get_one(JobRun, job)
    run.finished_at, run.outcome = work.now, outcome
    work.session.flush()


def failed(work: Work, job: str, error: str) -> None:
    """Note that a job broke off with an error of that name, and flush."""
    run = _run(work, job)
    run.finished_at, run.outcome = work.now, FAILED + error
    work.session.flush()


def _run(work: Work, job: str) -> JobRun:
    run = work.session.get(JobRun, job)
    if run is None:
        run = JobRun(name=job, started_at=work.now, outcome="")
        work.session.add(run)
    return run


def _first(work: Work, holder: str) -> bool:
    try:
        with work.session.begin_nested():
            work.session.execute(insert(Lease).values(name=LEASE, holder=holder, until_at=work.now + HOLDS_FOR))
    except IntegrityError:
        return False
    return True
