"""Working days: on which days the city writes letters."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Final

from tracker.domain.days import day_after

SATURDAY: Final = 5
FURTHEST: Final = 366
"""After so many days without a working day the calendar must be wrong; the day itself is used then."""


def is_working_day(day: date, holidays: Collection[date]) -> bool:
    """Tell whether the city works on a day: Monday to Friday, and no holiday."""
    return day.weekday() < SATURDAY and day not in holidays


def working_day_from(day: date, holidays: Collection[date]) -> date:
    """Return the first working day that is not before the day."""
    seen = day
    for _ in range(FURTHEST):
        if is_working_day(seen, holidays):
            return seen
        seen = day_after(seen)
    return day
