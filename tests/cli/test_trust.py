"""`tracker trust`, and the trust list behind `tracker document check`."""

import json
from io import BytesIO
from zoneinfo import ZoneInfo

import pikepdf
import pytest
from click.testing import CliRunner

from tracker.cli.frame import Installation
from tracker.cli.main import commands
from tracker.clock import Clock
from tracker.documents.signatures.sample import CALLED, SampleAuthority, Signer


@pytest.fixture(scope="module")
def authority():
    return SampleAuthority(Clock(ZoneInfo("UTC")).now())


@pytest.fixture
def tracker(app, monkeypatch):
    """Run a command on the installation of the test."""
    monkeypatch.setattr(Installation, "settings", app.extensions["tracker.settings"])
    return lambda *words: CliRunner().invoke(commands, [str(word) for word in words], obj=Installation(lambda _: app))


@pytest.fixture
def bundle(tmp_path, authority):
    path = tmp_path / "ca.pem"
    path.write_text(authority.pem)
    return path


@pytest.fixture
def signed(tmp_path, authority, moments):
    pdf = pikepdf.new()
    pdf.add_blank_page(page_size=(612, 792))
    file = BytesIO()
    pdf.save(file)
    path = tmp_path / "signed.pdf"
    path.write_bytes(authority.signed(file.getvalue(), Signer("Cora Chen", "Acme", ""), moments.now()))
    return path


def test_the_list_is_added_to_listed_and_exported(tracker, bundle, authority, tmp_path):
    assert tracker("trust", "list").output == "The trust list is empty.\n"
    assert tracker("trust", "export", tmp_path / "none.pem").exit_code == 1
    assert "Version 1" in tracker("trust", "add", bundle, "--note", "For the vendors.").output
    listed = tracker("trust", "list").output
    assert listed.startswith("Version 1: For the vendors.\n")
    assert CALLED in listed
    tracker("trust", "export", tmp_path / "out.pem")
    assert (tmp_path / "out.pem").read_text() == authority.pem


def test_what_is_no_certificate_is_refused_in_one_sentence(tracker, signed):
    done = tracker("trust", "add", signed, "--note", "Oops.")
    assert done.exit_code == 1
    assert "cannot be read" in done.output
    assert "Traceback" not in done.output


def test_a_file_is_checked_by_the_list_of_the_database_unless_another_is_given(tracker, bundle, signed):
    def verdict(*more):
        return json.loads(tracker("document", "check", signed, "--json", *more).output)["verdict"]

    assert verdict() == "UNVERIFIED SIGNER"
    assert verdict("--trust", bundle) == "TRUSTED"
    tracker("trust", "add", bundle, "--note", "For the vendors.")
    assert verdict() == "TRUSTED"
