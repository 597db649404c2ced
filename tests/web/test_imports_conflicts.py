"""Cells that somebody changed while they were edited elsewhere: three values side by side, and a person chooses."""

import re
from html import unescape
from io import BytesIO

import openpyxl
import pytest

from tests.cast import rows
from tests.moments import MONDAY
from tracker.models.contract import Contract
from tracker.queries import people
from tracker.services.exports.asked import asked_of
from tracker.services.exports.editing import write_for_editing


@pytest.fixture
def returned(work, cast, visitors):
    """Export for editing, change both titles there and one of them here, send it back; gives client and address."""
    file, out = BytesIO(), BytesIO()
    viewer = people.viewer(work.session, cast.pia)
    assert viewer
    write_for_editing(work, asked_of(viewer, "", MONDAY, work.settings.zone), file)
    work.session.get_one(Contract, cast.payroll).title = "Payroll, as changed here"
    work.session.commit()
    book = openpyxl.load_workbook(file)
    sheet = book["Contracts"]
    title = next(cell.column for cell in sheet[1] if cell.value == "Title")
    for line in range(2, sheet.max_row + 1):
        sheet.cell(line, title).value = f"Edited {sheet.cell(line, 1).value}"
    book.save(out)
    client = visitors.person(cast.pia)
    data = {"kind": "contracts", "file": (BytesIO(out.getvalue()), "back.xlsx")}
    return client, client.post("/imports/new", data=data).location


def read(client, path):
    return " ".join(unescape(client.get(path).text).split())


def chosen(client, path, value):
    name = re.search(r'name="(choice-\d+-Title)"', client.get(path).text)
    assert name
    return client.post(f"{path}/conflicts", data={name[1]: value})


def titles(work, cast):
    work.session.rollback()
    return [rows(work.session, Contract, id=number)[0].title for number in (cast.payroll, cast.cameras)]


def test_three_values_are_shown_and_nothing_is_taken_unasked(returned):
    client, path = returned
    text = read(client, path)
    assert "1 changed, 1 changed by both" in text
    for words in ("was exported as</span>", "Payroll processing", "Payroll, as changed here", "Edited C-2291"):
        assert words.removesuffix("</span>") in text
    assert "changed by someone since your export" in text
    assert client.post(f"{path}/apply", data={"rows": "all"}).status_code == 422


@pytest.mark.parametrize(
    ("value", "figures", "title"),
    [("file", "2 changed", "Edited C-2291"), ("here", "1 changed, 1 unchanged", "Payroll, as changed here")],
)
def test_the_value_that_a_person_chooses_counts(returned, work, cast, value, figures, title):
    client, path = returned
    assert chosen(client, path, value).status_code == 303
    assert figures in read(client, path)
    assert client.post(f"{path}/apply", data={"rows": "all"}).status_code == 303
    assert titles(work, cast) == [title, "Edited C-3300"]


def test_a_choice_that_is_none_is_passed_over(returned):
    client, path = returned
    assert chosen(client, path, "both").status_code == 303
    assert "1 changed, 1 changed by both" in read(client, path)
