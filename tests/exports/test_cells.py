"""Every cell of the workbook, read back by two other programs, is what was put in."""

import csv
import re
from datetime import UTC, date, datetime
from decimal import Decimal
from io import BytesIO, StringIO
from zipfile import ZipFile
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from python_calamine import CalamineWorkbook

from tracker.exports.about import About
from tracker.exports.cells import LONGEST_TEXT, text
from tracker.exports.csv_twin import CsvFile
from tracker.exports.sheet import BETWEEN, Column, Kind, Sheet
from tracker.exports.workbook import Book

MADE_AT = datetime(2026, 11, 23, 17, 30, tzinfo=UTC)
CITY = ZoneInfo("America/Los_Angeles")
COLUMNS = (
    Column("Text"),
    Column("Prose", Kind.PROSE),
    Column("Number", Kind.NUMBER),
    Column("Money", Kind.MONEY),
    Column("Day", Kind.DAY),
    Column("Standing", Kind.STANDING),
    Column("Mark", Kind.MARK),
    Column("List", Kind.LIST),
    Column("Yes or no", Kind.YES_NO),
    Column("Moment", Kind.MOMENT),
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
        st.none() | st.integers(-(10**12), 10**12) | st.integers(-(10**20), 10**20),
        st.none() | st.decimals(-(10**12), 10**12, places=2) | st.decimals(-(10**18), 10**18, places=6),
        st.none() | st.dates(),
        st.none() | TEXT,
        st.none() | TEXT,
        st.none() | st.lists(TEXT, max_size=3).map(tuple),
        st.none() | st.booleans(),
        st.none() | st.datetimes(timezones=st.just(CITY)).map(lambda at: at.replace(microsecond=0)),
    ),
    max_size=8,
)
FEW = settings(
    max_examples=60, deadline=None, suppress_health_check=list(HealthCheck), phases=set(Phase) - {Phase.shrink}
)


def written(rows, columns=COLUMNS, name="Sheet"):
    stream = BytesIO()
    book = Book(About("Title", "City", date(2026, 11, 23), (), MADE_AT))
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


def digits(value):
    return len(str(abs(value)) if isinstance(value, int) else value.as_tuple().digits)


def as_text(value):
    """What stands in a cell whose type cannot hold the value exactly; None when it can."""
    if isinstance(value, str):
        return fitting(value)
    if isinstance(value, tuple):
        return fitting(BETWEEN.join(value))
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, date):
        day = value.date() if isinstance(value, datetime) else value
        return None if day >= date(1900, 3, 1) else value.isoformat()
    if value is None or (digits(value) <= 15):
        return None
    return f"{value:f}" if isinstance(value, Decimal) else str(value)


def expected(value):
    said = as_text(value)
    if said is not None:
        return said or None
    if isinstance(value, datetime):
        return value.replace(tzinfo=None)
    if isinstance(value, date):
        return datetime(value.year, value.month, value.day)  # noqa: DTZ001  # as openpyxl gives days
    return float(value) if isinstance(value, Decimal) else value


def of_openpyxl(cell):
    value = cell.value
    if isinstance(value, str):
        return plain(value)
    return value


@FEW
@given(ROWS)
@example([(word, word, None, None, None, word, word, (word, word), True, None) for word in AWKWARD])
@example([(None, "", 0, Decimal("-0.01"), date(1900, 2, 28), None, None, (), False, None), (None,) * 10])
@example([(None, None, -5, Decimal("1E+3"), day, *(None,) * 5) for day in (date(1900, 3, 1), date.min, date.max)])
@example([(None, None, number, Decimal(number), *(None,) * 6) for number in (10**15 - 1, 10**15, -(10**15))])
def test_openpyxl_reads_back_each_cell_as_it_was(rows):
    page = load_workbook(BytesIO(written(rows)))["Sheet"]
    assert [cell.value for cell in page[1]] == [column.heading for column in COLUMNS]
    for number, row in enumerate(rows, start=2):
        for place, value in enumerate(row, start=1):
            cell = page.cell(number, place)
            read = of_openpyxl(cell)
            assert (
                read == pytest.approx(expected(value), rel=1e-15)
                if isinstance(read, float)
                else read == expected(value)
            )
            assert cell.data_type != "f"
            assert cell.hyperlink is None
            if value is not None and as_text(value) is None:
                assert cell.data_type in {"n", "d"}


@FEW
@given(ROWS)
@example([(word, word, None, None, None, word, word, (word, word), True, None) for word in AWKWARD])
def test_calamine_reads_back_each_cell_as_it_was(rows):
    found = CalamineWorkbook.from_filelike(BytesIO(written(rows))).get_sheet_by_name("Sheet").to_python()
    # It gives no trailing empty rows, and its cells have no None.
    for row, read in zip(rows, found[1:], strict=False):
        for value, other in zip(row, read, strict=False):
            if as_text(value) is not None or value is None:
                assert other == HALF.sub(lambda half: f"_x{ord(half[0]):04X}_", as_text(value) or "")
            elif isinstance(value, datetime):
                # It gives midnight as a day.
                midnight = not isinstance(other, datetime)
                assert other == (value.date() if midnight else value.replace(tzinfo=None))
                assert not midnight or (value.hour, value.minute, value.second) == (0, 0, 0)
            elif isinstance(value, date):
                assert other == value
            else:
                assert Decimal(str(other)) == pytest.approx(Decimal(value))


def test_no_part_of_the_workbook_holds_a_formula_or_a_link():
    rows = [(word, word, None, None, None, word, word, (word,), None, None) for word in AWKWARD]
    with ZipFile(BytesIO(written(rows))) as parts:
        sheet = parts.read("xl/worksheets/sheet1.xml").decode()
        assert "<f>" not in sheet
        assert "<f " not in sheet
        assert "hyperlink" not in sheet.lower().replace("=hyperlink(", "")
        assert not [name for name in parts.namelist() if "externalLink" in name]
        assert b"TargetMode" not in parts.read("xl/worksheets/_rels/sheet1.xml.rels")


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


@FEW
@given(ROWS)
@example([(word, word, None, None, None, word, word, (word, word), True, None) for word in AWKWARD])
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
            if isinstance(value, str | tuple):
                shown = (BETWEEN.join(value) if isinstance(value, tuple) else value).encode("utf-8", "replace").decode()
                assert cell in {shown, f"'{shown}"}
                assert not cell.startswith(("=", "+", "-", "@", "\t", "\r", "\uff1d", "\uff0b", "\uff0d", "\uff20"))
            elif isinstance(value, bool):
                assert cell == ("yes" if value else "no")
            elif isinstance(value, Decimal | int):
                assert Decimal(cell) == value
            else:
                assert cell == ("" if value is None else value.isoformat())
