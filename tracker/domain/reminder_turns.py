"""On which working days something can come up for the people of an obligation."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date

from tracker.domain.days import day_after
from tracker.domain.obligations import Obligation
from tracker.domain.reminder_reach import Meant, is_weekly
from tracker.domain.working_days import weekly_day, weekly_day_from, working_day_from


class Turns:
    """Days from a first one, which is a working day, through a last one; asked for many obligations one by one."""

    def __init__(self, first_on: date, last_on: date, holidays: Collection[date]) -> None:
        self.first_on, self.last_on, self.holidays = first_on, last_on, holidays
        self._weekly_on = weekly_day(first_on, holidays)
        # Thousands of obligations ask for the same few days.
        self._working: dict[date, date] = {}
        self._weekly: dict[date, date] = {}

    def of(self, obligation: Obligation, meant: Sequence[Meant]) -> list[date]:
        """Return the working days, in order, on which something can come up for somebody."""
        daily: set[date] = set()
        weekly: set[date] = set()
        for somebody, steps in meant:
            (weekly if is_weekly(somebody) and not obligation.over else daily).update(day for _, day, _ in steps)
        found = {self._working_from(day) for day in self._wanted(obligation, daily)}
        found.update(self._weekly_from(day) for day in self._wanted(obligation, weekly))
        return sorted(day for day in found if day <= self.last_on)

    def _wanted(self, obligation: Obligation, days: set[date]) -> Iterable[date]:
        if not days:
            return ()
        not_before = obligation.not_before
        if not_before is not None:
            days = {max(day, not_before) for day in (*days, not_before)}
        if obligation.through_on is not None:
            days.add(day_after(obligation.through_on))
        return [day for day in days if day <= self.last_on]

    def _working_from(self, day: date) -> date:
        found = self._working.get(day)
        if found is None:
            found = self._working[day] = working_day_from(max(self.first_on, day), self.holidays)
        return found

    def _weekly_from(self, day: date) -> date:
        if day <= self._weekly_on:
            return self._working_from(self.first_on)
        found = self._weekly.get(day)
        if found is None:
            found = self._weekly[day] = weekly_day_from(day, self.holidays)
        return found
