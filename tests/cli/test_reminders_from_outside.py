"""The engine checked from outside: what `plan --json` and `log --json` print of the sample city, reckoned again."""

import json
from datetime import date, timedelta

import pytest
from click.testing import CliRunner

from tests.own_reckoning import Reckoning
from tracker.cli.frame import Installation
from tracker.cli.main import commands
from tracker.documents.store import store_of
from tracker.services import sample_city

AHEAD = 90


@pytest.fixture
def told(app, monkeypatch):
    """Run a command on the installation of the test, and give the JSON that it printed."""
    monkeypatch.setattr(Installation, "settings", app.extensions["tracker.settings"])

    def run(*words):
        result = CliRunner().invoke(commands, ("reminders", *words), obj=Installation(lambda _settings: app))
        assert result.exit_code == 0, result.output
        return json.loads(result.output) if "--json" in words else result.output

    return run


@pytest.fixture
def city(work, settings):
    sample_city.settle(work, store_of(settings))
    work.session.commit()
    return work


def reckoned(city, told, through):
    noted = {
        (row["obligation"], date.fromisoformat(row["due_on"]), row["step_days"], row["recipient"])
        for row in told("log", "--json")["rows"]
    }
    found = Reckoning(city.session, city.today, through, noted, city.settings.zone).all()
    city.session.rollback()
    return [(str(day), email, key, str(due_on), days, state) for day, email, key, due_on, days, state in found]


def shown(plan):
    """The rows of a plan or a log; follow-ups of exceptions are no part of CATALOGUE section 4, so are not reckoned."""
    names = ("day", "recipient", "obligation", "due_on", "step_days", "state")
    return sorted(tuple(row[name] for name in names) for row in plan["rows"] if row["kind"] != "follow-up")


def test_the_plan_is_what_the_policy_says_and_each_run_makes_it_the_log(city, told, moments):
    for ahead in (AHEAD, 0, 0, 0, AHEAD, 0):
        day, through = city.today.isoformat(), city.today + timedelta(days=ahead)
        planned = shown(told("plan", "--to", through.isoformat(), "--json"))
        assert planned == reckoned(city, told, through)
        told("run")
        told("run")
        logged = told("log", "--from", day, "--to", day, "--json")["rows"]
        new = [row for row in shown({"rows": logged}) if row[-1] != "overtaken" and row in planned]
        assert new == [row for row in planned if row[0] == day]
        moments.travel(days=1)
    nothing_is_double_or_unexplained(told("log", "--json")["rows"])


def nothing_is_double_or_unexplained(found):
    steps = [(row["obligation"], row["due_on"], row["step_days"], row["recipient"]) for row in found]
    assert len(steps) == len(set(steps))
    digests = {row["letter"]["key"] for row in found if row["letter"]}
    assert len(digests) == len({(row["recipient"], row["day"]) for row in found if row["letter"]})
    assert all(row["letter"] or row["reason"] for row in found)
