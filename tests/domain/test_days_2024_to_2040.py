"""Days and hours of the city on every day from 2024 through 2040, reckoned by the rules of its clock and no library."""

from bisect import bisect_left
from datetime import UTC, date, datetime, timedelta

import pytest

from tests.databases import ZONE
from tracker.clock import Clock
from tracker.domain.days import day_after, day_before, plus_days
from tracker.domain.expiry import plus_months
from tracker.domain.obligations import Obligation, Somebody
from tracker.domain.reminder_policy import ObligationKind, Step, Told
from tracker.domain.reminders import LedgerKey, due, planned
from tracker.domain.working_days import is_working_day, weekly_day, weekly_day_from, working_day_from

FIRST = date(2024, 1, 1).toordinal()
DAYS = [date.fromordinal(number) for number in range(FIRST, date(2041, 1, 1).toordinal())]
HOURS = (0, 1, 2, 3, 8, 23)
A_MOMENT = timedelta(microseconds=1)
PIA = Somebody("pia@city.example", "Pia", person_id=1)
STEP_DAYS = (-60, -7, 0, 30)
STEPS = [Step(ObligationKind.EXPIRY, days, (Told.OWNER,)) for days in STEP_DAYS]


def second_sunday_of_march(year):
    return next(day for day in (date(year, 3, number) for number in range(8, 15)) if day.isoweekday() == 7)


def first_sunday_of_november(year):
    return next(day for day in (date(year, 11, number) for number in range(1, 8)) if day.isoweekday() == 7)


SPRING = frozenset(second_sunday_of_march(year) for year in range(2024, 2041))
AUTUMN = frozenset(first_sunday_of_november(year) for year in range(2024, 2041))


def midnight(day):
    """When a day begins in Los Angeles: 8 hours behind UTC, 7 from the day after the change of March."""
    summer = second_sunday_of_march(day.year) < day <= first_sunday_of_november(day.year)
    return datetime(day.year, day.month, day.day, 7 if summer else 8, tzinfo=UTC)


def hour_of(day, hour):
    """When an hour of a day begins: at 2:00 of March the clocks are put to 3:00, at 2:00 of November to 1:00."""
    shift = -1 if day in SPRING and hour > 2 else 1 if day in AUTUMN and hour > 1 else 0
    return midnight(day) + timedelta(hours=hour + shift)


def some_holidays():
    """New Year and the Fourth of July of each year, and a whole week off in 2030."""
    week = {date(2030, 12, 23) + timedelta(days=number) for number in range(5)}
    return frozenset({date(year, *on) for year in range(2023, 2043) for on in ((1, 1), (7, 4))} | week)


HOLIDAYS = some_holidays()
WORKING = [
    date.fromordinal(number)
    for number in range(FIRST - 400, date(2042, 6, 1).toordinal())
    if (number - 1) % 7 < 5 and date.fromordinal(number) not in HOLIDAYS
]


def next_working(day):
    return WORKING[bisect_left(WORKING, day)]


def obligation_due(day):
    return Obligation(key="expiry:contract:1", kind=ObligationKind.EXPIRY, due_on=day, people={Told.OWNER: (PIA,)})


def told_on(due_on):
    """The working day of each step; of two steps on one working day the later one is told."""
    return {next_working(due_on + timedelta(days=days)): days for days in STEP_DAYS}


def test_the_list_of_days_is_whole():
    assert len(DAYS) == 17 * 365 + 5
    assert (DAYS[0], DAYS[-1]) == (date(2024, 1, 1), date(2040, 12, 31))
    assert len(SPRING) == len(AUTUMN) == 17
    assert (date(2026, 3, 8) in SPRING, date(2026, 11, 1) in AUTUMN) == (True, True)


def test_the_day_changes_at_midnight_of_the_city_and_lasts_23_24_or_25_hours():
    clock = Clock(ZONE)
    for day in DAYS:
        begins_at, ends_at = midnight(day), midnight(day_after(day))
        assert clock.day_of(begins_at) == day
        assert clock.day_of(begins_at - A_MOMENT) == day_before(day)
        assert clock.day_of(ends_at - A_MOMENT) == day
        hours = 23 if day in SPRING else 25 if day in AUTUMN else 24
        assert ends_at - begins_at == timedelta(hours=hours)


