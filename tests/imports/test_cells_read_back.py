"""What is written into a file comes back the same, whatever it is."""

import csv
import io
from contextlib import suppress
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from tracker.imports.amounts import amount
from tracker.imports.cells import CellUnreadable
from tracker.imports.days import DayStyle, day
from tracker.imports.opened import open_file
from tracker.imports.values import emails, identifying, written

HEADINGS = ("Contract no.", "Vendor", "Title")
DAYS = some.dates(date(1900, 3, 1), date(2199, 12, 31))
AMOUNTS = some.decimals(-(10**12), 10**12, places=2)
LETTERS = some.characters(exclude_categories=["Cs", "Cc"])
TEXTS = some.text(LETTERS, min_size=1).filter(lambda said: not said.isspace() and "_x" not in said)
CELLS = some.one_of(
    some.none(),
    some.booleans(),
    some.integers(-(10**15) + 1, 10**15 - 1),
    some.decimals(-(10**9), 10**9, places=3).filter(lambda number: number != number.to_integral_value()),
    DAYS,
    TEXTS,
)
FILES = settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def read(name: str, data: bytes) -> list[tuple[object, ...]]:
    with TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(data)
        return [tuple(row) for row in open_file(path).sheets[0].rows]


def padded(rows: list[list[object]]) -> list[tuple[object, ...]]:
    return [tuple([*row, None, None, None][:3]) if any(cell is not None for cell in row) else () for row in rows]


@FILES
@given(some.lists(some.lists(CELLS, min_size=3, max_size=3), max_size=40))
def test_cells_of_a_workbook_come_back_as_they_were_written(rows):
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for at, row in enumerate([list(HEADINGS), *rows], start=1):
        for column, value in enumerate(row, start=1):
            cell = sheet.cell(at, column, value)
            cell.data_type = "s" if isinstance(value, str) else cell.data_type
    file = io.BytesIO()
    book.save(file)
    found = read("list.xlsx", file.getvalue())
    assert found == [HEADINGS, *padded(rows)][: len(found)]
    assert not any(any(row) for row in padded(rows)[len(found) - 1 :])


@FILES
@given(some.lists(some.lists(some.one_of(some.none(), TEXTS), min_size=3, max_size=3), max_size=40))
def test_text_of_a_csv_comes_back_as_it_was_written(rows):
    rows = [[cell.lstrip("'=") or None if cell else None for cell in row] for row in rows]
    rows = [[cell if cell and not cell.isspace() else None for cell in row] for row in rows]
    file = io.StringIO(newline="")
    csv.writer(file).writerows([HEADINGS, *rows])
    assert read("list.csv", file.getvalue().encode()) == [HEADINGS, *padded(rows)]


@given(DAYS, some.sampled_from(["/", "-", ".", " / "]))
def test_a_day_is_read_in_each_order_and_spelling(on, sign):
    month, short = f"{on:%m}", f"{on:%y}"
    assert day(f"{month}{sign}{on.day}{sign}{on.year}", DayStyle("mdy")) == on
    assert day(f"{on.day}{sign}{month}{sign}{on.year}", DayStyle("dmy")) == on
    assert day(f"{on.year}{sign}{month}{sign}{on.day}", DayStyle("dmy")) == on
    assert day(f"{on.day} {on:%B} {on.year}", DayStyle()) == day(f"{on:%b}. {on.day}, {on.year}", DayStyle()) == on
    assert day(on.isoformat() + "T13:45:00Z", DayStyle()) == day(f"{on:%Y%m%d}", DayStyle()) == on
    if 1970 <= on.year <= 2069:
        assert day(f"{month}/{on.day}/{short}", DayStyle("mdy")) == on


@given(some.dates(date(1930, 1, 1), date(2190, 1, 1)))
def test_a_serial_number_is_the_day_that_the_spreadsheet_shows(on):
    assert day((on - date(1899, 12, 30)).days, DayStyle()) == on
    assert day(str((on - date(1899, 12, 30)).days), DayStyle()) == on
    if on > date(1904, 1, 1) + timedelta(days=10_000):
        assert day((on - date(1904, 1, 1)).days, DayStyle(epoch_1904=True)) == on


@given(AMOUNTS)
def test_an_amount_is_read_in_each_spelling(value):
    for said in (f"{value}", f"{value:,}", f"${value:,}", f"{value:,} USD", f" {value} "):
        assert amount(said) == value
    swapped = f"{value:,}".translate(str.maketrans(",.", ".,"))
    assert amount(swapped, decimal=",") == amount(f"€ {swapped}", decimal=",") == value
    assert amount(f"({abs(value):,})") == -abs(value)
    assert amount(value) == value


@given(some.text(max_size=60))
def test_any_text_is_read_as_a_value_or_refused(said):
    for reads in (lambda cell: day(cell, DayStyle()), amount, emails, identifying, written):
        with suppress(CellUnreadable):
            reads(said)


@pytest.mark.parametrize(
    ("cell", "said"), [(12, "12"), (Decimal("1.50"), "1.50"), (True, "Yes"), (date(2019, 6, 30), "2019-06-30")]
)
def test_a_value_that_is_no_text_is_written_as_people_read_it(cell, said):
    assert written(cell) == said
