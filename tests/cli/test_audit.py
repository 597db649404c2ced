"""Whoever has the database cannot change the trail unseen: `tracker audit`, and the verifier that needs no tracker."""

# ruff: noqa: S608  # tampering is written as an attacker would, with numbers of our own

import json
import sqlite3
import subprocess
import sys
from contextlib import closing
from secrets import token_hex

import psycopg
import pytest
from click.testing import CliRunner
from sqlalchemy import make_url

from tests.architecture.sources import ROOT
from tracker.cli.frame import Installation
from tracker.cli.main import commands
from tracker.domain.event_chain import BEGINNING, seal
from tracker.queries import event_chain
from tracker.services import events

VERIFIER = ROOT / "seed_data" / "verifier" / "verify_audit.py"


@pytest.fixture
def tracker(app, monkeypatch):
    """Run a command on the installation of the test."""
    monkeypatch.setattr(Installation, "settings", app.extensions["tracker.settings"])
    return lambda *words: CliRunner().invoke(commands, words, obj=Installation(lambda _settings: app))


@pytest.fixture
def trail(work, cast, tracker):
    """Eight events about two vendors, and a checkpoint kept outside; the numbers of the events."""
    recorded = [
        events.record(work, "vendor:edited", f"edited vendor, {turn}", ("vendor", vendor), details={"turn": turn}).id
        for turn in range(4)
        for vendor in (cast.acme, cast.birch)
    ]
    work.session.commit()
    return recorded


@pytest.fixture
def checkpoint(trail, tracker, work, tmp_path):
    """A file with the checkpoint, as somebody outside keeps it."""
    path = tmp_path / "checkpoints.txt"
    path.write_text(tracker("audit", "checkpoint").output)
    work.session.rollback()
    return str(path)


@pytest.fixture
def tamper(database, session, checkpoint):
    """Change the database as somebody who has it whole: past its triggers and keys."""
    session.rollback()

    def change(*statements):
        if database.startswith("sqlite"):
            with closing(sqlite3.connect(str(make_url(database).database))) as connection:
                for table in ("event", "event_subject", "event_seal"):
                    for deed in ("update", "delete"):
                        connection.execute(f"DROP TRIGGER IF EXISTS {table}_refuses_{deed}")
                run(connection, statements)
            return
        plain = make_url(database).set(drivername="postgresql").render_as_string(hide_password=False)
        with psycopg.connect(plain) as connection:
            connection.execute("SET session_replication_role = replica")
            run(connection, statements)

    return change


def run(connection, statements):
    for statement in statements:
        connection.execute(statement)
    connection.commit()


