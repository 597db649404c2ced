"""One letter a day says that all works, so that its absence is noticed; who wants none gets none."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from tests.cast import rows
from tracker import jobs
from tracker.models.letter import Letter
from tracker.models.scheduler import DigestDay
from tracker.queries.policy import newest
from tracker.services import heartbeat_letter, policies
from tracker.services.rules import RuleBroken


@pytest.fixture
def wanted(work, cast):
    """The city wants the letter at ops@city.example."""
    row = newest(work.session)
    policies.record(work, replace(policies.in_force(row), heartbeat_to="ops@city.example"), row.id)
    work.session.commit()


def written(work):
    work.session.rollback()
    found = [(row.key, row.to_email, row.text) for row in rows(work.session, Letter, kind="heartbeat")]
    work.session.rollback()
    return found


def test_who_wants_none_gets_none(app, work, cast):
    assert jobs.tick(app, "a", jobs.HEARTBEAT, heartbeat_letter.write_due)
    assert written(work) == []


def test_it_comes_once_a_day_from_the_digest_hour_on(app, work, wanted, moments):
    moments.go_to(date(2026, 11, 23), hour=7)
    jobs.tick(app, "a", jobs.HEARTBEAT, heartbeat_letter.write_due)
    assert written(work) == []
    moments.go_to(date(2026, 11, 23), hour=8)
    for _ in range(2):
        jobs.tick(app, "a", jobs.HEARTBEAT, heartbeat_letter.write_due)
    ((key, to, _),) = written(work)
    assert (key, to) == ("heartbeat:2026-11-23", "ops@city.example")


def test_it_comes_on_weekends_and_names_the_next_working_day(app, work, wanted, moments):
    moments.go_to(date(2026, 11, 21))
    jobs.tick(app, "web-1:12:abc", jobs.HEARTBEAT, heartbeat_letter.write_due)
    ((_, _, text),) = written(work)
    assert "Next working day: November 23, 2026" in text
    assert "Leads the scheduled work: web-1" in text
    assert "Scheduled work is done and letters leave." in text


def test_it_says_what_was_sent_since_yesterday_the_digests_and_what_is_wrong(app, work, wanted, moments):
    jobs.tick(app, "a", jobs.HEARTBEAT, heartbeat_letter.write_due)
    jobs.tick(app, "a", jobs.SENDING, jobs.send)
    work.session.add(DigestDay(on_day=date(2026, 11, 23), finished_at=work.now, digests=7, items=1200, noted=0))
    work.session.commit()
    moments.at = datetime(2026, 11, 24, 9, 0, tzinfo=work.settings.zone) + timedelta(minutes=1)
    report = heartbeat_letter.report(work)
    assert (report.sent, report.digests, report.items) == (1, 7, 1200)
    assert "The scheduler has not run for an hour." in report.problems
    heartbeat_letter.write_due(work)
    work.session.commit()
    text = written(work)[1][2]
    assert "Something is wrong:" in text
    assert "7 with 1,200 items on November 23, 2026" in text


@pytest.mark.parametrize("address", ["ops", "ops@", "ops@city.example, other@city.example", "ops@city.example\n"])
def test_the_address_is_checked(work, cast, address):
    row = newest(work.session)
    with pytest.raises(RuleBroken) as broken:
        policies.record(work, replace(policies.in_force(row), heartbeat_to=address), row.id)
    assert broken.value.field == "heartbeat_to"
