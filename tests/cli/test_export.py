"""`tracker export status`: files whole or not at all, and errors in one sentence."""

import csv

import pytest
from click.testing import CliRunner
from openpyxl import load_workbook

from tracker.cli.frame import Installation
from tracker.cli.main import commands


@pytest.fixture
def run(app, cast, settings, monkeypatch):
    monkeypatch.setattr(Installation, "settings", settings)
    installation = Installation(lambda _settings: app)

    def invoke(*arguments):
        return CliRunner().invoke(commands, ["export", "status", *map(str, arguments)], obj=installation)

    return invoke


def test_a_workbook_is_written_as_of_the_day_asked_for(run, tmp_path):
    path = tmp_path / "status.xlsx"
    done = run("--as-of", "2027-06-30", "--output", path)
    assert (done.exit_code, done.output.strip()) == (0, f"2 contracts as of 2027-06-30 written to {path}.")
    assert load_workbook(path)["Contract status"].max_row == 3
    assert [found.name for found in tmp_path.iterdir() if found.name.startswith(".status")] == []


def test_a_csv_file_is_written_as_of_today_and_replaces_the_one_before(run, tmp_path):
    path = tmp_path / "status.CSV"
    path.write_text("old")
    assert run("--output", path).output.strip() == f"2 contracts as of 2026-11-23 written to {path}."
    with path.open(newline="") as file:
        assert [row["Contract no."] for row in csv.DictReader(file)] == ["C-2291", "C-3300"]


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("--as-of", "tomorrow", "--output", "{}/a.xlsx"), "'tomorrow' is not a day; write it like 2026-11-22."),
        (("--output", "{}/none/a.xlsx"), "The folder {}/none does not exist."),
        (("--output", "{}/a.pdf"), "a.pdf must end in .xlsx, .csv or .jsonl."),
        (("--output", "{}/folder.csv"), "{}/folder.csv is a folder."),
    ],
)
def test_what_cannot_be_done_is_said_in_one_sentence(run, tmp_path, arguments, sentence):
    (tmp_path / "folder.csv").mkdir()
    done = run(*(part.format(tmp_path) for part in arguments))
    assert done.exit_code == 1
    assert done.output.strip() == f"Error: {sentence.format(tmp_path)}"
    assert [found.name for found in tmp_path.iterdir() if found.name.startswith(("a.", ".a."))] == []


def test_a_failure_half_way_leaves_the_file_before_as_it_was(run, tmp_path, monkeypatch):
    def fail(*_arguments):
        raise LookupError("The disk is tired.")

    path = tmp_path / "status.csv"
    path.write_text("old")
    monkeypatch.setattr("tracker.cli.export.write", fail)
    assert run("--output", path).exit_code == 1
    assert path.read_text() == "old"
    assert [found.name for found in tmp_path.iterdir() if ".status" in found.name] == []
