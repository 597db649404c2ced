"""Days and amounts as people type them."""

from datetime import date
from decimal import Decimal

import pytest

from tracker.imports.amounts import amount, count
from tracker.imports.cells import CellUnreadable, text
from tracker.imports.days import DayStyle, day


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("6/30/2019", date(2019, 6, 30)),
        (" 06/30/2019 ", date(2019, 6, 30)),
        ("2019-06-30", date(2019, 6, 30)),
        ("2019-06-30T00:00:00.000", date(2019, 6, 30)),
        ("6/30/2019 12:00:00 AM", date(2019, 6, 30)),
        ("", None),
        ("  ", None),
    ],
)
def test_a_day_is_read_as_it_is_written(cell, expected):
    assert day(cell, DayStyle()) == expected


def test_a_list_may_write_the_day_before_the_month():
    assert day("30/6/2019", DayStyle("dmy")) == date(2019, 6, 30)


@pytest.mark.parametrize(
    "cell", ["6/30/0201", "6/30/20199", "2/29/2019", "13/1/2019", "June 30", "436", "6/30", "201906", "12-2019", "5"]
)
def test_what_is_no_day_is_refused_with_what_was_typed(cell):
    with pytest.raises(CellUnreadable, match=cell):
        day(cell, DayStyle())


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("20000", "20000.00"),
        ("34,000.00", "34000.00"),
        ("$1,234,567.8", "1234567.80"),
        (" 0 ", "0.00"),
        ("-12.50", "-12.50"),
        ("\u221212.50", "-12.50"),
        ("12.50-", "-12.50"),
        ("(1,000.00)", "-1000.00"),
        ("$ (1,000.00)", "-1000.00"),
        (".5", "0.50"),
        ("10.005", "10.01"),
    ],
)
def test_an_amount_is_read_as_it_is_written(cell, expected):
    assert amount(cell) == Decimal(expected)


@pytest.mark.parametrize("cell", ["", " - ", "\u2013", " $-   ", "N/A"])
def test_an_empty_amount_is_none_and_not_zero(cell):
    assert amount(cell) is None


@pytest.mark.parametrize(
    "cell", ["1.234,56", "12,34", "twelve", "$", "999999999999999", "1.2.3", "()", "5%", "--5", "(5"]
)
def test_what_is_no_amount_is_refused(cell):
    with pytest.raises(CellUnreadable):
        amount(cell)


def test_text_stands_on_one_line_without_control_characters():
    assert text(" a\x00b\r\n  c\t") == "ab c"


@pytest.mark.parametrize(
    ("cell", "expected"), [("72", 72), ("72 hours", 72), ("1,000", 1000), (60, 60), ("", None), ("-", None)]
)
def test_a_whole_number_is_read_with_or_without_its_unit(cell, expected):
    assert count(cell) == expected


@pytest.mark.parametrize("cell", ["-1", "1.5", "three", "100001", "72 pigs"])
def test_what_is_no_whole_number_is_refused(cell):
    with pytest.raises(CellUnreadable):
        count(cell)
