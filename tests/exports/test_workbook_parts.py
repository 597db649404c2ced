"""The workbook around the rows: tables, links, drop-down lists, print set-up, and the order that the format asks."""

import re
import zipfile
from datetime import UTC, date, datetime
from io import BytesIO

import pytest
from isal import isal_zlib
from openpyxl import load_workbook
from python_calamine import CalamineWorkbook

from tracker.exports import part, parts
from tracker.exports.about import About
from tracker.exports.sheet import Column, Kind, Sheet
from tracker.exports.workbook import Book

ABOUT = About("Status", "City & County", date(2026, 11, 23), ("search: A&P",), datetime(2026, 11, 23, 17, tzinfo=UTC))
PAGES = "https://privacy.city.example/contracts/"
COLUMNS = (
    Column("Contract no.", Kind.LINKED),
    Column("Standing", Kind.STANDING, choices=("current", "gap")),
    Column("contract NO."),
)
ORDER = [
    "sheetPr", "dimension", "sheetViews", "sheetFormatPr", "cols", "sheetData", "sheetProtection", "autoFilter",
    "mergeCells", "conditionalFormatting", "dataValidations", "hyperlinks", "printOptions", "pageMargins", "pageSetup",
    "headerFooter", "rowBreaks", "colBreaks", "ignoredErrors", "drawing", "legacyDrawing", "tableParts", "extLst",
]  # fmt: skip


def made(rows, numbers, sheet=Sheet("Rows", COLUMNS, PAGES)):  # noqa: B008  # never changed
    stream = BytesIO()
    book = Book(ABOUT)
    book.open(sheet).add(rows, numbers)
    book.open(Sheet("Gaps", (Column("x"),))).add([("y",)])
    book.close(stream)
    return stream


@pytest.fixture
def file():
    return made([("C-1", "gap", "=1"), ("https://evil.example", "current", "mailto:a@b.example")], [7, 0])


def test_links_lead_only_to_pages_of_the_configured_address(file):
    page = load_workbook(file)["Rows"]
    links = {cell.coordinate: cell.hyperlink.target for row in page for cell in row if cell.hyperlink}
    assert links == {"A2": f"{PAGES}7"}


def test_each_sheet_is_a_table_whose_headings_differ_and_are_those_of_its_cells(file):
    book = load_workbook(file)
    [table] = book["Rows"].tables.values()
    assert (table.ref, table.autoFilter.ref) == ("A1:C3", "A1:C3")
    names = [column.name for column in table.tableColumns]
    assert names == [cell.value for cell in book["Rows"][1]] == ["Contract no.", "Standing", "contract NO. (2)"]
    every = [name for page in book for name in page.tables]
    assert len(every) == len(set(every)) == 2


def test_the_words_of_a_column_are_offered_and_stand_in_a_hidden_sheet(file):
    book = load_workbook(file)
    [rule] = book["Rows"].data_validations.dataValidation
    assert (str(rule.sqref), rule.formula1, rule.errorStyle) == ("B2:B3", "Lists!$A$1:$A$2", "warning")
    assert book["Lists"].sheet_state == "hidden"
    assert [cell.value for cell in book["Lists"]["A"]] == ["current", "gap"]


def test_each_printed_page_says_what_it_is_and_repeats_its_headings(file):
    page = load_workbook(file)["Rows"]
    assert page.print_title_rows == "$1:$1"
    assert page.print_area == "'Rows'!$A$1:$C$3"
    with zipfile.ZipFile(file) as found:
        head = re.search("<oddHeader>(.*?)</oddHeader>", found.read("xl/worksheets/sheet1.xml").decode())
    assert head is not None
    assert "Status: Rows" in head[1]
    assert "As of 2026-11-23. Filters: search: A&amp;&amp;P" in head[1]
    assert "_x000" not in head[1]


def test_the_elements_of_each_sheet_stand_in_the_order_of_the_format(file):
    with zipfile.ZipFile(file) as found:
        assert found.testzip() is None
        for name in found.namelist():
            if name.startswith("xl/worksheets/sheet"):
                text = re.sub(r"<sheetData>.*</sheetData>", "<sheetData/>", found.read(name).decode(), flags=re.DOTALL)
                top = _children(text)
                assert top == sorted(top, key=ORDER.index), name


def _children(text):
    found, depth = [], 0
    for close, name, single in re.findall(r"<(/?)([A-Za-z]+)[^>]*?(/?)>", text):
        if close:
            depth -= 1
            continue
        if depth == 1:
            found.append(name)
        depth += not single
    return list(dict.fromkeys(found))


def test_properties_tell_title_city_day_and_filters(file):
    told = load_workbook(file).properties
    assert (told.title, told.creator, told.subject) == ("Status", "City & County", "As of 2026-11-23")
    assert "search: A&P" in told.description


def test_a_sheet_without_rows_is_whole():
    page = load_workbook(made([], []))["Rows"]
    assert [table.ref for table in page.tables.values()] == ["A1:C2"]


def test_a_full_sheet_goes_on_in_the_next(monkeypatch):
    monkeypatch.setattr(part, "MOST_ROWS", 3)
    stream = made([(f"C-{at}", "gap", None) for at in range(8)], range(1, 9))
    book = load_workbook(stream)
    names = [name for name in book.sheetnames if name.startswith("Rows")]
    assert names == ["Rows", "Rows (2)", "Rows (3)"]
    found = [row[0] for name in names for row in book[name].iter_rows(min_row=2, values_only=True)]
    assert found == [f"C-{at}" for at in range(8)]
    assert book["Rows (3)"]["A2"].hyperlink.target == f"{PAGES}7"
    stream.seek(0)
    assert CalamineWorkbook.from_filelike(stream).get_sheet_by_name("Rows (2)").to_python()[1][0] == "C-3"


def test_links_stop_where_the_format_does(monkeypatch):
    monkeypatch.setattr(part, "MOST_LINKS", 1)
    page = load_workbook(made([("a", "gap", None), ("b", "gap", None)], [1, 2]))["Rows"]
    assert page["A2"].hyperlink is not None
    assert page["A3"].hyperlink is None


def test_the_fast_deflate_is_the_one_in_use():
    with zipfile.ZipFile(BytesIO(), "w") as target, parts.opened(target, "a", 0) as file:
        assert isinstance(getattr(file, parts.COMPRESSOR), type(isal_zlib.compressobj()))
        file.write(b"x")
