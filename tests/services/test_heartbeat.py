"""One leads, another takes over when it falls silent, and everybody can see it."""

import socket
from datetime import UTC, date, datetime, timedelta

import pytest

from tests.cast import rows
from tests.mail.letters_for_tests import every_letter
from tracker import jobs
from tracker.mail.smtp import SmtpTransport, server_of
from tracker.mail.transport import Answer, Fate
from tracker.models.scheduler import DigestDay, JobRun, Lease
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
    found = health(work.session, work.now, work.settings.zone)
    assert found.problems == ()
    assert (found.leader, found.last_run_at, found.waiting) == (None, None, 0)


@pytest.mark.parametrize(("minutes", "wrong"), [(59, False), (61, True)])
def test_a_scheduler_that_was_silent_for_an_hour_is_a_problem(app, work, cast, moments, minutes, wrong):
    jobs.tick(app, "a", "work", lambda _work: "did it")
    moments.travel(minutes=minutes)
    assert health(work.session, work.now, work.settings.zone).silent is wrong


def test_a_letter_that_waits_for_an_hour_is_a_problem(work, cast, moments):
    letters.write(work, every_letter("Plain words")["notice"], key="a", kind="notice", to=Recipient("a@b.example", "A"))
    found = health(work.session, work.now, work.settings.zone)
    assert (found.waiting, found.waiting_long, found.stuck) == (1, 0, False)
    moments.travel(minutes=61)
    found = health(work.session, work.now, work.settings.zone)
    assert (found.waiting_long, found.stuck) == (1, True)
    assert found.now - (found.oldest_waiting_at or found.now) > timedelta(hours=1)
    assert found.problems == ("Letters have waited for more than an hour.",)


def waits(work, number=1):
    for letter in range(number):
        to = Recipient(f"a{letter}@b.example", "A")
        letters.write(work, every_letter("Plain words")["notice"], key=f"a{letter}", kind="notice", to=to)
    work.session.commit()


def looked_at(work):
    work.session.rollback()
    found = health(work.session, work.now, work.settings.zone)
    work.session.rollback()
    return found


class Server:
    """A mail server that gives one answer to everything."""

    def __init__(self, fate, words):
        self.answer = Answer(fate, words)

    def send(self, _message):
        return self.answer

    def close(self):
        """Nothing is kept open."""


def sends(app, monkeypatch, fate, words):
    monkeypatch.setattr(jobs, "transport_of", lambda _settings: Server(fate, words))
    assert jobs.tick(app, "a", jobs.SENDING, jobs.send)


def test_a_mail_server_that_cannot_be_reached_is_a_problem_at_once_and_none_when_it_answers(
    app, work, cast, moments, monkeypatch
):
    waits(work)
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
    closed = SmtpTransport(server_of(f"smtp://127.0.0.1:{port}"))
    monkeypatch.setattr(jobs, "transport_of", lambda _settings: closed)
    assert jobs.tick(app, "a", jobs.SENDING, jobs.send)
    assert looked_at(work).problems == ("The mail server does not answer.",)
    moments.travel(minutes=2)
    sends(app, monkeypatch, Fate.ACCEPTED, "250 taken")
    found = looked_at(work)
    assert (found.problems, found.warnings) == ((), ())
    assert found.mail_server.outcome == "answers"


def test_a_mail_server_that_puts_off_every_letter_is_a_warning_and_after_an_hour_a_problem(
    app, work, cast, moments, monkeypatch
):
    waits(work, 3)
    sends(app, monkeypatch, Fate.LATER, "450 not now")
    assert looked_at(work).problems == ()
    assert looked_at(work).warnings == ("The mail server puts letters off; they are tried again.",)
    moments.travel(minutes=62)
    sends(app, monkeypatch, Fate.LATER, "450 not now")
    assert looked_at(work).problems == ("The mail server has put every letter off for an hour.",)


def test_one_letter_that_its_reader_s_server_puts_off_is_no_problem_of_ours(app, work, cast, moments, monkeypatch):
    waits(work)
    for _ in range(4):
        sends(app, monkeypatch, Fate.LATER, "452 mailbox full")
        moments.travel(minutes=20)
    sends(app, monkeypatch, Fate.LATER, "452 mailbox full")
    found = looked_at(work)
    assert found.problems == ()
    assert "Letters have waited for more than ten minutes." in found.warnings


def test_a_job_that_failed_or_hangs_is_a_problem_until_it_succeeds(app, work, cast, moments, caplog):
    def fail(_work):
        raise RuntimeError("the disk is full")

    jobs.tick(app, "a", "work", fail)
    assert looked_at(work).problems == ("The job “work” failed when it last ran.",)
    jobs.tick(app, "a", "work", lambda _work: "did it")
    assert looked_at(work).problems == ()
    heartbeat.started(work, "work")
    work.session.commit()
    moments.travel(minutes=61)
    jobs.tick(app, "a", "other", lambda _work: "did it")
    assert looked_at(work).problems == ("The job “work” has run for more than an hour.",)


@pytest.mark.parametrize(
    ("hour", "minute", "written_on", "late"),
    [
        (9, 59, date(2026, 11, 20), False),
        (10, 1, date(2026, 11, 20), True),
        (10, 1, date(2026, 11, 23), False),
        (10, 1, None, False),
    ],
)
def test_digests_that_are_not_written_two_hours_after_their_hour_are_a_problem(
    work, cast, moments, hour, minute, written_on, late
):
    moments.at = datetime(2026, 11, 23, hour, minute, tzinfo=work.settings.zone).astimezone(UTC)
    if written_on:
        work.session.add(DigestDay(on_day=written_on, finished_at=work.now, digests=2, items=3, noted=0))
        work.session.commit()
    assert looked_at(work).digests.late is late


def test_digests_are_never_late_on_a_weekend_and_are_when_the_job_ran_without_writing_them(work, cast, moments):
    moments.go_to(date(2026, 11, 21), hour=15)
    work.session.add(DigestDay(on_day=date(2026, 11, 19), finished_at=work.now, digests=2, items=3, noted=0))
    work.session.commit()
    assert not looked_at(work).digests.late
    work.session.delete(work.session.get_one(DigestDay, date(2026, 11, 19)))
    moments.go_to(date(2026, 11, 23), hour=15)
    heartbeat.started(work, "reminders")
    heartbeat.finished(work, "reminders", "digests 0")
    work.session.commit()
    assert looked_at(work).digests.late
