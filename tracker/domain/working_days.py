"""Working days: on which days the city writes letters."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Final

from tracker.domain.days import day_after, plus_days

SATURDAY: Final = 5
WEEK: Final = 7
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


def weekly_day(day: date, holidays: Collection[date]) -> date:
    """Return the latest weekly day that is not after the day: the first working day of a week from Monday on.

    A week without any working day has none.
    """
    monday = _monday(day)
    for _ in range(FURTHEST // WEEK):
        first = working_day_from(monday, holidays)
        if first <= day and first < plus_days(monday, WEEK):
            return first
        monday = plus_days(monday, -WEEK)
    return day


def weekly_day_from(day: date, holidays: Collection[date]) -> date:
    """Return the first weekly day that is not before the day."""
    monday = _monday(day)
    for _ in range(FURTHEST // WEEK):
        first = working_day_from(monday, holidays)
        if day <= first < plus_days(monday, WEEK):
            return first
        monday = plus_days(monday, WEEK)
    return day


def _monday(day: date) -> date:
    return plus_days(day, -day.weekday())
