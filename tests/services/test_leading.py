"""A long job keeps the lead while another thread renews it, and stops at its next commit when it is lost."""

from tests.cast import rows
from tracker import jobs
from tracker.models.scheduler import JobRun, Lease
from tracker.models.task import Task
from tracker.services import heartbeat
from tracker.services.leading import LeadLost, committing


def open_task(work, key):
    work.session.add(Task(key=key, kind="check", sentence="Look", opened_at=work.now))


def long_job(moments, meanwhile):
    """A job of two steps, each committed; `meanwhile` happens within the first."""

    def deed(work):
        commit = committing(work)
        open_task(work, "first")
        work.session.commit()
        moments.travel(minutes=1)
        meanwhile()
        moments.travel(minutes=1)
        commit()
        open_task(work, "second")
        commit()
        return "did both"

    return deed


def done(work):
    work.session.rollback()
    return {row.key for row in rows(work.session, Task)}


def test_a_long_job_goes_on_while_its_lead_is_renewed(app, work, cast, moments):
    assert jobs.tick(app, "a", "long", long_job(moments, lambda: jobs.renew(app, "a")))
    assert done(work) == {"first", "second"}
    assert not jobs.renew(app, "b")


def test_a_long_job_stops_at_its_next_commit_when_another_took_the_lead(app, work, cast, moments, caplog):
    def taken():
        moments.travel(minutes=1)
        assert jobs.renew(app, "b")

    assert not jobs.tick(app, "a", "long", long_job(moments, taken))
    assert done(work) == {"first"}
    assert "the job long stopped" in caplog.text
    assert rows(work.session, Lease)[0].holder == "b"
    assert rows(work.session, JobRun, name="long")[0].outcome == ""


def test_a_long_job_stops_when_its_lead_could_not_be_renewed_in_time(app, work, cast, moments):
    assert not jobs.tick(app, "a", "long", long_job(moments, lambda: None))
    assert done(work) == {"first"}


def test_who_is_told_to_end_stops_and_leads_no_more(app, work, cast, moments):
    def ended():
        jobs.lead_of(app, "a").ended = True

    assert not jobs.tick(app, "a", "long", long_job(moments, ended))
    assert done(work) == {"first"}
    assert not jobs.renew(app, "a")


def test_a_renewal_that_fails_is_logged(app, work, cast, caplog, monkeypatch):
    def fail(_work, _holder):
        raise RuntimeError("the database is away")

    monkeypatch.setattr(heartbeat, "lead", fail)
    assert not jobs.renew(app, "a")
    assert "the lead could not be renewed" in caplog.text


def test_a_failure_that_cannot_be_noted_is_logged(app, work, cast, caplog, monkeypatch):
    def fail(*_parts):
        raise RuntimeError("the database is away")

    monkeypatch.setattr(heartbeat, "failed", fail)
    assert not jobs.tick(app, "a", "work", fail)
    assert "could not be noted" in caplog.text


def test_outside_of_scheduled_work_a_commit_only_commits(work, cast):
    open_task(work, "by hand")
    committing(work)()
    assert done(work) == {"by hand"}
    assert issubclass(LeadLost, Exception)
