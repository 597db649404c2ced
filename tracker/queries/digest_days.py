"""The digests of a working day: whether all are written, and whether they should be by now."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from tracker.domain.working_days import is_working_day
from tracker.models.policy import Holiday, PolicyRow
from tracker.models.scheduler import DigestDay

LATE_AFTER: Final = timedelta(hours=2)
LATEST: Final = time(23, 30)


@dataclass(frozen=True, slots=True)
class DigestDays:
    """The last day of the city whose digests are all written, and how today stands."""

    today: date
    works_today: bool
    hour: int | None
    last_on: date | None
    finished_at: datetime | None
    digests: int
    items: int
    late: bool

    @property
    def done_today(self) -> bool:
        """Whether the digests of today are all written."""
        return self.last_on == self.today


def digest_days(session: Session, now: datetime, zone: ZoneInfo, last_run_at: datetime | None) -> DigestDays:
    """Return how the digests stand at a moment; `last_run_at` is when the job that writes them last ended.

    Late is a working day, two hours after its digest hour or at half past eleven in the evening, in a city where
    digests were written on an earlier day or the job has ended a run since then.
    """
    today = now.astimezone(zone).date()
    hour = session.scalars(select(PolicyRow.digest_hour).order_by(PolicyRow.id.desc()).limit(1)).first()
    last = session.execute(_last(today)).first()
    works = is_working_day(today, _holidays(session, today))
    due_at = _due_at(today, hour or 0, zone)
    begun = (last is not None and last.on_day < today) or (last_run_at is not None and last_run_at >= due_at)
    done = last is not None and last.on_day == today
    return DigestDays(
        today=today,
        works_today=works,
        hour=hour,
        last_on=last.on_day if last else None,
        finished_at=last.finished_at if last else None,
        digests=last.digests if last else 0,
        items=last.items if last else 0,
        late=works and hour is not None and now >= due_at and begun and not done,
    )


def _due_at(day: date, hour: int, zone: ZoneInfo) -> datetime:
    begins = datetime.combine(day, time(hour), zone)
    return min(begins + LATE_AFTER, datetime.combine(day, LATEST, zone))


def _last(today: date) -> Select[date, datetime, int, int]:
    newest = select(func.max(DigestDay.on_day)).where(DigestDay.on_day <= today).scalar_subquery()
    return select(DigestDay.on_day, DigestDay.finished_at, DigestDay.digests, DigestDay.items).where(
        DigestDay.on_day == newest
    )


def _holidays(session: Session, day: date) -> frozenset[date]:
    return frozenset(session.scalars(select(Holiday.on_day).where(Holiday.on_day == day)))
