"""`tracker remind` and `tracker status`, as they are typed."""

import json
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import text

from tests.attested import attest, share
from tests.moments import MONDAY
from tracker import jobs
from tracker.cli.frame import Installation
from tracker.cli.main import commands


@pytest.fixture
def tracker(app, monkeypatch):
    """Run a command on the installation of the test."""
    monkeypatch.setattr(Installation, "settings", app.extensions["tracker.settings"])
    return lambda *words: CliRunner().invoke(commands, words, obj=Installation(lambda _settings: app))


@pytest.fixture
def covered(work, cast):
    share(work, cast.payroll)
    attest(work, cast.payroll, cast.oscar, MONDAY + timedelta(days=14))
    work.session.commit()
    return cast


def letters(settings):
    return list(Path(settings.mail_url.removeprefix("folder:")).glob("*.eml"))


def test_a_dry_run_says_to_whom_and_writes_nothing(tracker, covered, settings):
    for _ in range(2):
        lines = tracker("remind", "--dry-run").output.splitlines()
        assert lines == [
            "cora@acme.example: 1 item",
            "pia@city.example: 1 item",
            "2 digests with 2 items would be written.",
        ]
    assert letters(settings) == []


def test_reminders_are_written_and_sent_once(tracker, covered, settings):
    assert tracker("remind").output.splitlines()[-1] == "2 digests with 2 items written."
    assert len(letters(settings)) == 2
    assert tracker("remind").output.splitlines()[-1] == "0 digests with 0 items written."
    assert len(letters(settings)) == 2


def test_the_hour_does_not_matter_but_the_working_day_does(tracker, covered, settings, moments):
    moments.go_to(MONDAY - timedelta(days=1), hour=3)
    lines = tracker("remind").output.splitlines()
    assert "not a working day" in lines[0]
    assert lines[-1] == "0 digests with 0 items written."
    moments.go_to(MONDAY - timedelta(days=1), hour=3)
    assert tracker("remind", "--now").output.splitlines()[-1].startswith("2 digests")


def test_the_status_of_a_good_installation(tracker, covered, app):
    jobs.tick(app, "a", jobs.SENDING, jobs.send)
    result = tracker("status", "--json")
    told = json.loads(result.output)
    assert result.exit_code == 0
    assert told["ok"] is True
    assert (told["vendors"], told["contracts"]) == (2, 2)
    assert told["standings"] == {"expiring": 1, "undeclared": 1}
    assert told["scheduler"]["leader"] == "a"
    assert told["letters"]["waiting"] == 0
    assert tracker("status").output.startswith("Everything works.")


def test_a_silent_scheduler_gives_exit_code_1(tracker, covered, app, moments):
    jobs.tick(app, "a", jobs.SENDING, jobs.send)
    moments.travel(minutes=70)
    result = tracker("status")
    assert result.exit_code == 1
    assert result.output.startswith("Wrong: The scheduler has not run for an hour.")


def test_an_old_database_is_named_by_status_serve_and_scheduler(tracker, work, cast):
    work.session.execute(text("UPDATE alembic_version SET version_num = 'older'"))
    work.session.commit()
    sentence = "The database is not up to date: run `tracker upgrade` first."
    told = json.loads(tracker("status", "--json").output)
    assert told["problems"] == [sentence]
    for command in (["scheduler"], ["serve", "--port", "8999"]):
        result = tracker(*command)
        assert (result.exit_code, result.output) == (1, f"Error: {sentence}\n")
