"""Past attestations from the command line need a privacy officer who answers for them."""

import json

import pytest
from click.testing import CliRunner

from tests.cast import rows
from tests.list_imports.test_other_lists import PAST
from tracker.app import create_app
from tracker.cli.frame import Installation
from tracker.cli.main import commands
from tracker.database import db
from tracker.models.review import Review

LINES = PAST + "C-2291,Cora Chen,CFO,,2/1/2026,11/30/2026,1,\n"


@pytest.fixture
def run(database, tmp_path, monkeypatch, cast):
    """Run `tracker import attestations` on a list of past attestations."""
    monkeypatch.setenv("TRACKER_DATABASE_URL", database)
    monkeypatch.setenv("TRACKER_FILES_URL", f"file:{tmp_path}/files")
    monkeypatch.setenv("TRACKER_MAIL_URL", f"folder:{tmp_path}/mail")
    monkeypatch.setenv("TRACKER_SECRET_KEY", "a-secret-of-the-tests-only-0123456789-abcdefghij")
    file = tmp_path / "past.csv"
    file.write_text(LINES)
    installation = Installation(create_app)
    words = ("import", "attestations", str(file))
    yield lambda *more: CliRunner().invoke(commands, (*words, *more), obj=installation)
    with installation.app.app_context():
        db.session.remove()
        db.engine.dispose()


def test_without_a_person_every_past_attestation_is_refused(run):
    ended = run("--json")
    assert ended.exit_code == 3
    assert "--by" in json.loads(ended.stdout)["rows"][0]["what"]


def test_a_privacy_officer_answers_for_past_attestations(run, session, cast):
    assert run("--by", "pia@city.example").exit_code == 1
    ended = run("--by", "Oscar@city.example")
    assert ended.exit_code == 0, ended.output
    assert rows(session, Review)[0].reviewer_id == cast.oscar
