"""One leads, another takes over when it falls silent, and everybody can see it."""

from datetime import timedelta

import pytest

from tests.cast import rows
from tests.mail.letters_for_tests import every_letter
from tracker import jobs
from tracker.models.scheduler import JobRun, Lease
from tracker.queries.health import health
from tracker.services import heartbeat, letters
from tracker.services.letters import Recipient


def test_of_two_one_leads_and_keeps_leading(work, cast):
    assert heartbeat.lead(work, "a")
    assert not heartbeat.lead(work, "b")
    assert heartbeat.lead(work, "a")


def test_another_takes_over_within_two_minutes_of_silence(work, cast, moments):
    assert heartbeat.lead(work, "a")
    moments.travel(minutes=1.4)
    assert not heartbeat.lead(work, "b")
    moments.travel(minutes=0.2)
    assert heartbeat.lead(work, "b")
    assert not heartbeat.lead(work, "a")


def test_who_resigns_lets_another_lead_at_once(work, cast):
    heartbeat.lead(work, "a")
    heartbeat.resign(work, "b")
    assert not heartbeat.lead(work, "b")
    heartbeat.resign(work, "a")
    assert heartbeat.lead(work, "b")


def test_only_the_leader_works_and_its_run_is_noted(app, work, cast):
    assert jobs.tick(app, "a", "work", lambda _work: "did it")
    assert not jobs.tick(app, "b", "work", lambda _work: "did it too")
    run = rows(work.session, JobRun, name="work")[0]
    assert run.outcome == "did it"
    assert run.finished_at is not None
    assert rows(work.session, Lease)[0].holder == "a"


def test_a_job_that_fails_is_logged_and_noted_and_the_next_tick_comes(app, work, cast, caplog):
    def fail(_work):
        raise RuntimeError("the disk is full")

    assert not jobs.tick(app, "a", "work", fail)
    assert "the job work failed" in caplog.text
    (run,) = rows(work.session, JobRun, name="work")
    assert run.outcome == "failed: RuntimeError"
    assert run.finished_at is not None
    work.session.rollback()
    assert jobs.tick(app, "a", "work", lambda _work: "did it")


def test_health_is_good_before_anything_ran(work, cast):
    found = health(work.session, work.now)
    assert found.problems == ()
    assert (found.leader, found.last_run_at, found.waiting) == (None, None, 0)


@pytest.mark.parametrize(("minutes", "wrong"), [(59, False), (61, True)])
def test_a_scheduler_that_was_silent_for_an_hour_is_a_problem(app, work, cast, moments, minutes, wrong):
    jobs.tick(app, "a", "work", lambda _work: "did it")
    moments.travel(minutes=minutes)
    assert health(work.session, work.now).silent is wrong


def test_a_letter_that_waits_for_an_hour_is_a_problem(work, cast, moments):
    letters.write(work, every_letter("Plain words")["notice"], key="a", kind="notice", to=Recipient("a@b.example", "A"))
    found = health(work.session, work.now)
    assert (found.waiting, found.waiting_long, found.stuck) == (1, 0, False)
    moments.travel(minutes=61)
    found = health(work.session, work.now)
    assert (found.waiting_long, found.stuck) == (1, True)
    assert found.now - (found.oldest_waiting_at or found.now) > timedelta(hours=1)
    assert found.problems == ("Letters have waited for more than an hour.",)
