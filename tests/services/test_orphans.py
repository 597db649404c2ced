"""Files that no document names are taken away after a day; files that are not whole are found."""

from io import BytesIO

import pytest
from click.testing import CliRunner

from tests.cast import rows
from tests.submitted import submitted
from tracker.app import create_app
from tracker.cli.frame import Installation
from tracker.cli.main import commands
from tracker.documents.store import store_of
from tracker.models.document import Document
from tracker.services import orphans


@pytest.fixture
def files(work, cast, settings, moments):
    """A document whose file is there, a file that no row names, and half of one; gives the document's digest."""
    store = store_of(settings)
    number = submitted(work, cast.acme, cast.cora, cast.payroll)
    submitted(work, cast.birch, cast.ben, cast.cameras)
    row, other = rows(work.session, Document)
    assert row.attestation_id == number
    kept = store.put(BytesIO(b"signed"), 100)
    row.digest = other.digest = kept.digest
    work.session.commit()
    store.put(BytesIO(b"orphan"), 100)
    folder = settings.files_folder
    (folder / kept.digest[:2] / kept.digest[2:4] / f"{kept.digest}.1a2b.part").write_bytes(b"sig")
    store.keep_picture(kept.digest, "1-1000.png", folder / ".lock")
    return kept.digest


def keys(work, settings):
    return {kept.key for kept, _digest in store_of(settings).listed()}


def test_nothing_is_taken_away_on_the_first_day_and_orphans_after_it(files, work, settings, moments):
    store, before = store_of(settings), keys(work, settings)
    assert orphans.sweep(work, store) == 0
    moments.travel(days=40_000)
    assert orphans.sweep(work, store) == 2
    left = keys(work, settings)
    assert len(before - left) == 2
    assert {key.split("/")[-1] for key in left} == {files, "1-1000.png"}


def test_an_orphan_that_arrives_again_begins_its_day_anew(files, work, settings, moments):
    store = store_of(settings)
    found = next(kept for kept, _digest in store.listed() if kept.size == len(b"orphan"))
    store.put(BytesIO(b"orphan"), 100)
    assert not store.remove(found.key, found.put_at)


def test_the_job_sweeps_once_a_day(files, work, moments):
    moments.travel(days=40_000)
    assert orphans.sweep_daily(work, work.session.commit) == "took 2 files away that no document names"
    assert orphans.sweep_daily(work, work.session.commit) == ""
    moments.travel(days=2)
    assert orphans.sweep_daily(work, work.session.commit) == "took 0 files away that no document names"


def test_a_missing_and_a_changed_file_are_found(files, work, settings):
    store, path = store_of(settings), settings.files_folder / files[:2] / files[2:4] / files
    assert orphans.check(work, store) == orphans.Whole(1, (), ())
    path.write_bytes(b"changed")
    assert orphans.check(work, store).different == (files,)
    path.unlink()
    assert orphans.check(work, store).missing == (files,)


def test_the_command_counts_and_fails_on_damage(files, work, settings, monkeypatch):
    monkeypatch.setattr(Installation, "settings", settings)
    good = CliRunner().invoke(commands, ["files", "check", "--sweep"], obj=Installation(create_app))
    assert good.exit_code == 0, good.output
    assert "files of documents: 1" in good.output
    assert "removed: 0" in good.output
    (settings.files_folder / files[:2] / files[2:4] / files).unlink()
    bad = CliRunner().invoke(commands, ["files", "check"], obj=Installation(create_app))
    assert bad.exit_code == 1
    assert "missing: 1" in bad.output
