"""The commands that docs/reminders.md tells a reader to type do what they say, and their fields are told."""

import json
import re
import shlex
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.attested import attest, share
from tests.moments import MONDAY
from tracker.cli.frame import Installation
from tracker.cli.main import commands

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "reminders.md").read_text()
SECTION = PAGE.partition("## From the command line\n")[2].partition("\n## ")[0]
TYPED = re.findall(r"^\$ tracker (.*)$", SECTION, re.MULTILINE)


@pytest.fixture
def tracker(app, work, cast, monkeypatch):
    monkeypatch.setattr(Installation, "settings", app.extensions["tracker.settings"])
    share(work, cast.payroll)
    attest(work, cast.payroll, cast.oscar, MONDAY + timedelta(days=14))
    work.session.commit()
    return lambda line: CliRunner().invoke(commands, shlex.split(line), obj=Installation(lambda _settings: app))


def test_every_documented_command_works_and_every_field_it_prints_is_told(tracker):
    assert len(TYPED) > 5
    tracker("reminders run")
    named = set(re.findall(r"`([a-z_]+)`", SECTION))
    for line in TYPED:
        result = tracker(line)
        assert result.exit_code == 0, f"{line}: {result.output}"
        if "--json" in line:
            printed = [json.loads(text) for text in [result.output] if "--json " in f"{line} "]
            printed += [json.loads(text) for text in result.output.splitlines() if "--jsonl" in line]
            assert fields(printed) <= named, fields(printed) - named


def fields(value):
    if isinstance(value, list):
        return set().union(*(fields(one) for one in value))
    return set(value).union(*(fields(one) for one in value.values())) if isinstance(value, dict) else set()
