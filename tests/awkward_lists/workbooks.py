"""Awkward workbooks: titles, merged cells, headers of two rows, several sheets, numbers and days of every kind."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

from tests.awkward_lists import shapes
from tests.awkward_lists.case import HEADINGS, Case
from tests.awkward_lists.making import book, raw_sheet, said

DATA: Final = Path(__file__).parents[1] / "data"
ROW: Final = ("C-1", "Acme", "Law", date(2018, 7, 1), date(2019, 6, 30), 20000)
ACME: Final[dict[str, Any]] = {
    "contract_number": "C-1",
    "vendor": "Acme",
    "starts_on": date(2018, 7, 1),
    "through_on": date(2019, 6, 30),
    "amount": Decimal("20000.00"),
}
OLD: Final[tuple[dict[str, Any], ...]] = (
    {"contract_number": "00123", "vendor": "Acme, Inc.", "starts_on": date(2019, 6, 30), "amount": Decimal("34000.50")},
    {"vendor": "Birch Ñoño LLC", "starts_on": date(2020, 2, 29), "amount": Decimal("-5.00")},
)


MANY: Final = [(f"C-{n}", "Acme", "Law", None, None, n) for n in range(5)]

WORKBOOKS = (
    Case("a plain workbook", book(("List", [HEADINGS, ROW])), (ACME,), rows=(2,)),
    Case(
        "titles merged above the header",
        book(("List", [HEADINGS, ROW]), after=shapes.titles),
        (ACME,),
        rows=(6,),
        notes=("Merged cells",),
    ),
    Case(
        "a header of two rows, merged",
        book(
            (
                "List",
                [
                    ("Vendor", "Contract", None, "Term", None, "Amount"),
                    (None, "no.", "title", "start", "end", None),
                    ("Acme", "C-1", "Paving", *ROW[3:]),
                ],
            ),
            after=shapes.two_rows,
        ),
        ({**ACME, "title": "Paving"},),
        rows=(3,),
    ),
    Case(
        "rows merged downwards",
        book(
            (
                "List",
                [
                    ("Contract no.", "Vendor", "Amendment", "Amount"),
                    ("C-1", "Acme", 1, 5),
                    (None, None, 2, 6),
                    ("C-2", "Birch", 1, 7),
                ],
            ),
            after=shapes.down,
        ),
        (
            {"contract_number": "C-1", "item_number": "1"},
            {"contract_number": "C-1", "vendor": "Acme", "item_number": "2"},
            {"contract_number": "C-2"},
        ),
    ),
    Case(
        "several sheets, some hidden",
        book(
            ("Read me", [["Contracts of the city"], ["Ask Ann"]]),
            ("Codes", MANY * 9),
            ("Old", MANY * 9),
            ("List", [HEADINGS, ROW, *MANY]),
            after=shapes.hidden,
        ),
        (ACME, *[{"vendor": "Acme"}] * 5),
        notes=('"Codes", "Old"',),
    ),
    Case(
        "a sheet that is chosen", book(("List", [HEADINGS, *MANY]), ("Other", [HEADINGS, ROW])), (ACME,), sheet="Other"
    ),
    Case(
        "a first row and column of nothing",
        book(("List", [[], [], [None, None, *HEADINGS], [], [None, None, *ROW]])),
        (ACME,),
        rows=(5,),
    ),
    Case("days as bare numbers", book(("List", [HEADINGS, (*ROW[:3], 43282, "43646", 20000)])), (ACME,)),
    Case(
        "days counted from 1904",
        book(("List", [HEADINGS, (*ROW[:4], 42184, 20000)]), after=shapes.from_1904),
        (ACME,),
        notes=("from 1904",),
    ),
    Case(
        "days with a time, near midnight",
        book(
            (
                "List",
                [
                    HEADINGS,
                    (*ROW[:3], datetime(2018, 7, 1, 14, 30), datetime(2019, 6, 29, 23, 59, 59, 999000), 20000),  # noqa: DTZ001  # cells have no zone
                ],
            )
        ),
        (ACME,),
    ),
    Case(
        "days and text in one column",
        book(("List", [HEADINGS, ROW, ("C-2", "Birch", "Law", "1/31/2019", "31 Dec 2019", "$5")])),
        (ACME, {"starts_on": date(2019, 1, 31), "through_on": date(2019, 12, 31), "amount": Decimal("5.00")}),
    ),
    Case(
        "numbers that are text, and text that are numbers",
        book(
            (
                "List",
                [
                    ("Contract no.", "Vendor", "Vendor no.", "Amount"),
                    (12345, "Acme", "00077", "20,000.00"),
                    ("012", 3.0, 7.0, 1e6),
                ],
            )
        ),
        (
            {"contract_number": "12345", "vendor_number": "00077", "amount": Decimal("20000.00")},
            {"contract_number": "012", "vendor": "3", "vendor_number": "7", "amount": Decimal("1000000.00")},
        ),
    ),
    Case(
        "a number of too many digits",
        book(("List", [("Contract no.", "Vendor"), (12345678901234567890, "Acme")])),
        (),
        ((2, "Contract no.", "more digits than a spreadsheet keeps"),),
    ),
    Case(
        "sums that computers get wrong",
        book(("List", [("Contract no.", "Vendor", "Amount"), ("1", "Acme", 0.1 + 0.2)])),
        ({"amount": Decimal("0.30")},),
    ),
    Case(
        "a share and a two-digit year as shown",
        book(
            ("List", [("Contract no.", "Vendor", "Title", "Amount", "End"), ("1", "Acme", "Paving", 0.5, 43646)]),
            after=shapes.codes,
        ),
        ({"through_on": date(2019, 6, 30), "amount": Decimal("0.50")},),
    ),
    Case(
        "yes, no and errors",
        raw_sheet(
            '<row r="1">'
            + said("A1", "Contract no.")
            + said("B1", "Vendor")
            + said("C1", "Title")
            + said("D1", "Amount")
            + '</row><row r="2"><c r="A2"><v>7</v></c>'
            + said("B2", "Acme")
            + '<c r="C2" t="b"><v>1</v></c>'
            '<c r="D2" t="e"><v>#N/A</v></c></row>'
        ),
        ({"contract_number": "7", "title": "Yes", "amount": None},),
    ),
    Case(
        "text in several runs, in a formula, and kept white space",
        raw_sheet(
            '<row r="1"><c r="A1" t="inlineStr"><is><r><t>Contract</t></r><r><t> no.</t></r></is></c>'
            + said("B1", "  Vendor ")
            + "</row>"
            '<row r="2"><c r="A2" t="str"><f>"C-"&amp;1</f><v>C-1</v></c>' + said("B2", "Acme &amp; Co") + "</row>"
        ),
        ({"contract_number": "C-1", "vendor": "Acme & Co"},),
    ),
    Case(
        "text that looks like a formula",
        book(("List", [("Contract no.", "Vendor"), ("=1+1", "+Acme"), ("-5", "@cme")])),
        ({"contract_number": "=1+1", "vendor": "+Acme"}, {"contract_number": "-5", "vendor": "@cme"}),
    ),
    Case(
        "formulas that nobody reckoned",
        book(("List", [HEADINGS, ROW]), after=shapes.formula),
        ({**ACME, "amount": None},),
        notes=("never reckoned",),
    ),
    Case("filters, hidden rows and links", book(("List", [HEADINGS, ROW]), after=shapes.table), (ACME,)),
    Case(
        "totals, remarks and repeated headers",
        book(
            (
                "List",
                [
                    HEADINGS,
                    ROW,
                    HEADINGS,
                    ("C-2", "Birch", "Law", None, None, 5),
                    (None, None, "Total", None, None, 20005),
                    ["End of report"],
                ],
            )
        ),
        (ACME, {"vendor": "Birch"}),
        rows=(2, 4),
    ),
    Case(
        "a remark beside the list",
        book(("List", [HEADINGS, (*ROW, None, "ask Ann"), ("C-2", "Birch", "Law")])),
        (ACME, {"vendor": "Birch"}),
    ),
)
