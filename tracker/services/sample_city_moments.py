"""Working at past moments: the sample city's history is written by the same services as today's deeds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy import update

from tracker.clock import Clock
from tracker.domain.record_words import LetterState
from tracker.models.letter import Letter
from tracker.services.work import TRACKER, Actor, Work

SATURDAY = 5


@dataclass(slots=True)
class _Ticking:
    """A clock's source that goes on by a moment each time it is asked."""

    at: datetime

    def __call__(self) -> datetime:
        self.at += timedelta(milliseconds=20)
        return self.at


def past(work: Work, at: datetime, actor: Actor = TRACKER) -> Work:
    """Return a unit of work in the same session whose clock stands at a moment."""
    return Work(work.session, actor, Clock(work.clock.zone, source=_Ticking(at)), work.settings)


def moment_of(work: Work, offset: int, hour: int, minute: int) -> datetime:
    """Return the moment so many days from today at a time of the city; of a weekend, the Friday before."""
    day = work_day(work.today, offset)
    return datetime.combine(day, time(hour, minute), work.settings.zone).astimezone(UTC)


def work_day(today: date, offset: int) -> date:
    """Return the day so many days from today; of a weekend, the Friday before."""
    day = today + timedelta(days=offset)
    return day - timedelta(days=max(0, day.weekday() - SATURDAY + 1))


def send_letters(work: Work) -> None:
    """Mark what waits as sent at this moment: history's letters must not leave now."""
    work.session.flush()
    work.session.execute(
        update(Letter)
        .where(Letter.state == LetterState.WAITING)
        .values(
            state=LetterState.SENT,
            attempts=1,
            sent_at=work.now,
            next_try_at=None,
            answer="sent (history of the sample)",
        )
    )
