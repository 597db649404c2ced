"""Whether scheduled work is done and letters leave: what the health page, the status command and /readyz say."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, and_, case, func, or_, select
from sqlalchemy.orm import Session

from tracker.domain.record_words import LetterState
from tracker.domain.run_words import FAILED, INDEX, MAIL_SERVER, PUTS_OFF, SILENCE, SILENT
from tracker.models.letter import Letter
from tracker.models.reminder_hold import HeldContract
from tracker.models.scheduler import JobRun, Lease
from tracker.queries.digest_days import DigestDays, digest_days

SILENT_AFTER: Final = timedelta(hours=1)
STUCK_AFTER: Final = timedelta(hours=1)
SLOW_AFTER: Final = timedelta(minutes=10)
SEVERAL: Final = 3
ON_THE_WAY: Final = (LetterState.WAITING, LetterState.SENDING)


@dataclass(frozen=True, slots=True)
class Job:
    """The last run of a job; while it runs, the outcome is that of the run before."""

    name: str
    started_at: datetime
    finished_at: datetime | None
    outcome: str

    @property
    def failed(self) -> bool:
        """Whether the last run that ended broke off."""
        return self.outcome.startswith(FAILED)

    @property
    def duration(self) -> timedelta | None:
        """How long it took; None while it runs, or when it was killed."""
        return self.finished_at - self.started_at if self.finished_at else None

    def hangs(self, now: datetime) -> bool:
        """Whether it has run for more than an hour."""
        return self.finished_at is None and now - self.started_at > SILENT_AFTER


@dataclass(frozen=True, slots=True)
class Letters:
    """The letters that have not left: all, those older than ten minutes, and those that are stuck.

    A letter is stuck when it has waited for more than an hour and nobody tried, or the mail server was silent. One
    that its recipient's server puts off is not: it is tried again, and fails by itself.
    """

    waiting: int
    waiting_long: int
    stuck: int
    oldest_waiting_at: datetime | None
    failed: int
    last_sent_at: datetime | None


@dataclass(frozen=True, slots=True)
class Health:
    """The state of scheduled work and letters at a moment; moments are UTC, days are days of the city."""

    now: datetime
    leader: str | None
    leads_until_at: datetime | None
    jobs: tuple[Job, ...]
    mail_server: Job | None
    letters: Letters
    digests: DigestDays
    held: int

    @property
    def waiting(self) -> int:
        """How many letters have not left."""
        return self.letters.waiting

    @property
    def waiting_long(self) -> int:
        """How many letters have waited for more than ten minutes."""
        return self.letters.waiting_long

    @property
    def oldest_waiting_at(self) -> datetime | None:
        """When the oldest letter was written that has not left."""
        return self.letters.oldest_waiting_at

    @property
    def last_sent_at(self) -> datetime | None:
        """When the last letter left."""
        return self.letters.last_sent_at

    @property
    def failed(self) -> int:
        """How many letters failed for good."""
        return self.letters.failed

    @property
    def last_run_at(self) -> datetime | None:
        """When any job last began; None before the first."""
        return max((job.started_at for job in self.jobs), default=None)

    @property
    def silent(self) -> bool:
        """Whether a scheduler ran once, and none has for an hour."""
        return self.last_run_at is not None and self.now - self.last_run_at > SILENT_AFTER

    @property
    def stuck(self) -> bool:
        """Whether a letter is stuck."""
        return self.letters.stuck > 0

    @property
    def problems(self) -> tuple[str, ...]:
        """What is wrong, each in a sentence without any of the city's data; /readyz and `tracker status` fail on it."""
        found = []
        if self.silent:
            found.append("The scheduler has not run for an hour.")
        if self.stuck:
            found.append("Letters have waited for more than an hour.")
        if self._mail_is(SILENT):
            found.append("The mail server does not answer.")
        elif self._puts_off_for_long:
            found.append("The mail server has put every letter off for an hour.")
        if self.digests.late:
            found.append("The digests of this working day are not all written, two hours after their hour.")
        found += [f"The job “{job.name}” failed when it last ran." for job in self.jobs if job.failed]
        found += [f"The job “{job.name}” has run for more than an hour." for job in self.jobs if job.hangs(self.now)]
        return tuple(found)

    @property
    def warnings(self) -> tuple[str, ...]:
        """What is not wrong yet, and should be looked at."""
        found = []
        if self.waiting_long and self.last_run_at is None:
            found.append("The scheduler has never run: it starts with the server, or with “tracker scheduler”.")
        if self._mail_is(PUTS_OFF) and not self._puts_off_for_long:
            found.append("The mail server puts letters off; they are tried again.")
        if self.waiting_long and not self.stuck:
            found.append("Letters have waited for more than ten minutes.")
        if self.failed:
            found.append("Letters failed for good; they stand under “Letters”, with what the mail server said.")
        return tuple(found)

    def _mail_is(self, state: str) -> bool:
        return self.mail_server is not None and self.mail_server.outcome == state and self.waiting > 0

    @property
    def _puts_off_for_long(self) -> bool:
        # One or two letters may be put off by their readers' own servers; that is their trouble alone.
        so_for = self.now - self.mail_server.started_at if self.mail_server else timedelta()
        return self._mail_is(PUTS_OFF) and so_for > STUCK_AFTER and self.waiting >= SEVERAL


def health(session: Session, now: datetime, zone: ZoneInfo) -> Health:
    """Return how scheduled work and letters stand at a moment, in a city of that time zone."""
    found = [
        Job(*row)
        for row in session.execute(
            select(JobRun.name, JobRun.started_at, JobRun.finished_at, JobRun.outcome).order_by(JobRun.name)
        )
    ]
    lease = session.execute(select(Lease.holder, Lease.until_at).order_by(Lease.until_at.desc()).limit(1)).first()
    leads = lease is not None and lease.until_at > now
    jobs = tuple(job for job in found if job.name not in (MAIL_SERVER, INDEX))
    return Health(
        now=now,
        leader=lease.holder if lease and leads else None,
        leads_until_at=lease.until_at if lease and leads else None,
        jobs=jobs,
        mail_server=next((job for job in found if job.name == MAIL_SERVER), None),
        letters=_letters(session, now),
        digests=digest_days(session, now, zone, _digests_last_done(jobs)),
        held=session.scalars(select(func.count()).where(HeldContract.from_on.is_(None))).one(),
    )


def _digests_last_done(jobs: tuple[Job, ...]) -> datetime | None:
    return next((job.finished_at for job in jobs if job.name == "reminders"), None)


def _letters(session: Session, now: datetime) -> Letters:
    counted = select(
        func.count(),
        func.sum(case((Letter.written_at < now - SLOW_AFTER, 1), else_=0)),
        func.sum(case((_is_stuck(now), 1), else_=0)),
        func.min(Letter.written_at),
    ).where(Letter.state.in_(ON_THE_WAY))
    waiting, slow, stuck, oldest = session.execute(counted).one()
    return Letters(
        waiting=waiting,
        waiting_long=slow or 0,
        stuck=stuck or 0,
        oldest_waiting_at=oldest,
        failed=session.scalars(select(func.count()).where(Letter.state == LetterState.FAILED)).one(),
        last_sent_at=session.scalar(select(func.max(Letter.sent_at))),
    )


def _is_stuck(now: datetime) -> ColumnElement[bool]:
    nobody_tried = or_(Letter.attempts == 0, Letter.next_try_at < now - SLOW_AFTER)
    met_no_server = or_(*(Letter.answer.startswith(words) for words in SILENCE))
    return and_(Letter.written_at < now - STUCK_AFTER, or_(nobody_tried, met_no_server))
