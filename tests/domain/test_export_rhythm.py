"""On which days exports are repeated."""

from datetime import date

import pytest

from tracker.domain.export_rhythm import following
from tracker.domain.export_words import ExportRhythm

MONDAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("rhythm", "day", "after", "found"),
    [
        (ExportRhythm.DAILY, MONDAY, MONDAY, date(2026, 11, 24)),
        (ExportRhythm.DAILY, MONDAY, date(2026, 12, 24), date(2026, 12, 25)),
        (ExportRhythm.WEEKLY, MONDAY, MONDAY, date(2026, 11, 30)),
        (ExportRhythm.WEEKLY, MONDAY, date(2026, 11, 25), date(2026, 11, 30)),
        (ExportRhythm.WEEKLY, MONDAY, date(2027, 1, 4), date(2027, 1, 11)),
        (ExportRhythm.MONTHLY, date(2026, 11, 28), date(2026, 11, 30), date(2026, 12, 28)),
        (ExportRhythm.MONTHLY, date(2026, 12, 28), date(2027, 2, 1), date(2027, 2, 28)),
        (ExportRhythm.MONTHLY, date(2027, 1, 31), date(2027, 1, 31), date(2027, 2, 28)),
    ],
)
def test_the_next_day_of_a_rhythm_lies_behind_the_present_one(rhythm, day, after, found):
    assert following(rhythm, day, after) == found
