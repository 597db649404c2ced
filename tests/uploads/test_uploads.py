"""A little of the upload harness; `python -m tests.uploads --kills 150` is the whole of it."""

from tests.databases import fresh
from tests.uploads.command import MUST_BE_NONE
from tests.uploads.kills import killed
from tests.uploads.server import Server


def test_a_server_killed_during_uploads_has_no_row_without_its_file(tmp_path):
    outcome = killed(Server(fresh("sqlite", tmp_path), tmp_path), times=2, seed=11, each_acknowledges=True)
    must = {name: getattr(outcome, name) for name in MUST_BE_NONE}
    assert must == dict.fromkeys(MUST_BE_NONE, 0), outcome
    assert (outcome.kills, outcome.lives_with_acknowledged) == (2, 2)
    assert outcome.rows >= len(outcome.acknowledged) >= 2
