"""A clock that tests set and move."""

from datetime import UTC, date, datetime, time, timedelta

from tests.databases import ZONE
from tracker.clock import Clock

MONDAY = date(2026, 11, 23)


class Moments:
    """The time of day of a test installation: Monday November 23, 2026, 9:30 in the city, until moved."""

    def __init__(self) -> None:
        self.at = datetime.combine(MONDAY, time(9, 30), ZONE).astimezone(UTC)

    def now(self) -> datetime:
        self.at += timedelta(milliseconds=1)
        return self.at

    def travel(self, *, days: int = 0, minutes: float = 0) -> None:
        local = self.at.astimezone(ZONE)
        moved = datetime.combine(local.date() + timedelta(days=days), local.time(), ZONE)
        self.at = moved.astimezone(UTC) + timedelta(minutes=minutes)

    def go_to(self, day: date, hour: int = 9) -> None:
        self.at = datetime.combine(day, time(hour, 30), ZONE).astimezone(UTC)

    @property
    def clock(self) -> Clock:
        return Clock(ZONE, source=self.now)
