"""Every file of the corpus gets its verdict, whatever way it is asked for."""

from collections import Counter

import pytest

from tests.signatures.__main__ import Command
from tests.signatures.running import Files, checked, checked_here, wrong
from tests.signatures.table import CASES
from tests.signatures.table_honest import HONEST
from tracker.documents.signatures.revisions import NoSuchRevision, signed_revision
from tracker.domain.signature_verdict import Verdict

NAMED = {case.name: case for case in CASES}
AS_THE_PRODUCT_DOES = (
    "signed, list says good",
    "vendor and city",
    "long-term, certificate run out since",
    "value changed between two signatures",
    "content swapped",
    "bytes after the end, with an end",
    "expired",
    "revoked, inside the signature",
    "unsigned",
    "script in an object stream",
)
BY_COMMAND = ("vendor and city", "revoked", "covered by an unsigned field", "0 bytes")


@pytest.fixture(scope="session")
def files(tmp_path_factory):
    return Files(tmp_path_factory.mktemp("signatures"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_file_gets_its_verdict_and_its_sentence(files, case):
    found = checked(files, case) if case.alone else checked_here(files, case)
    assert not wrong(case, found.as_json())
    assert found.sentence.endswith(".")


@pytest.mark.parametrize("name", AS_THE_PRODUCT_DOES)
def test_the_child_process_says_the_same(files, name):
    assert not wrong(NAMED[name], checked(files, NAMED[name]).as_json())


def test_the_command_says_the_same(files):
    command = Command(files)
    for name in BY_COMMAND:
        assert not wrong(NAMED[name], command.asked(NAMED[name]))


def test_only_the_table_of_honest_files_is_trusted():
    assert {case.verdict for case in HONEST} == {Verdict.TRUSTED}
    trusting = [case for case in CASES if Verdict.TRUSTED in {case.verdict, *case.or_else}]
    assert trusting == HONEST


def test_no_two_cases_have_one_name():
    assert [name for name, count in Counter(case.name for case in CASES).items() if count > 1] == []


def test_what_was_signed_can_be_opened_as_it_was_then(files, tmp_path):
    later = NAMED["value changed between two signatures"]
    path = tmp_path / "later.pdf"
    path.write_bytes(files.data(later))
    rows = checked_here(files, later).signatures
    then = [signed_revision(path, row.revision) for row in rows]
    assert then[1] == path.read_bytes()
    assert then[1].startswith(then[0])
    assert b"(1000)" in then[1]
    assert b"(1000)" not in then[0]
    path.write_bytes(then[0])
    with pytest.raises(NoSuchRevision):
        signed_revision(path, 7)
