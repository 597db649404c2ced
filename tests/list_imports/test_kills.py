"""A process that is killed while it brings a list in leaves nothing, and the list is taken up by the next one."""

import signal
import subprocess
import sys

from tests.cast import rows
from tests.list_imports.dumps import dump
from tests.list_imports.test_contract_lists import DATA
from tracker.domain.import_words import ImportState
from tracker.models.contract import Contract
from tracker.models.event import Event
from tracker.models.list_import import ImportTrace
from tracker.services import audit_verification
from tracker.services.list_imports import runs, working


def test_a_kill_in_the_midst_of_writing_leaves_nothing_and_the_next_process_does_it(
    desk, session, settings, tmp_path, moments, monkeypatch
):
    monkeypatch.setattr(runs, "FEW_ROWS", 1)
    run = desk.begin(DATA / "philadelphia-excerpt-q1.csv")
    working.work_off(desk.work, session.commit)
    runs.ask_apply(desk.work, run)
    session.commit()
    before, deeds = dump(session), len(rows(session, Event))
    session.rollback()
    ended = subprocess.run(  # our own module, with arguments of ours
        [
            sys.executable,
            "-m",
            "tests.list_imports.killed",
            settings.database_url,
            str(tmp_path),
            moments.at.isoformat(),
        ],
        check=False,
        capture_output=True,
    )
    assert ended.returncode == -signal.SIGKILL, ended.stderr.decode()
    assert dump(session) == before
    assert (len(rows(session, Event)), rows(session, ImportTrace)) == (deeds, [])
    assert run.state == ImportState.APPLYING
    session.rollback()
    moments.travel(minutes=10)
    working.work_off(desk.work, session.commit)
    assert (run.state, run.problem) == (ImportState.APPLIED, "")
    assert len(rows(session, Contract)) > 20
    assert audit_verification.verify(session).found == 0
