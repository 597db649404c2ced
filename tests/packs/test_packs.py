"""What an evidence pack holds, for whom, and that a stranger's Python accepts it."""

import json
from datetime import timedelta

import pytest

from tests.cast import rows
from tests.packs.conftest import MONDAY, members, verify
from tracker.domain.disclosure import Audience
from tracker.models.document import Document
from tracker.models.event import Event
from tracker.queries.evidence import About


def test_a_pack_of_each_kind_is_accepted(packed, city):
    for about, number in (
        (About.ATTESTATION, city.acme),
        (About.CONTRACT, city.cast.cameras),
        (About.VENDOR, city.cast.birch),
    ):
        said = verify(packed(about, number))
        assert (said.returncode, said.stderr) == (0, ""), said.stdout + said.stderr
        assert "INTACT" in said.stdout
