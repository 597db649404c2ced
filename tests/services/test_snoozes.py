"""Snoozes: nobody is reminded of one thing until a day, everybody of the rest, and it ends by itself."""

from datetime import date, timedelta

import pytest

from tests.attested import attest
from tests.cast import rows
from tests.moments import MONDAY
from tests.reminding import cover, run
from tracker.models.event import Event
from tracker.models.letter import Reminder
from tracker.models.snooze import Snooze
from tracker.services import snoozes
from tracker.services.rules import RuleBroken

DUE = MONDAY + timedelta(days=14)


@pytest.fixture
def snoozed(work, cast):
    cover(work, cast, DUE)
    found = snoozes.set_(work, key(cast), DUE, cast.payroll, MONDAY + timedelta(days=10), "The renewal is being signed")
    work.session.commit()
    return found


def key(cast):
    return f"expiry:contract:{cast.payroll}"


def test_nothing_is_settled_before_the_day_and_the_latest_step_goes_on_it(work, snoozed, moments):
    for _ in range(10):
        assert run(work) == {}
        moments.travel(days=1)
    assert set(run(work)) == {"cora@acme.example", "pia@city.example"}
    sent = [row.step_days for row in rows(work.session, Reminder, state="sent", recipient="cora@acme.example")]
    assert sent == [-7]


def test_ending_it_lets_reminders_go_on_at_once(work, snoozed, moments):
    moments.travel(days=1)
    snoozes.end(work, snoozed)
    snoozes.end(work, snoozed)
    work.session.commit()
    assert set(run(work)) == {"cora@acme.example", "pia@city.example"}
    actions = [event.action for event in rows(work.session, Event) if event.action.startswith("reminder:snooze")]
    assert actions == ["reminder:snoozed", "reminder:snooze-ended"]


def test_a_renewal_ends_it_by_itself(work, cast, snoozed, moments):
    again = work.today + timedelta(days=30)
    attest(work, cast.payroll, cast.oscar, again, since=work.today)
    work.session.commit()
    assert "cora@acme.example" in run(work)


def test_the_same_snooze_set_twice_is_set_once_and_another_replaces_it(work, cast, snoozed):
    again = snoozes.set_(work, key(cast), DUE, cast.payroll, snoozed.until_on, f" {snoozed.reason} ")
    assert again.id == snoozed.id
    other = snoozes.set_(work, key(cast), DUE, cast.payroll, MONDAY + timedelta(days=2), "Sooner")
    assert [row.id for row in rows(work.session, Snooze, ended_at=None)] == [other.id]


@pytest.mark.parametrize(
    ("until_on", "reason", "field"),
    [
        (MONDAY, "Why", "until_on"),
        (MONDAY + timedelta(days=366), "Why", "until_on"),
        (date(9999, 12, 31), "Why", "until_on"),
        (MONDAY + timedelta(days=1), "  ", "reason"),
        (MONDAY + timedelta(days=1), "x" * 501, "reason"),
    ],
)
def test_it_has_bounds_and_needs_a_reason(work, cast, until_on, reason, field):
    cover(work, cast, DUE)
    with pytest.raises(RuleBroken) as broken:
        snoozes.set_(work, key(cast), DUE, cast.payroll, until_on, reason)
    assert broken.value.field == field
    assert rows(work.session, Snooze) == []
