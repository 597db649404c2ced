"""Export for editing and import, both on the command line."""

import json

import pytest
from click.testing import CliRunner
from openpyxl import load_workbook

from tracker.cli.frame import Installation
from tracker.cli.main import commands


@pytest.fixture
def run(app, cast, settings, monkeypatch):
    monkeypatch.setattr(Installation, "settings", settings)
    installation = Installation(lambda _settings: app)
    return lambda *arguments: CliRunner().invoke(commands, list(map(str, arguments)), obj=installation)


def test_what_was_typed_comes_back_and_nothing_else(run, tmp_path):
    path = tmp_path / "edit.xlsx"
    done = run("export", "status", "--for-editing", "--output", path)
    assert done.output.startswith("2 contracts as of"), done.output
    found = run("import", "contracts", path, "--json")
    assert (found.exit_code, json.loads(found.output)["unchanged"]) == (0, 2)
    book = load_workbook(path)
    book["Contracts"]["F2"].value = "Edited"
    book.save(path)
    told = json.loads(run("import", "contracts", path, "--json").output)
    assert (told["changed"], told["unchanged"]) == (1, 1)
    told = json.loads(run("import", "contracts", path, "--json").output)
    assert (told["changed"], told["unchanged"]) == (0, 2)


@pytest.mark.parametrize(("view", "name"), [("vendors", "x.xlsx"), ("status", "x.csv")])
def test_only_contracts_in_a_workbook_are_for_editing(run, tmp_path, view, name):
    done = run("export", view, "--for-editing", "--output", tmp_path / name)
    assert done.exit_code != 0
    assert "For editing there is the list status" in done.output
