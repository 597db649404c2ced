"""`tracker reminders hold`, as it is typed."""

import json
from datetime import timedelta

import pytest
from click.testing import CliRunner

from tests.attested import attest, share
from tests.moments import MONDAY
from tracker.cli.frame import Installation
from tracker.cli.main import commands
from tracker.services import reminder_holds


@pytest.fixture
def tracker(app, monkeypatch):
    """Run a command on the installation of the test."""
    monkeypatch.setattr(Installation, "settings", app.extensions["tracker.settings"])
    return lambda *words: CliRunner().invoke(commands, words, obj=Installation(lambda _settings: app))


@pytest.fixture
def held(work, cast):
    share(work, cast.payroll)
    attest(work, cast.payroll, cast.oscar, MONDAY - timedelta(days=10))
    reminder_holds.place(work, [cast.payroll, cast.cameras], "imported list.csv")
    work.session.commit()


def test_nothing_was_ever_held(tracker, work, cast):
    work.session.rollback()
    assert tracker("reminders", "hold", "list").output == "Nothing was ever held.\n"


def test_what_is_held_is_listed_with_what_would_leave(tracker, held):
    line = tracker("reminders", "hold", "list").output
    assert line.startswith("1: imported list.csv, 2 contracts, 2 held: ")
    assert "the oldest item was due November 13, 2026" in line
    (told,) = json.loads(tracker("reminders", "hold", "list", "--json").output)
    assert (told["held"], told["plan"]["old_contracts"], told["plan"]["oldest_due_on"]) == (2, 1, "2026-11-13")


def test_it_is_started_once(tracker, held):
    started = tracker("reminders", "hold", "start", "1", "--how", "portions", "--per-day", "5")
    assert started.output.splitlines() == [
        "Started the reminders about 2 contracts.",
        "1 with old items are released through November 23, 2026.",
    ]
    again = tracker("reminders", "hold", "start", "1", "--how", "now")
    assert (again.exit_code, again.output) == (1, "Error: Somebody has started these reminders already.\n")
    assert "started 2026-11-23" in tracker("reminders", "hold", "list").output


def test_a_wrong_number_is_said_in_a_sentence(tracker, held):
    result = tracker("reminders", "hold", "start", "9", "--how", "now")
    assert (result.exit_code, result.output) == (1, "Error: There is no hold 9: see `tracker reminders hold list`.\n")
    assert tracker("reminders", "hold", "start", "1", "--how", "portions").exit_code == 1


def test_old_items_can_be_set_aside(tracker, held):
    assert "old steps were set aside" in tracker("reminders", "hold", "start", "1", "--how", "aside").output
