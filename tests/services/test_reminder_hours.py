"""The hour of the daily letter on the days of the clock changes: it comes once, at its hour, on a server in UTC."""

from datetime import UTC, date, datetime, timedelta

import pytest

from tracker.queries.policy import newest
from tracker.services.reminders import reason_to_wait

SPRING, AUTUMN = date(2026, 3, 8), date(2026, 11, 1)
HALF_AN_HOUR = timedelta(minutes=30)


@pytest.mark.parametrize(
    ("day", "hour", "at"),
    [
        (SPRING, 1, datetime(2026, 3, 8, 9, tzinfo=UTC)),
        (SPRING, 2, datetime(2026, 3, 8, 10, tzinfo=UTC)),  # 2:00 does not exist: the clocks show 3:00
        (SPRING, 3, datetime(2026, 3, 8, 10, tzinfo=UTC)),
        (SPRING, 8, datetime(2026, 3, 8, 15, tzinfo=UTC)),
        (AUTUMN, 1, datetime(2026, 11, 1, 8, tzinfo=UTC)),  # 1:00 comes twice: the first time counts
        (AUTUMN, 2, datetime(2026, 11, 1, 10, tzinfo=UTC)),
        (AUTUMN, 23, datetime(2026, 11, 2, 7, tzinfo=UTC)),
    ],
)
def test_the_hour_is_past_from_its_moment_until_the_end_of_the_day(work, cast, moments, monkeypatch, day, hour, at):
    # The clocks change on Sundays, on which no letter goes out anyway.
    monkeypatch.setattr("tracker.services.reminders.is_working_day", lambda *_: True)
    newest(work.session).digest_hour = hour
    moment, past = datetime(day.year, day.month, day.day, 7, tzinfo=UTC) - 4 * HALF_AN_HOUR, []
    while moment.date() <= day + timedelta(days=1):
        moments.at = moment
        if work.today == day and reason_to_wait(work) is None:
            past.append(moment)
        moment += HALF_AN_HOUR
    assert past[0] == at
    assert past == [at + number * HALF_AN_HOUR for number in range(len(past))]
    assert past[-1] + HALF_AN_HOUR == datetime(
        day.year, day.month, day.day, 7 if day == SPRING else 8, tzinfo=UTC
    ) + timedelta(days=1)
