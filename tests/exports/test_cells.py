"""Every cell of the workbook, read back by two other programs, is what was put in."""

import csv
import re
from datetime import UTC, date, datetime
from decimal import Decimal
from io import BytesIO, StringIO
from zipfile import ZipFile

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from python_calamine import CalamineWorkbook

from tracker.exports.cells import LONGEST_TEXT, text
from tracker.exports.csv_twin import CsvFile
from tracker.exports.sheet import Column, Kind, Sheet
from tracker.exports.workbook import Book

MADE_AT = datetime(2026, 11, 23, 17, 30, tzinfo=UTC)
COLUMNS = (
    Column("Text"),
    Column("Prose", Kind.PROSE),
    Column("Number", Kind.NUMBER),
    Column("Money", Kind.MONEY),
    Column("Day", Kind.DAY),
    Column("Standing", Kind.STANDING),
    Column("Mark", Kind.MARK),
)
AWKWARD = [
    "=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\uff1d1", '=HYPERLINK("http://evil.example")', "007", "1e5",
    "http://evil.example", "mailto:a@b.example", "TRUE", "_x0041_", "_x005F_x0041_", "_x0041", "a\x00b", "a\x1fb",
    "\x0b", "a\rb", "a\r\nb", "a\nb", "\ud800", "\udfff x", "\ufffe\uffff", "😀 emoji \U0001f469\u200d\U0001f467",
    "\u05e9\u05dc\u05d5\u05dd", "\u202eright\u202c", "<b>&amp;</b>", "]]>", "  spaces  ", " ", "\n", "'quoted", '"',
    "a,b;c", "x" * (LONGEST_TEXT + 5), "é" * LONGEST_TEXT, "😀" * LONGEST_TEXT,
]  # fmt: skip
TEXT = st.one_of(
    st.sampled_from(AWKWARD),
    st.text(alphabet=st.characters(exclude_categories=())),
    st.text(alphabet="=+-@_x0041F \t\r\n&<>\"'"),
)
# Half characters and no-characters stand in no XML: calamine leaves their escapes as they are.
HALF = re.compile("[\ud800-\udfff\ufffe\uffff]")
ROWS = st.lists(
    st.tuples(
        st.none() | TEXT,
        st.none() | TEXT,
        st.none() | st.integers(-(2**53), 2**53),
        st.none() | st.decimals(-(10**12), 10**12, places=2),
        st.none() | st.dates(),
        st.none() | TEXT,
        st.none() | TEXT,
    ),
    max_size=12,
)


def written(rows, columns=COLUMNS, name="Sheet"):
    stream = BytesIO()
    book = Book("Title", "City", MADE_AT)
    book.open(Sheet(name, columns)).add(rows)
    book.close(stream)
    return stream.getvalue()


def plain(value):
    """What a program sees that reads the escapes of the format (ECMA-376, ST_Xstring)."""
    return re.sub(r"_x([0-9A-Fa-f]{4})_", lambda found: chr(int(found[1], 16)), value)


def fitting(value):
    units = value.encode("utf-16-le", "surrogatepass")
    if len(units) <= 2 * LONGEST_TEXT:
        return value
    return units[: 2 * (LONGEST_TEXT - 1)].decode("utf-16-le", "ignore") + "…"


def expected(value):
    if isinstance(value, str):
        return fitting(value) or None
    if isinstance(value, date):
        return datetime(value.year, value.month, value.day) if value >= date(1900, 3, 1) else value.isoformat()  # noqa: DTZ001  # as openpyxl gives days
    return float(value) if isinstance(value, Decimal) else value


