"""`tracker seed` and `tracker import`, as they are typed."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from tracker.app import create_app
from tracker.cli.frame import Installation
from tracker.cli.main import commands
from tracker.database import db

EXCERPT = str(Path(__file__).parents[1] / "data" / "philadelphia-excerpt-q1.csv")


@pytest.fixture
def run(database, tmp_path, monkeypatch):
    """Run `tracker` with words, in an installation that is not a sample."""
    monkeypatch.setenv("TRACKER_DATABASE_URL", database)
    monkeypatch.setenv("TRACKER_FILES_URL", f"file:{tmp_path}/files")
    monkeypatch.setenv("TRACKER_MAIL_URL", f"folder:{tmp_path}/mail")
    monkeypatch.setenv("TRACKER_SECRET_KEY", "a-secret-of-the-tests-only-0123456789-abcdefghij")
    monkeypatch.delenv("TRACKER_SAMPLE_MODE", raising=False)
    installation = Installation(create_app)
    yield lambda *words: CliRunner().invoke(commands, words, obj=installation)
    with installation.app.app_context():
        db.session.remove()
        db.engine.dispose()


def test_the_last_line_of_an_import_counts_the_rows_and_twice_changes_nothing(run):
    words = ("import", "contracts", EXCERPT, "--preset", "philadelphia")
    dry = run(*words, "--dry-run").output.splitlines()
    assert dry[-2:] == ["Dry run: nothing was changed.", "created 34, changed 0, unchanged 0, refused 0"]
    assert run(*words).output.splitlines()[-1] == "created 34, changed 0, unchanged 0, refused 0"
    assert run(*words).output.splitlines()[-1] == "created 0, changed 0, unchanged 34, refused 0"


def test_a_report_as_json_holds_the_counts(run):
    report = json.loads(run("import", "contracts", EXCERPT, "--preset", "philadelphia", "--json").output)
    assert (report["created"], report["refused"], report["dry_run"]) == (34, 0, False)


def test_an_unknown_preset_is_one_sentence_and_exit_code_1(run):
    result = run("import", "contracts", EXCERPT, "--preset", "springfield")
    assert result.exit_code == 1
    assert result.output.startswith('Error: There is no preset named "springfield"')


def test_refused_rows_are_named_with_row_and_column(run, tmp_path):
    path = tmp_path / "list.csv"
    path.write_text("Contract no.,Vendor,Department,End\nC-1,Acme,Law,6/30/0201\nC-2,Birch,Law,\n")
    lines = run("import", "contracts", str(path), "--preset", "generic").output.splitlines()
    assert lines[0].startswith('refused: row 2: column End: "6/30/0201"')
    assert lines[-1] == "created 1, changed 0, unchanged 0, refused 1"


def test_the_sample_city_is_refused_outside_sample_mode_and_the_catalogue_is_not(run):
    result = run("seed")
    assert result.exit_code == 1
    assert "TRACKER_SAMPLE_MODE" in result.output
    assert run("seed", "--catalogue-only").output == "The catalogue is already there.\n"
