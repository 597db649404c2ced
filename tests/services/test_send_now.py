"""Reminders sent by hand: exactly the items chosen, at once, once, and not again on their day."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.cast import rows
from tests.moments import MONDAY
from tests.reminding import cover, run
from tracker.domain.reminders import EntryState
from tracker.models.event import Event
from tracker.models.letter import Letter, LetterContract, Reminder
from tracker.queries import obligations
from tracker.queries import reminders as queries
from tracker.queries.scope import Viewer
from tracker.services import send_now
from tracker.services.reminders import Bundle, first_day_left
from tracker.services.rules import Conflict, RuleBroken

EVERYBODY = Viewer(0, "Nobody", "n@city.example", frozenset())


def planned(work, email):
    """The first letter that is planned for somebody: its day, and what it holds."""
    from_on = first_day_left(work)
    plan = queries.plan(work.session, EVERYBODY, work.today, work.settings.zone, from_on=from_on)
    mine = [one for one in plan.entries if one[1].somebody.email == email and one[1].state is EntryState.SENT]
    day = mine[0][0]
    found = tuple((entry, item) for on_day, entry, item in mine if on_day == day)
    return day, Bundle(found[0][0].somebody, found)


@pytest.fixture
def ahead(work, cast, moments):
    """Coverage that ends in sixteen days: what is due today went, the next letter goes in two days."""
    cover(work, cast, MONDAY + timedelta(days=16))
    run(work)
    return planned(work, "cora@acme.example")


def test_the_planned_step_leaves_now_and_does_not_come_again_on_its_day(work, cast, ahead, moments):
    day, bundle = ahead
    assert day == MONDAY + timedelta(days=2)
    letter = send_now.send(work, bundle, day)
    work.session.commit()
    assert (letter.to_email, letter.state) == ("cora@acme.example", "waiting")
    assert [row.contract_id for row in rows(work.session, LetterContract, letter_id=letter.id)] == [cast.payroll]
    [row] = rows(work.session, Reminder, letter_id=letter.id)
    assert (row.step_days, row.state, row.contract_id) == (-14, "sent", cast.payroll)
    assert "December" not in row.reason and "November 25, 2026" in row.reason  # noqa: PT018  # one sentence
    moments.travel(days=2)
    assert run(work) == {"pia@city.example": 1}
    moments.travel(days=7)
    assert "cora@acme.example" in run(work)


def test_a_second_press_sends_nothing(work, ahead):
    day, bundle = ahead
    send_now.send(work, bundle, day)
    work.session.commit()
    with pytest.raises(Conflict) as broken:
        send_now.send(work, bundle, day)
    assert broken.value.sentence == send_now.SETTLED
    work.session.rollback()
    assert len(rows(work.session, Letter, to_email="cora@acme.example")) == 2


def test_two_who_press_at_the_same_moment_send_once(work, ahead, monkeypatch):
    day, bundle = ahead
    send_now.send(work, bundle, day)
    work.session.commit()
    monkeypatch.setattr(obligations, "ledger_of", lambda *_: set())
    with pytest.raises(Conflict):
        send_now.send(work, bundle, day)
    work.session.rollback()
    assert len(rows(work.session, Reminder, recipient="cora@acme.example", step_days=-14)) == 1


def test_hour_and_working_day_do_not_matter(work, ahead, moments):
    day, bundle = ahead
    moments.go_to(MONDAY - timedelta(days=1), hour=3)
    assert send_now.send(work, bundle, day).next_try_at <= work.now


def test_what_is_paused_does_not_leave(work, ahead):
    day, bundle = ahead
    entries = tuple((replace(entry, state=EntryState.PAUSED), item) for entry, item in bundle.entries)
    with pytest.raises(RuleBroken):
        send_now.send(work, Bundle(bundle.somebody, entries), day)


def test_it_is_an_event_on_the_contract(work, ahead):
    day, bundle = ahead
    send_now.send(work, bundle, day)
    [event] = rows(work.session, Event, action="reminder:sent-by-hand")
    assert event.sentence == "sent a reminder planned for November 25, 2026 to Cora Chen by hand"
