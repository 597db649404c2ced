"""On which days an export is repeated."""

from calendar import monthrange
from datetime import date, timedelta
from typing import Final

from tracker.domain.export_words import ExportRhythm

LAST_MONTHLY_DAY: Final = 28
"""The last day that every month has."""
WEEK: Final = timedelta(days=7)
DECEMBER: Final = 12


def following(rhythm: ExportRhythm, day: date, after: date) -> date:
    """Return the first day of a rhythm, counted from one of its days, that lies behind another day.

    Weekly keeps the day of the week, monthly the day of the month (of a shorter month the last one).
    """
    if rhythm is ExportRhythm.DAILY:
        return max(day, after) + timedelta(days=1)
    found = day
    while found <= after or found == day:
        found = found + WEEK if rhythm is ExportRhythm.WEEKLY else _month_after(found, day.day)
    return found


def _month_after(day: date, wanted: int) -> date:
    year, month = (day.year + 1, 1) if day.month == DECEMBER else (day.year, day.month + 1)
    return date(year, month, min(wanted, monthrange(year, month)[1]))
