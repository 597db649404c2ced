"""`tracker seed` and `tracker import`, as they are typed."""

import hashlib
import json
from pathlib import Path

import openpyxl
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


REFUSED = "Contract no.,Vendor,Department,End\nC-1,Acme,Law,6/30/0201\nC-2,Birch,Law,\n"


def test_refused_rows_are_named_with_row_and_column_and_nothing_is_brought_in(run, tmp_path):
    path = tmp_path / "list.csv"
    path.write_text(REFUSED)
    result = run("import", "contracts", str(path), "--preset", "generic")
    lines = result.stdout.splitlines()
    assert lines[0].startswith('refused: row 2: column End: "6/30/0201"')
    assert lines[-1] == "created 1, changed 0, unchanged 0, refused 1"
    assert result.exit_code == 3
    assert "nothing was" in result.stderr
    assert run("import", "contracts", str(path), "--dry-run").exit_code == 3


def test_the_other_rows_are_brought_in_when_refused_ones_are_skipped(run, tmp_path):
    path = tmp_path / "list.csv"
    path.write_text(REFUSED)
    result = run("import", "contracts", str(path), "--skip-refused")
    assert result.exit_code == 0
    assert result.output.splitlines()[-1] == "created 1, changed 0, unchanged 0, refused 1"
    again = run("import", "contracts", str(path), "--skip-refused").output.splitlines()
    assert again[-1] == "created 0, changed 0, unchanged 1, refused 1"


def test_a_workbook_of_several_sheets_is_read_as_a_mapping_says(run, tmp_path):
    book = openpyxl.Workbook()
    book.worksheets[0].append(["Read me"])
    sheet = book.create_sheet("Terms")
    for row in (
        ["City of Springfield"],
        ["A", "B", "C", "D"],
        ["C-1", "Acme", "Law", "1.2.2019"],
        ["C-2", "Birch", "Law"],
    ):
        sheet.append(row)
    book.save(tmp_path / "list.xlsx")
    mapping = tmp_path / "mapping.json"
    columns = {"contract_number": "A", "vendor": "B", "department": "C", "starts_on": 3}
    mapping.write_text(json.dumps({"header_row": 2, "columns": columns, "date_order": "dmy"}))
    words = (
        "import",
        "contracts",
        str(tmp_path / "list.xlsx"),
        "--sheet",
        "Terms",
        "--mapping",
        str(mapping),
        "--json",
    )
    report = json.loads(run(*words).stdout)
    assert (report["created"], report["applied"], report["mapping"]["date_order"]) == (2, True, "dmy")
    assert report["sha256"] == hashlib.sha256((tmp_path / "list.xlsx").read_bytes()).hexdigest()
    assert {row["contract"] for row in report["rows"]} == {"C-1", "C-2"}


def test_vendors_are_brought_in_by_the_same_command(run, tmp_path):
    path = tmp_path / "vendors.csv"
    path.write_text("Supplier;Supplier ID;DBA\nAcme LLC;0042;Acme Paving\nBirch Inc;0043;\n")
    assert run("import", "vendors", str(path)).output.splitlines()[-1] == "created 2, changed 0, unchanged 0, refused 0"
    assert run("import", "vendors", str(path)).output.splitlines()[-1] == "created 0, changed 0, unchanged 2, refused 0"


def test_a_file_that_cannot_be_read_is_one_sentence_and_exit_code_1(run, tmp_path):
    path = tmp_path / "list.xls"
    path.write_text("<html><table><tr><td>Vendor</td></tr></table></html>")
    result = run("import", "contracts", str(path))
    assert result.exit_code == 1
    assert result.output.startswith("Error: This is a web page")


def test_a_mapping_that_names_a_missing_column_is_one_sentence_and_exit_code_1(run, tmp_path):
    (tmp_path / "list.csv").write_text("Contract no.,Vendor\nC-1,Acme\nC-2,Birch\n")
    (tmp_path / "mapping.json").write_text('{"columns": {"vendor": "Company"}}')
    result = run("import", "contracts", str(tmp_path / "list.csv"), "--mapping", str(tmp_path / "mapping.json"))
    assert result.exit_code == 1
    assert result.output.startswith('Error: The file has no column "Company"')


@pytest.mark.parametrize("told", ["[1]", "not JSON", '{"header_row": "x"}', '{"header_row": 99}', '{"columns": 3}'])
def test_a_mapping_that_is_none_is_one_sentence_and_exit_code_1(run, tmp_path, told):
    (tmp_path / "list.csv").write_text("Contract no.,Vendor\nC-1,Acme\nC-2,Birch\n")
    (tmp_path / "mapping.json").write_text(told)
    result = run("import", "contracts", str(tmp_path / "list.csv"), "--mapping", str(tmp_path / "mapping.json"))
    assert result.exit_code == 1
    assert result.output.startswith("Error: ")
    assert "mapping" in result.output or "row 99" in result.output


def test_the_sample_city_is_refused_outside_sample_mode_and_the_catalogue_is_not(run):
    result = run("seed")
    assert result.exit_code == 1
    assert "TRACKER_SAMPLE_MODE" in result.output
    assert run("seed", "--catalogue-only").output == "The catalogue is already there.\n"
