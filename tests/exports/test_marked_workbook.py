"""A person's own workbook with words beside its rows: whatever else is in it stays as it was."""

import zipfile
from io import BytesIO

import openpyxl
import pytest
from openpyxl.chart import BarChart, Reference
from openpyxl.styles import Font
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.table import Table

from tracker.exports.marked_workbook import CannotMark, mark

WORDS = {1: ("What becomes of it", "Problem"), 3: ("Refused", '=1+1 & <b> "quoted" 🏛️ \x01')}


@pytest.fixture
def book(tmp_path):
    """A workbook with a second sheet, formulas, a table, a chart, a drop-down and a formatted cell far at the right."""
    made = openpyxl.Workbook()
    made.remove(made.worksheets[0])
    sheet = made.create_sheet("R&D <list>")
    for row in (["Contract", "Vendor"], ["00123", "Acme"], ["C-2", "=1+1"], [None, None], ["C-3", "Birch"]):
        sheet.append(row)
    sheet["F2"].font = Font(bold=True)
    sheet.add_table(Table(displayName="List", ref="A1:B5"))
    sheet.add_data_validation(DataValidation("list", formula1='"a,b"', sqref="B2:B5"))
    chart = BarChart()
    chart.add_data(Reference(sheet, min_col=1, min_row=1, max_row=3))
    sheet.add_chart(chart, "H2")
    made.create_sheet("Other").append(["untouched"])
    path = tmp_path / "list.xlsx"
    made.save(path)
    return path


def marked(path, sheet="R&D <list>", words=WORDS):
    into = BytesIO()
    mark(path, sheet, words, into)
    return into


def rewritten(path, change):
    """The same workbook with the text of its first sheet changed."""
    parts = {}
    with zipfile.ZipFile(path) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    parts["xl/worksheets/sheet1.xml"] = change(parts["xl/worksheets/sheet1.xml"])
    with zipfile.ZipFile(path, "w") as new:
        for name, data in parts.items():
            new.writestr(name, data)
    return path


def test_words_stand_behind_the_last_cell_as_text(book):
    sheet = openpyxl.load_workbook(marked(book))["R&D <list>"]
    assert (sheet["G1"].value, sheet["H1"].value, sheet["G2"].value) == ("What becomes of it", "Problem", None)
    assert (sheet["G3"].value, sheet["H3"].value) == ("Refused", '=1+1 & <b> "quoted" 🏛️ ')
    assert sheet["H3"].data_type != "f"


def test_everything_else_stays(book):
    made = openpyxl.load_workbook(marked(book))
    sheet = made["R&D <list>"]
    assert (sheet["A2"].value, sheet["B3"].value, sheet["F2"].font.bold) == ("00123", "=1+1", True)
    assert list(sheet.tables) == ["List"]
    assert len(sheet.data_validations.dataValidation) == 1
    assert made["Other"]["A1"].value == "untouched"
    with zipfile.ZipFile(book) as before, zipfile.ZipFile(marked(book)) as after:
        assert before.namelist() == after.namelist()
        same = [name for name in before.namelist() if before.read(name) == after.read(name)]
        assert set(before.namelist()) - set(same) == {"xl/worksheets/sheet1.xml"}


def test_rows_are_found_under_any_prefix(book):
    prefixed = rewritten(
        book, lambda text: text.replace(b"<", b"<x:").replace(b"<x:/", b"</x:").replace(b"<x:?", b"<?")
    )
    text = zipfile.ZipFile(marked(prefixed)).read("xl/worksheets/sheet1.xml")
    assert b'<x:c r="G3" t="inlineStr"><x:is><x:t xml:space="preserve">Refused</x:t></x:is></x:c>' in text


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace(b'r="A', b'q="A').replace(b'r="B', b'q="B').replace(b'r="F', b'q="F'),
        lambda text: text.replace(b"</row>", b""),
        lambda text: text.replace(b'r="F2"', b'r="XFD2"'),
        lambda _text: b"nothing",
    ],
)
def test_a_workbook_of_unknown_build_is_left_alone(book, change):
    with pytest.raises(CannotMark):
        marked(rewritten(book, change))


def test_a_sheet_that_is_not_there_and_a_file_that_is_none(book, tmp_path):
    with pytest.raises(CannotMark):
        marked(book, "Elsewhere")
    none = tmp_path / "none.xlsx"
    none.write_bytes(b"PK no zip")
    with pytest.raises(CannotMark):
        marked(none)
