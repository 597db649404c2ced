"""`tracker reminders plan` and `log`, as they are typed: enough to check the whole engine from outside."""

import json
from datetime import timedelta

import pytest
from click.testing import CliRunner

from tests.attested import attest, share
from tests.cast import rows
from tests.moments import MONDAY
from tracker.cli.frame import Installation
from tracker.cli.main import commands
from tracker.models.contact import VendorContact
from tracker.models.letter import Reminder
from tracker.models.vendor import Vendor
from tracker.services import reminders


@pytest.fixture
def tracker(app, monkeypatch):
    """Run a command on the installation of the test."""
    monkeypatch.setattr(Installation, "settings", app.extensions["tracker.settings"])
    return lambda *words: CliRunner().invoke(commands, words, obj=Installation(lambda _settings: app))


@pytest.fixture
def told(tracker):
    """Run a command that prints JSON and give what it printed."""

    def run(*words):
        result = tracker("reminders", *words, "--json")
        assert result.exit_code == 0, result.output
        return json.loads(result.output)

    return run


@pytest.fixture
def covered(work, cast):
    for number in (cast.payroll, cast.cameras):
        share(work, number)
    attest(work, cast.payroll, cast.oscar, MONDAY + timedelta(days=14))
    work.session.commit()
    return cast


def test_the_plan_says_to_whom_when_and_why(told, covered):
    found = told("plan")
    assert (found["from"], found["to"], found["today"]) == ("2026-11-23", "2027-02-21", "2026-11-23")
    assert found["waiting"] == []
    first = found["rows"][0]
    assert first == {
        "day": "2026-11-23",
        "recipient": "cora@acme.example",
        "name": "Cora Chen",
        "side": "vendor",
        "roles": ["signer", "primary"],
        "language": "en",
        "rhythm": "daily",
        "obligation": "expiry:contract:1",
        "kind": "expiry",
        "due_on": "2026-12-07",
        "contract_ids": [1],
        "contracts": ["C-2291"],
        "vendor_id": 1,
        "vendor": "Acme Payroll, Inc.",
        "request": None,
        "step_days": -14,
        "state": "sent",
        "reason": "",
        "why": "The attestation is good through December 7, 2026.",
        "letter": "digest:2026-11-23:cora@acme.example",
    }
    assert {row["side"] for row in found["rows"]} == {"vendor", "city", "flag"}
    assert [row["day"] for row in found["rows"]] == sorted(row["day"] for row in found["rows"])


def test_a_plan_can_be_narrowed_to_days_a_contract_and_an_address(told, covered):
    found = told("plan", "--from", "2026-11-30", "--to", "2026-12-07", "--to-email", "Pia@city.example")
    assert {(row["day"], row["step_days"]) for row in found["rows"]} == {
        ("2026-11-30", -7), ("2026-12-07", -1), ("2026-12-07", 0),
    } - {("2026-12-07", -1)}  # fmt: skip
    assert told("plan", "--contract", "C-3300")["rows"] == []
    assert told("plan", "--contract", "C-2291")["rows"] == told("plan")["rows"]


def test_days_and_contracts_that_make_no_sense_are_refused_in_one_sentence(tracker, covered):
    for words, sentence in (
        (("plan", "--from", "2026-11-20"), "2026-11-20 is over: a plan begins today, 2026-11-23."),
        (("plan", "--from", "2026-12-20", "--to", "2026-12-01"), "is before the first, 2026-12-20."),
        (("plan", "--from", "tomorrow"), "'tomorrow' is not a day; write it like 2026-11-22."),
        (("plan", "--to", "2999-01-01"), "A plan reaches ten years ahead at most."),
        (("plan", "--contract", "C-0"), "There is no contract C-0."),
        (("log", "--from", "2026-12-20", "--to", "2026-12-01"), "is before the first, 2026-12-20."),
        (("log", "--contract", "C-0"), "There is no contract C-0."),
    ):
        result = tracker("reminders", *words)
        assert result.exit_code == 1
        assert sentence in result.output
        assert len(result.output.splitlines()) == 1