@pytest.fixture
def both(tracker, tmp_path):
    """Verify with the tracker and with the stand-alone verifier; give the findings of the one, the other's words."""

    def verify(*checkpoints):
        options = [word for path in checkpoints for word in ("--checkpoint", path)]
        said = tracker("audit", "verify", "--json", *options)
        outcome = json.loads(said.output)
        assert said.exit_code == (1 if outcome["found"] else 0)
        assert tracker("audit", "export", str(tmp_path / "trail.jsonl")).exit_code == 0
        alone = subprocess.run(
            [sys.executable, "-I", VERIFIER, tmp_path / "trail.jsonl", *options],
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert alone.returncode == said.exit_code, alone.stdout + alone.stderr
        return [(one["kind"], one["event"]) for one in outcome["findings"]], alone.stdout

    return verify


def test_a_trail_as_it_was_recorded_is_intact(both, checkpoint, trail):
    findings, words = both(checkpoint)
    assert findings == []
    assert words.startswith("INTACT: ")


@pytest.mark.parametrize(
    "edit",
    [
        "UPDATE event SET sentence = 'did nothing' WHERE id = {2}",
        "UPDATE event SET details = '{{\"turn\": 9}}' WHERE id = {2}",
        "UPDATE event SET actor_name = 'Somebody else' WHERE id = {2}",
        "UPDATE event SET at = '2026-01-01 00:00:00' WHERE id = {2}",
        "UPDATE event_subject SET subject_id = 99 WHERE event_id = {2}",
        "DELETE FROM event_subject WHERE event_id = {2}",
        "INSERT INTO event_subject (kind, subject_id, event_id) VALUES ('contract', 1, {2})",
    ],
)
def test_an_edit_is_found(both, tamper, trail, edit):
    tamper(edit.format(*trail))
    findings, words = both()
    assert findings == [("edited", trail[2])]
    assert f"Event {trail[2]} was edited" in words


def test_a_deletion_is_found(both, tamper, trail):
    tamper(f"DELETE FROM event WHERE id = {trail[2]}")
    findings, words = both()
    assert findings == [("deleted", trail[2])]
    assert f"Event {trail[2]} was deleted." in words


def test_a_deletion_with_its_seal_is_found(both, tamper, trail):
    tamper(f"DELETE FROM event_seal WHERE event_id = {trail[2]}", f"DELETE FROM event WHERE id = {trail[2]}")
    findings, words = both()
    assert findings == [("seal missing", None)]
    assert "were deleted" in words


def test_an_insertion_is_found(both, tamper, trail):
    tamper(
        "INSERT INTO event (id, at, actor_kind, actor_id, actor_name, action, sentence, details) "
        "SELECT 9999, at, actor_kind, actor_id, actor_name, action, 'approved it', details FROM event "
        f"WHERE id = {trail[2]}"
    )
    findings, words = both()
    assert findings == [("inserted", 9999)]
    assert "Event 9999 was inserted" in words


def test_a_swap_of_two_events_is_found(both, tamper, trail):
    first, last = trail[2], trail[5]
    tamper(*(
        f"UPDATE {table} SET {column} = {new} WHERE {column} = {old}"
        for table, column in (("event", "id"), ("event_subject", "event_id"))
        for old, new in ((first, 9999), (last, first), (9999, last))
    ))  # fmt: skip
    findings, words = both()
    assert findings == [("swapped", first)]
    assert f"Events {first} and {last} were swapped." in words


def test_a_swap_of_two_seals_is_found(both, tamper, trail):
    first, last = trail[2], trail[5]
    tamper(*(
        f"UPDATE event_seal SET event_id = {new} WHERE event_id = {old}"
        for old, new in ((first, 9999), (last, first), (9999, last))
    ))  # fmt: skip
    findings, words = both()
    assert findings == [("swapped", last)]
    assert "were swapped" in words


def test_a_cut_tail_is_found_by_the_checkpoint_alone(both, tamper, trail, checkpoint):
    cut = ", ".join(str(number) for number in trail[6:])
    tamper(*(f"DELETE FROM {table} WHERE {column} IN ({cut})" for table, column in (
        ("event_seal", "event_id"), ("event_subject", "event_id"), ("event", "id"),
    )))  # fmt: skip
    assert both()[0] == []
    findings, words = both(checkpoint)
    assert findings == [("tail cut", None)]
    assert "The tail was cut" in words


def test_a_chain_computed_anew_is_found_by_the_checkpoint_alone(both, tamper, trail, checkpoint, session):
    tamper(f"UPDATE event SET sentence = 'did nothing' WHERE id = {trail[2]}")
    tamper(*resealed(session))
    assert both()[0] == []
    findings, words = both(checkpoint)
    assert findings == [("sealed anew", None)]
    assert "The chain was computed anew" in words


def resealed(session):
    """The statements that chain all events anew, as the tracker would have."""
    statements, before = [], BEGINNING
    for one, event in event_chain.sealed(session):
        assert event is not None
        anew = seal(before, one.position, token_hex(32), event)
        before = anew.link
        statements.append(
            f"UPDATE event_seal SET salt = '{anew.salt}', commitment = '{anew.commitment}', link = '{anew.link}' "
            f"WHERE position = {one.position}"
        )
    session.rollback()
    return statements


def test_what_is_no_checkpoint_is_refused(tracker, trail):
    said = tracker("audit", "verify", "--checkpoint", "yesterday")
    assert said.exit_code == 1
    assert "holds no checkpoint" in said.output


def test_words_for_people_name_what_was_found(tracker, tamper, trail):
    assert tracker("audit", "verify").output.startswith(f"{trail[-1]} events are as they were recorded")
    tamper(f"DELETE FROM event WHERE id = {trail[2]}")
    assert f"  Event {trail[2]} was deleted." in tracker("audit", "verify").output


def test_an_export_that_is_not_whole_is_not_verified(tracker, trail, tmp_path):
    path = tmp_path / "trail.jsonl"
    tracker("audit", "export", str(path))
    path.write_text("".join(path.read_text().splitlines(keepends=True)[:-1]))
    alone = subprocess.run([sys.executable, "-I", VERIFIER, path], capture_output=True, text=True, check=False)
    assert (alone.returncode, alone.stdout) == (2, "")
    assert "not whole" in alone.stderr
