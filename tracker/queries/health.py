"""Whether scheduled work is done and letters leave: what the health line, the status command and /readyz say."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tracker.domain.record_words import LetterState
from tracker.models.letter import Letter
from tracker.models.scheduler import JobRun, Lease

SILENT_AFTER: Final = timedelta(hours=1)
STUCK_AFTER: Final = timedelta(hours=1)
SLOW_AFTER: Final = timedelta(minutes=10)
ON_THE_WAY: Final = (LetterState.WAITING, LetterState.SENDING)


@dataclass(frozen=True, slots=True)
class Job:
    """The last run of a job."""

    name: str
    started_at: datetime
    finished_at: datetime | None
    outcome: str


@dataclass(frozen=True, slots=True)
class Health:
    """The state of scheduled work and letters at a moment; moments are UTC."""

    now: datetime
    leader: str | None
    last_run_at: datetime | None
    jobs: tuple[Job, ...]
    waiting: int
    waiting_long: int
    oldest_waiting_at: datetime | None
    last_sent_at: datetime | None
    failed: int

    @property
    def silent(self) -> bool:
        """Whether a scheduler ran once, and none has for an hour."""
        return self.last_run_at is not None and self.now - self.last_run_at > SILENT_AFTER

    @property
    def stuck(self) -> bool:
        """Whether a letter has waited for more than an hour."""
        return self.oldest_waiting_at is not None and self.now - self.oldest_waiting_at > STUCK_AFTER

    @property
    def problems(self) -> tuple[str, ...]:
        """What is wrong, each in a sentence without any data."""
        found = []
        if self.silent:
            found.append("The scheduler has not run for an hour.")
        if self.stuck:
            found.append("Letters have waited for more than an hour.")
        return tuple(found)


def health(session: Session, now: datetime) -> Health:
    """Return how scheduled work and letters stand at a moment."""
    jobs = tuple(
        Job(*row)
        for row in session.execute(
            select(JobRun.name, JobRun.started_at, JobRun.finished_at, JobRun.outcome).order_by(JobRun.name)
        )
    )
    lease = session.execute(select(Lease.holder, Lease.until_at).order_by(Lease.until_at.desc()).limit(1)).first()
    waiting, oldest = session.execute(
        select(func.count(), func.min(Letter.written_at)).where(Letter.state.in_(ON_THE_WAY))
    ).one()
    long_ago = select(func.count()).where(Letter.state.in_(ON_THE_WAY), Letter.written_at < now - SLOW_AFTER)
    return Health(
        now=now,
        leader=lease.holder if lease and lease.until_at > now else None,
        last_run_at=max((job.started_at for job in jobs), default=None),
        jobs=jobs,
        waiting=waiting,
        waiting_long=session.scalars(long_ago).one() if waiting else 0,
        oldest_waiting_at=oldest,
        last_sent_at=session.scalar(select(func.max(Letter.sent_at))),
        failed=session.scalars(select(func.count()).where(Letter.state == LetterState.FAILED)).one(),
    )