def test_after_a_run_the_log_holds_what_the_plan_of_the_day_said(tracker, told, covered, moments):
    for day in (MONDAY, MONDAY + timedelta(days=7), MONDAY + timedelta(days=14), MONDAY + timedelta(days=44)):
        moments.go_to(day)
        planned = told("plan", "--to", day.isoformat())["rows"]
        assert planned
        assert tracker("reminders", "run").exit_code == 0
        logged = told("log", "--from", day.isoformat(), "--to", day.isoformat())["rows"]
        assert same(logged) == same(planned)
        assert told("plan", "--to", day.isoformat())["rows"] == []
        letters = {row["letter"]["key"]: row["letter"]["state"] for row in logged if row["letter"]}
        assert letters == {row["letter"]: "sent" for row in planned if row["letter"]}


def same(found):
    names = ("day", "recipient", "obligation", "kind", "due_on", "step_days", "state", "reason")
    return sorted(tuple(row[name] for name in names) for row in found if row["state"] != "overtaken")


def test_what_comes_up_after_todays_digest_is_planned_for_the_next_working_day(tracker, told, work, covered):
    tracker("reminders", "run")
    attest(work, covered.cameras, covered.oscar, MONDAY + timedelta(days=14))
    work.session.commit()
    days = {(row["recipient"], row["day"]) for row in told("plan", "--to", "2026-11-24")["rows"]}
    # Pia has had her letter of the day; Ben has not.
    assert days == {("ben@birch.example", "2026-11-23"), ("pia@city.example", "2026-11-24")}


def test_the_log_tells_what_became_of_each_letter(tracker, told, covered, moments):
    tracker("reminders", "run")
    found = told("log", "--recipient", "Cora@acme.example", "--state", "sent")["rows"]
    assert [row["step_days"] for row in found] == [-14]
    assert (found[0]["contract"], found[0]["kind"], found[0]["due_on"]) == ("C-2291", "expiry", "2026-12-07")
    letter = found[0]["letter"]
    assert set(letter) == {"id", "key", "message_id", "state", "subject", "written_at", "sent_at", "attempts", "answer",
                           "returned_at", "returned_reason"}  # fmt: skip
    assert letter["sent_at"].endswith("+00:00")
    overtaken = told("log", "--state", "overtaken")["rows"]
    assert overtaken
    assert all(row["letter"] is None and row["reason"] for row in overtaken)
    moments.travel(days=1)
    assert told("log", "--from", "2026-11-24")["rows"] == []


def test_a_paused_vendor_stands_in_the_plan_with_the_reason(told, work, covered):
    reminders.pause(work, work.session.get_one(Vendor, covered.acme), "a dispute")
    work.session.commit()
    paused = [row for row in told("plan")["rows"] if row["side"] == "vendor"]
    assert {(row["state"], row["letter"]) for row in paused} == {("paused", None)}
    assert "a dispute" in paused[0]["reason"]


def test_who_stands_in_for_the_vendor_is_named_with_the_role(told, work, covered):
    for role in rows(work.session, VendorContact, vendor_id=covered.acme):
        work.session.delete(role)
    work.session.commit()
    found = told("plan", "--to", "2026-11-23")["rows"]
    assert [(row["recipient"], row["side"], row["roles"]) for row in found] == [
        ("pia@city.example", "city", ["signer", "primary", "owner"])
    ]


def test_people_read_both_as_lines(tracker, covered):
    lines = tracker("reminders", "plan", "--to", "2026-11-23").output.splitlines()
    assert lines[0] == "Mon 2026-11-23"
    assert lines[-1] == "2 digests, 2 steps, 0 waiting."
    tracker("reminders", "run")
    lines = tracker("reminders", "log", "--state", "sent").output.splitlines()
    assert lines[-1] == "2 steps."
    assert "cora@acme.example  sent, letter sent  C-2291, expiry due 2026-12-07, step -14" in lines[0] + lines[1]


def test_rows_can_be_had_one_a_line(tracker, told, covered):
    for command in ("plan", "log"):
        lines = [json.loads(line) for line in tracker("reminders", command, "--jsonl").output.splitlines()]
        assert lines == told(command)["rows"]
        tracker("reminders", "run")


def test_reading_writes_nothing(tracker, work, covered):
    for words in (("plan",), ("log",), ("plan", "--json"), ("log", "--json")):
        assert tracker("reminders", *words).exit_code == 0
    assert rows(work.session, Reminder) == []


def test_the_index_can_be_checked_and_built_again(tracker, covered):
    assert tracker("reminders", "rebuild").exit_code == 0
    result = tracker("reminders", "check")
    assert (result.exit_code, result.output) == (0, "The index of reminders is right.\n")
