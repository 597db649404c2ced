"""Every file of the corpus gets its verdict, whatever way it is asked for."""

import pytest

from tests.signatures.running import Files, checked, checked_here, wrong
from tests.signatures.table import CASES


@pytest.fixture(scope="session")
def files(tmp_path_factory):
    return Files(tmp_path_factory.mktemp("signatures"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_file_gets_its_verdict_and_its_sentence(files, case):
    found = checked(files, case) if case.alone else checked_here(files, case)
    assert not wrong(case, found.as_json())
