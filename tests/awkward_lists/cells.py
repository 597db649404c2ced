"""Awkward cells: days, amounts, numbers, addresses, as other people write them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from tests.awkward_lists.case import Case
from tests.awkward_lists.making import text

DAYS = "Contract no.,Vendor,Start,End"
SUMS = "Contract no.;Vendor;Amount"


def ends(*days: date | None) -> tuple[dict[str, date | None], ...]:
    """Records that end so."""
    return tuple({"through_on": day} for day in days)


def sums(*amounts: str) -> tuple[dict[str, Decimal], ...]:
    """Records of such amounts."""
    return tuple({"amount": Decimal(amount)} for amount in amounts)


CELLS = (
    Case(
        "day before month, by one that can be nothing else",
        text(DAYS, "1,Acme,1/2/2019,3/4/2019", "2,Birch,1/2/2019,31/12/2019"),
        ends(date(2019, 4, 3), date(2019, 12, 31)),
    ),
    Case(
        "month before day, by one that can be nothing else",
        text(DAYS, "1,Acme,1/2/2019,3/4/2019", "2,Birch,1/2/2019,12/31/2019"),
        ends(date(2019, 3, 4), date(2019, 12, 31)),
    ),
    Case(
        "days that could be either",
        text(DAYS, "1,Acme,1/2/2019,3/4/2019"),
        ends(date(2019, 3, 4)),
        notes=("whether day or month stands first",),
    ),
    Case(
        "days that could be either, and a person who knows",
        text(DAYS, "1,Acme,1/2/2019,3/4/2019"),
        ends(date(2019, 4, 3)),
        options={"date_order": "dmy"},
    ),
    Case(
        "both orders in one list",
        text(DAYS, "1,Acme,,12/31/2019", "2,Birch,,11/30/2019", "3,Cedar,,31/12/2019"),
        ends(date(2019, 12, 31), date(2019, 11, 30)),
        ((4, "End", "not in the calendar"),),
        notes=("1 cannot be",),
    ),
    Case(
        "years of two digits",
        text(DAYS, "1,Acme,7/1/99,6/30/21"),
        ({"starts_on": date(1999, 7, 1), "through_on": date(2021, 6, 30)},),
        notes=("two digits",),
    ),
    Case(
        "years of two digits, standing first",
        text(DAYS, "1,Acme,98/01/31,99/12/31"),
        ({"starts_on": date(1998, 1, 31), "through_on": date(1999, 12, 31)},),
    ),
    Case(
        "days in every way",
        text(
            DAYS,
            "1,A,,2019-06-30",
            "2,B,,20190630",
            "3,C,,43646",
            "4,D,,30-Jun-2019",
            '5,E,,"June 30, 2019"',
            "6,F,,6.30.2019 ",
            "7,G,,2019-06-30T00:00:00",
            "8,H,,6/30/2019 12:00:00 AM",
            "9,I,,30-Jun-19",
            '10,J,,"Sunday, 30 June 2019"',
            "11,K,,2019/6/30",
        ),
        ends(*[date(2019, 6, 30)] * 11),
    ),
    Case(
        "no end, in words and by a last day of all",
        text(DAYS, "1,A,,", "2,B,,N/A", "3,C,,ongoing", "4,D,,12/31/9999", "5,E,,-", "6,F,,TBD"),
        ends(*[None] * 6),
    ),
    Case(
        "years that no contract has",
        text(DAYS, "1,A,,6/30/0201", "2,B,,6/30/20199", "3,C,,13/45/2019"),
        (),
        (
            (2, "End", "no year between"),
            (3, "End", "no year between"),
            (4, "End", "not in the calendar"),
        ),
    ),
    Case("an end before the start", text(DAYS, "1,A,7/1/2019,6/30/2019"), (), ((2, "End", "before it starts"),)),
    Case(
        "29 February of a year without one",
        text(DAYS, "1,A,,2/29/2019", "2,B,,2/29/2020"),
        ends(date(2020, 2, 29)),
        ((2, "End", "not in the calendar"),),
    ),
    Case(
        "amounts with commas for thousands",
        text(
            SUMS,
            "1;A;34,000.00",
            "2;B;20000",
            "3;C;$1,234,567.89",
            "4;D;(5.00)",
            "5;E;-5",
            "6;F;5-",
            "7;G;0",
            "8;H;USD 7",
        ),
        sums("34000.00", "20000.00", "1234567.89", "-5.00", "-5.00", "-5.00", "0.00", "7.00"),
    ),
    Case(
        "amounts with decimal commas",
        text(SUMS, "1;A;34.000,00", "2;B;20000", "3;C;€ 1.234,5", "4;D;1 234,56"),
        sums("34000.00", "20000.00", "1234.50", "1234.56"),
    ),
    Case(
        "points that can only be thousands",
        text(SUMS, "1;A;34.000", "2;B;120.500"),
        sums("34000.00", "120500.00"),
        notes=("thousand separators",),
    ),
    Case("a decimal comma that a person takes back", text(SUMS, "1;A;34.000"), sums("34.00"), options={"decimal": "."}),
    Case(
        "percent signs",
        text(SUMS, "1;A;12.5%", "2;B;7"),
        sums("7.00"),
        ((2, "Amount", "is a percentage"),),
        notes=("percentages",),
    ),
    Case("percent signs that a person allows", text(SUMS, "1;A;12.5%"), sums("0.13"), options={"percent": True}),
    Case("an amount in words", text(SUMS, "1;A;see note", "2;B;5"), sums("5.00"), ((2, "Amount", "is not an amount"),)),
    Case("an amount with the exponent of a spreadsheet", text(SUMS, "1;A;1.5E+06"), sums("1500000.00")),
    Case(
        "numbers with leading zeros",
        text("Contract no.,Vendor,Vendor no.", "00123,Acme,000456"),
        ({"contract_number": "00123", "vendor_number": "000456"},),
    ),
    Case(
        "a number that the spreadsheet shortened",
        text("Contract no.,Vendor", "1.23E+12,Acme", "12E45,Birch"),
        ({"contract_number": "12E45"},),
        ((2, "Contract no.", "format the column as text"),),
    ),
)
