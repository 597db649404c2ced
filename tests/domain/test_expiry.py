"""Expiry day: effective day plus the term in months, capped at the contracts' latest end."""

from __future__ import annotations

from datetime import date

import pytest

from tests.domain.builders import day
from tracker.domain.expiry import expiry_day


@pytest.mark.parametrize(
    ("effective", "months", "expires"),
    [
        ("2026-06-01", 12, "2027-06-01"),
        ("2028-02-29", 12, "2029-02-28"),
        ("2027-02-28", 12, "2028-02-28"),
        ("2028-02-29", 48, "2032-02-29"),
        ("2026-01-31", 1, "2026-02-28"),
        ("2026-08-31", 6, "2027-02-28"),
        ("2026-12-15", 1, "2027-01-15"),
        ("2026-11-30", 13, "2027-12-30"),
        ("9999-06-01", 12, "9999-12-31"),
    ],
)
def test_months_are_calendar_months_and_a_missing_day_is_the_last_of_its_month(effective, months, expires):
    assert expiry_day(day(effective), months, [None]) == day(expires)


@pytest.mark.parametrize(
    ("ends", "expires"),
    [
        ([], "2027-06-01"),
        (["2026-12-31"], "2026-12-31"),
        (["2026-12-31", "2027-03-31"], "2027-03-31"),
        (["2026-12-31", "2029-03-31"], "2027-06-01"),
        (["2026-12-31", None], "2027-06-01"),
        ([None, "2026-12-31"], "2027-06-01"),
    ],
)
def test_the_latest_end_of_the_contracts_is_the_cap_and_an_open_one_is_none(ends, expires):
    assert expiry_day(date(2026, 6, 1), 12, [day(end) for end in ends]) == day(expires)


def test_ends_may_come_as_any_iterable():
    assert expiry_day(date(2026, 6, 1), 12, iter([date(2026, 7, 1)])) == date(2026, 7, 1)