@pytest.mark.parametrize("hour", HOURS)
def test_the_hour_of_the_digest_comes_once_a_day_and_is_not_taken_back(hour):
    clock = Clock(ZONE)
    for day in DAYS:
        begins_at = hour_of(day, hour)
        assert clock.hour_begins_at(day, hour) == begins_at
        assert clock.day_of(begins_at) == day
        local = begins_at.astimezone(ZONE)
        assert (local.hour, local.minute) == (3 if day in SPRING and hour == 2 else hour, 0)
        ticks = [midnight(day) + timedelta(minutes=number) for number in range(0, 25 * 60, 60)]
        ready = [tick >= begins_at for tick in ticks if clock.day_of(tick) == day]
        assert ready == sorted(ready)
        assert ready[-1]


def test_a_server_in_utc_reads_the_same_as_one_in_the_city():
    for day in (*sorted(SPRING), *sorted(AUTUMN), date(2028, 2, 29), date(2027, 12, 31)):
        for minutes in range(0, 26 * 60, 10):
            moment = midnight(day) + timedelta(minutes=minutes)
            in_utc, in_city = Clock(ZONE, source=_in_utc(moment)), Clock(ZONE, source=_in_city(moment))
            assert in_utc.today() == in_city.today()
            for hour in HOURS:
                begins_at = in_utc.hour_begins_at(in_utc.today(), hour)
                assert (in_utc.now() >= begins_at) == (in_city.now() >= begins_at)


def _in_utc(moment):
    return lambda: moment


def _in_city(moment):
    return lambda: moment.astimezone(ZONE)


def test_days_are_counted_over_leap_days_and_ends_of_years():
    for day in DAYS:
        for days in (-400, -90, -60, -1, 0, 1, 30, 60, 366):
            moved = plus_days(day, days)
            assert moved.toordinal() - day.toordinal() == days
            assert plus_days(moved, -days) == day
        assert day_before(day_after(day)) == day
    assert plus_days(date(2028, 2, 28), 1) == date(2028, 2, 29)
    assert plus_days(date(2032, 12, 31), 1) == date(2033, 1, 1)


def test_a_year_of_months_later_is_the_same_day_or_the_last_of_february():
    for day in DAYS:
        later = plus_months(day, 12)
        assert later.year == day.year + 1
        assert (later.month, later.day) == (day.month, 28 if (day.month, day.day) == (2, 29) else day.day)
        assert plus_months(day, 48).day in {day.day, 28}


def test_working_days_are_monday_to_friday_without_holidays():
    working = set(WORKING)
    for day in DAYS:
        assert is_working_day(day, HOLIDAYS) == (day in working)
        assert working_day_from(day, HOLIDAYS) == next_working(day)


def test_each_week_with_a_working_day_has_one_weekly_day():
    first_of_week: dict[int, date] = {}
    for day in WORKING:
        first_of_week.setdefault(day.toordinal() - day.weekday(), day)
    weekly = sorted(first_of_week.values())
    for day in DAYS:
        place = bisect_left(weekly, day)
        assert weekly_day_from(day, HOLIDAYS) == weekly[place]
        assert weekly_day(day, HOLIDAYS) == (weekly[place] if weekly[place] == day else weekly[place - 1])


def test_for_every_due_day_each_step_is_planned_once_on_its_working_day():
    for due_on in DAYS:
        days = (due_on + timedelta(days=-100), due_on + timedelta(days=60))
        found = planned([obligation_due(due_on)], STEPS, days, (), HOLIDAYS)
        assert {one.on_day: one.entry.step_days for one in found} == told_on(due_on)
        assert len(found) == len(told_on(due_on))


def test_running_on_every_day_from_2024_to_2040_settles_each_step_on_its_day_and_once():
    dues = [date(2024, 2, 29), date(2024, 3, 10), date(2024, 11, 3), date(2027, 12, 31), date(2028, 2, 29),
            date(2031, 1, 1), date(2032, 7, 4), date(2036, 3, 9), date(2040, 11, 1)]  # fmt: skip
    for due_on in dues:
        obligation, told = obligation_due(due_on), {}
        ledger: set[LedgerKey] = set()
        for day in WORKING:
            if day >= due_on - timedelta(days=61):
                for entry in due([obligation], STEPS, day, ledger, HOLIDAYS):
                    assert entry.ledger_key not in ledger
                    ledger.add(entry.ledger_key)
                    told[day] = entry.step_days
        assert told == told_on(due_on)
