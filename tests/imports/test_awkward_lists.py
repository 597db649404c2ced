"""Every awkward file has its outcome: what is read, what is passed over, what is refused and in which words."""

from dataclasses import replace

import pytest

from tests.awkward_lists.case import Case, Table
from tests.awkward_lists.cells import CELLS
from tests.awkward_lists.lists import LISTS
from tests.awkward_lists.names import NAMES
from tests.awkward_lists.refused import REFUSED
from tests.awkward_lists.texts import TEXTS
from tests.awkward_lists.workbooks import WORKBOOKS
from tracker.imports import header, listing
from tracker.imports.detected import detect
from tracker.imports.opened import open_file
from tracker.imports.table import ListUnreadable

CASES = Table((*TEXTS, *CELLS, *NAMES, *WORKBOOKS, *LISTS, *REFUSED)).cases


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_an_awkward_file_comes_to_its_outcome(case: Case, tmp_path):
    path = tmp_path / "list"
    path.write_bytes(case.make())
    if case.refused:
        with pytest.raises(ListUnreadable) as refused:
            open_file(path)
        assert case.refused in str(refused.value)
        return
    opened = open_file(path)
    sheet = opened.sheet(case.sheet)
    mapping = replace(detect(sheet, header.find(sheet, case.kind), case.kind), **case.options)
    found = listing.read(sheet, mapping, case.kind)
    wanted = [
        {key: record.values.get(key, "not mapped") for key in want}
        for record, want in zip(found.records, case.records, strict=False)
    ]
    assert wanted == list(case.records)
    assert len(found.records) == len(case.records)
    if case.rows:
        assert [record.number for record in found.records] == list(case.rows)
    assert [(error.number, error.column) for error in found.errors] == [each[:2] for each in case.errors]
    for error, (_, _, reason) in zip(found.errors, case.errors, strict=True):
        assert reason in error.reason
    said = " ".join((*opened.notes, *mapping.notes, *found.notes))
    for note in case.notes:
        assert note in said
