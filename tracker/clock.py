"""The only door to the time of day."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo


def _system_now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Clock:
    """Tells the moment (UTC) and the city's day; a fixed day keeps the real time of day."""

    zone: ZoneInfo
    fixed_day: date | None = None
    source: Callable[[], datetime] = field(default=_system_now)

    def now(self) -> datetime:
        """The present moment, aware, in UTC."""
        moment = self.source()
        if self.fixed_day is None:
            return moment
        local = moment.astimezone(self.zone)
        return datetime.combine(self.fixed_day, local.time(), self.zone).astimezone(UTC)

    def today(self) -> date:
        """The calendar day it is in the city."""
        return self.day_of(self.now())

    def day_of(self, moment: datetime) -> date:
        """The city's calendar day on which a moment lies."""
        return moment.astimezone(self.zone).date()

    def hour_begins_at(self, day: date, hour: int) -> datetime:
        """The moment (UTC) at which an hour of a day begins in the city.

        An hour that a clock change skips begins when the clocks jump; one that comes twice begins the first time.
        """
        return datetime(day.year, day.month, day.day, hour, tzinfo=self.zone).astimezone(UTC)

    @property
    def is_set(self) -> bool:
        """Whether the day was set by hand (sample mode)."""
        return self.fixed_day is not None


def stopwatch() -> float:
    """Seconds of a counter that never goes back; for measuring durations only."""
    return time.monotonic()


def clock_for(zone: ZoneInfo, today: str = "") -> Clock:
    """The clock of an installation; `today` is a day as YYYY-MM-DD or empty."""
    return Clock(zone=zone, fixed_day=date.fromisoformat(today) if today else None)