def of_openpyxl(cell):
    value = cell.value
    if isinstance(value, str):
        return plain(value)
    return value


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(ROWS)
@example([(word, word, None, None, None, word, word) for word in AWKWARD])
@example([(None, "", 0, Decimal("-0.01"), date(1900, 2, 28), None, None), (None,) * 7])
@example([(None, None, -5, Decimal("1E+3"), day, None, None) for day in (date(1900, 3, 1), date.min, date.max)])
def test_openpyxl_reads_back_each_cell_as_it_was(rows):
    page = load_workbook(BytesIO(written(rows)))["Sheet"]
    assert [cell.value for cell in page[1]] == [column.heading for column in COLUMNS]
    for number, row in enumerate(rows, start=2):
        for place, value in enumerate(row, start=1):
            cell = page.cell(number, place)
            read = of_openpyxl(cell)
            assert read == expected(value)
            assert cell.data_type != "f"
            assert cell.hyperlink is None
            if isinstance(value, Decimal | int):
                assert cell.data_type == "n"


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(ROWS)
@example([(word, word, None, None, None, word, word) for word in AWKWARD])
def test_calamine_reads_back_each_cell_as_it_was(rows):
    found = CalamineWorkbook.from_filelike(BytesIO(written(rows))).get_sheet_by_name("Sheet").to_python()
    # It gives no trailing empty rows, and its cells have no None.
    for row, read in zip(rows, found[1:], strict=False):
        for value, other in zip(row, read, strict=False):
            if isinstance(value, date) and value >= date(1900, 3, 1):
                assert other == value
            elif isinstance(value, int | Decimal):
                assert Decimal(str(other)) == pytest.approx(Decimal(value))
            else:
                assert other == HALF.sub(lambda half: f"_x{ord(half[0]):04X}_", expected(value) or "")


def test_no_part_of_the_workbook_holds_a_formula_or_a_link():
    rows = [(word, word, None, None, None, word, word) for word in AWKWARD]
    with ZipFile(BytesIO(written(rows))) as parts:
        sheet = parts.read("xl/worksheets/sheet1.xml").decode()
        assert "<f>" not in sheet
        assert "<f " not in sheet
        assert "hyperlink" not in sheet.lower().replace("=hyperlink(", "")
        assert not [name for name in parts.namelist() if "externalLink" in name or name.endswith("sheet1.xml.rels")]


def test_text_is_cut_at_what_a_cell_can_hold_counting_as_the_format_does():
    assert len(text("x" * (LONGEST_TEXT + 1))) == LONGEST_TEXT
    assert text("x" * LONGEST_TEXT) == "x" * LONGEST_TEXT
    faces = text("😀" * 20_000)
    assert faces.endswith("…")
    assert len(faces.encode("utf-16-le")) // 2 <= LONGEST_TEXT


def test_a_heading_that_looks_like_a_formula_is_text():
    page = load_workbook(BytesIO(written([], (Column("=1+1"), Column("a\x00\ud800b")))))["Sheet"]
    assert [cell.data_type for cell in page[1]] == ["s", "s"]
    assert [cell.value for cell in page[1]] == ["=1+1", "a\ufffd\ufffdb"]


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(ROWS)
@example([(word, word, None, None, None, word, word) for word in AWKWARD])
def test_the_csv_twin_has_the_same_values_and_no_formula(rows):
    stream = BytesIO()
    file = CsvFile(COLUMNS, stream)
    file.add(rows)
    data = stream.getvalue()
    assert not data.startswith(b"\xef\xbb\xbf")
    assert data.endswith(b"\r\n")
    usual = csv.field_size_limit(200_000)
    read = list(csv.reader(StringIO(data.decode(), newline="")))
    csv.field_size_limit(usual)
    assert read[0] == [column.heading for column in COLUMNS]
    for row, cells in zip(rows, read[1:], strict=True):
        for value, cell in zip(row, cells, strict=True):
            if isinstance(value, str):
                shown = value.encode("utf-8", "replace").decode()
                assert cell in {shown, f"'{shown}"}
                assert not cell.startswith(("=", "+", "-", "@", "\t", "\r", "\uff1d", "\uff0b", "\uff0d", "\uff20"))
            elif isinstance(value, Decimal | int):
                assert Decimal(cell) == value
            else:
                assert cell == ("" if value is None else value.isoformat())
