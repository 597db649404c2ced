"""Days, and arithmetic on them that stops at the first and last day there is."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

FIRST_DAY: Final = date.min
"""Stands for "open at the start"."""

LAST_DAY: Final = date.max
"""Stands for "open at the end", also as the half-open end of the last span."""

_ONE_DAY: Final = timedelta(days=1)
_FIRST: Final = FIRST_DAY.toordinal()
_LAST: Final = LAST_DAY.toordinal()


def plus_days(day: date, days: int) -> date:
    """Return the day so many days later (or earlier); the open ends stay open."""
    number = day.toordinal()
    moved = number + days
    # Asked for each step of each obligation: the ends cost nothing where they are far away.
    if _FIRST < number < _LAST and _FIRST < moved < _LAST:
        return date.fromordinal(moved)
    return day if number in (_FIRST, _LAST) else FIRST_DAY if moved <= _FIRST else LAST_DAY


def day_after(day: date) -> date:
    """Return the next day; the open ends stay open."""
    return day if day in (FIRST_DAY, LAST_DAY) else day + _ONE_DAY


def day_before(day: date) -> date:
    """Return the day before; the open ends stay open."""
    return day if day in (FIRST_DAY, LAST_DAY) else day - _ONE_DAY


def day_words(day: date) -> str:
    """Write a day as people in the city do: "May 31, 2027"."""
    return f"{_MONTHS[day.month - 1]} {day.day}, {day.year}"


_MONTHS: Final = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
