"""`tracker evidence pack`: a pack from the command line, noted as the pages note theirs."""

import json
import subprocess
import sys
from zipfile import ZipFile

import pytest
from click.testing import CliRunner

from tests.architecture.sources import ROOT
from tests.cast import rows
from tests.submitted import submitted
from tracker.cli.frame import Installation
from tracker.cli.main import commands
from tracker.models.event import Event

VERIFIER = ROOT / "seed_data" / "verifier" / "verify_pack.py"


@pytest.fixture
def tracker(app, monkeypatch):
    """Run a command on the installation of the test."""
    monkeypatch.setattr(Installation, "settings", app.extensions["tracker.settings"])
    return lambda *words: CliRunner().invoke(commands, words, obj=Installation(lambda _settings: app))


@pytest.fixture
def answers(work, cast):
    """An answer of each vendor."""
    return [
        submitted(work, cast.acme, cast.cora, cast.payroll),
        submitted(work, cast.birch, cast.ben, cast.cameras),
    ]


def test_a_pack_is_written_noted_and_accepted_by_the_verifier(tracker, answers, work, tmp_path):
    for about, number in (("contract", "C-2291"), ("vendor", "V-200"), ("attestation", str(answers[1]))):
        path = tmp_path / f"{about}.zip"
        said = tracker("evidence", "pack", about, number, "--for", "privacy-officer", "--out", str(path))
        assert said.exit_code == 0, said.output
        digest = said.output.rsplit(" ", 1)[1].strip()
        command = [sys.executable, "-I", str(VERIFIER), str(path), "--manifest", digest]
        assert subprocess.run(command, capture_output=True, check=False).returncode == 0
        with ZipFile(path) as opened:
            assert json.loads(opened.read("manifest.json"))["made_for"] == "privacy officer"
    made = rows(work.session, Event, action="evidence:made")
    assert [event.actor_kind for event in made] == ["command line"] * 3


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("contract", "C-9999", "--for", "auditor"), "There is no contract C-9999."),
        (("attestation", "x", "--for", "auditor"), "There is no attestation x."),
        (("contract", "C-2291", "--for", "auditor", "--as-of", "soon"), "is not a day"),
        (("contract", "C-2291", "--for", "auditor", "--as-of", "2027-01-01"), "lies ahead"),
        (("contract", "C-2291", "--for", "everybody"), "Invalid value"),
    ],
)
def test_what_cannot_be_made_is_said_in_a_sentence(tracker, answers, work, tmp_path, words, sentence):
    path = tmp_path / "pack.zip"
    said = tracker("evidence", "pack", *words, "--out", str(path))
    assert said.exit_code != 0
    assert sentence in said.output
    assert not path.exists()
    assert rows(work.session, Event, action="evidence:made") == []


def test_a_folder_that_does_not_exist_is_said(tracker, answers, work, tmp_path):
    said = tracker("evidence", "pack", "contract", "C-2291", "--for", "public", "--out", str(tmp_path / "no" / "x.zip"))
    assert said.exit_code == 1
    assert "could not be written" in said.output
    assert rows(work.session, Event, action="evidence:made") == []
