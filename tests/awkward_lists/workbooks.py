"""Awkward workbooks: titles, merged cells, headers of two rows, several sheets, numbers and days of every kind."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

import openpyxl
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.worksheet.worksheet import Worksheet

from tests.awkward_lists.case import HEADINGS, Case
from tests.awkward_lists.making import book, ods, ods_row, raw_sheet, said
from tracker.domain.import_words import ImportKind

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


def _titles(_book: openpyxl.Workbook, sheet: Worksheet) -> None:
    sheet.insert_rows(1, 4)
    sheet["A1"] = "City of Springfield: contracts"
    sheet.merge_cells("A1:F2")
    sheet["A3"], sheet["B3"] = "As of", date(2019, 9, 30)


def _two_rows(_book: openpyxl.Workbook, sheet: Worksheet) -> None:
    sheet.merge_cells("A1:A2")
    sheet.merge_cells("B1:C1")
    sheet.merge_cells("D1:E1")


def _down(_book: openpyxl.Workbook, sheet: Worksheet) -> None:
    sheet.merge_cells("A2:A3")
    sheet.merge_cells("B2:B3")


def _hidden(workbook: openpyxl.Workbook, _sheet: Worksheet) -> None:
    workbook["Codes"].sheet_state = "hidden"
    workbook["Old"].sheet_state = "veryHidden"
    workbook.create_chartsheet("Chart")


def _from_1904(workbook: openpyxl.Workbook, sheet: Worksheet) -> None:
    workbook.epoch = CALENDAR_MAC_1904
    sheet["E2"].number_format = "General"


def _codes(_book: openpyxl.Workbook, sheet: Worksheet) -> None:
    sheet["E2"].number_format = "m/d/yy"
    sheet["D2"].number_format = "0.00%"


def _formula(_book: openpyxl.Workbook, sheet: Worksheet) -> None:
    sheet["F2"] = "=10000*2"


def _table(_book: openpyxl.Workbook, sheet: Worksheet) -> None:
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = "A1:F2"
    sheet.row_dimensions[2].hidden = True
    sheet["B2"].hyperlink = "https://acme.example/"


MANY: Final = [(f"C-{n}", "Acme", "Law", None, None, n) for n in range(5)]

WORKBOOKS = (
    Case("a plain workbook", book(("List", [HEADINGS, ROW])), (ACME,), rows=(2,)),
    Case(
        "titles merged above the header",
        book(("List", [HEADINGS, ROW]), after=_titles),
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
            after=_two_rows,
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
            after=_down,
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
            after=_hidden,
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
        book(("List", [HEADINGS, (*ROW[:4], 42184, 20000)]), after=_from_1904),
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
            after=_codes,
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
        book(("List", [HEADINGS, ROW]), after=_formula),
        ({**ACME, "amount": None},),
        notes=("never reckoned",),
    ),
    Case("filters, hidden rows and links", book(("List", [HEADINGS, ROW]), after=_table), (ACME,)),
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
    Case(
        "Chicago's list",
        book(
            (
                "List",
                [
                    (
                        "Purchase Order Description",
                        "Purchase Order (Contract) Number",
                        "Revision Number",
                        "Specification Number",
                        "Contract Type",
                        "Start Date",
                        "End Date",
                        "Approval Date",
                        "Department",
                        "Vendor Name",
                        "Vendor ID",
                        "Address 1",
                        "Address 2",
                        "City",
                        "State",
                        "Zip",
                        "Award Amount",
                        "Procurement Type",
                        "Contract PDF",
                    ),
                    (
                        "PAVING",
                        20567,
                        2,
                        9,
                        "WORK",
                        date(2018, 7, 1),
                        date(2019, 6, 30),
                        date(2018, 6, 1),
                        "DEPT OF LAW",
                        "Acme",
                        "102030X",
                        "1 Main",
                        None,
                        "Chicago",
                        "IL",
                        "60601",
                        20000,
                        "BID",
                        "https://example.org/1",
                    ),
                ],
            )
        ),
        (
            {
                **ACME,
                "contract_number": "20567",
                "item_number": "2",
                "vendor_number": "102030X",
                "title": "PAVING",
                "department": "Dept of Law",
            },
        ),
    ),
    Case(
        "San Francisco's list",
        book(
            (
                "List",
                [
                    (
                        "contract_no",
                        "contract_title",
                        "term_start_date",
                        "term_end_date",
                        "contract_type",
                        "purchasing_authority",
                        "department",
                        "prime_contractor",
                        "scope_of_work",
                        "agreed_amt",
                        "consumed_amt",
                        "pmt_amt",
                        "remaining_amt",
                    ),
                    (
                        "C-1",
                        "Paving",
                        "2018-07-01T00:00:00.000",
                        "2019-06-30T00:00:00.000",
                        "PSC",
                        "x",
                        "LAW",
                        "Acme",
                        "roads",
                        20000,
                        1,
                        1,
                        19999,
                    ),
                ],
            )
        ),
        ({**ACME, "title": "Paving"},),
    ),
    Case(
        "Santa Clara's list",
        book(
            (
                "List",
                [
                    (
                        "Owner Name",
                        "Contract ID",
                        "Contract Type",
                        "Vendor Name",
                        "Vendor ID",
                        "Effective Date",
                        "Expiration Date",
                        "Contract Amount",
                        "Expended Amount",
                        "Remaining Balance",
                        "Contract Status",
                    ),
                    (
                        "Law",
                        "C-1",
                        "Service",
                        "Acme",
                        "0012",
                        "07/01/2018",
                        "06/30/2019",
                        "$20,000.00",
                        "$1.00",
                        "$19,999.00",
                        "Active",
                    ),
                ],
            )
        ),
        ({**ACME, "department": "Law", "vendor_number": "0012", "title": "Service"},),
    ),
    Case(
        "another city's list",
        book(
            (
                "List",
                [
                    (
                        "Agency",
                        "PO #",
                        "Supplier Name",
                        "Supplier ID",
                        "Contract Description",
                        "Begin Date",
                        "Expiration Date",
                        "Not To Exceed Amount",
                        "Spent to Date",
                        "Contract Manager",
                    ),
                    ("Law", "C-1", "Acme", 77, "Paving", *ROW[3:5], 20000, 1, "Ann Lee"),
                ],
            )
        ),
        ({**ACME, "vendor_number": "77", "title": "Paving", "owner": "Ann Lee", "department": "Law"},),
    ),
    Case("an old workbook (xls)", (DATA / "old-workbook.xls").read_bytes, OLD, rows=(4, 5)),
    Case("an OpenDocument sheet", (DATA / "old-workbook.ods").read_bytes, OLD, rows=(4, 5)),
    Case(
        "an OpenDocument sheet that repeats rows",
        ods(
            ods_row("Contract no.", "Vendor")
            + ods_row("C-1", "Acme")
            + '<table:table-row table:number-rows-repeated="1000"><table:table-cell/></table:table-row>'
            + ods_row("C-2", "Birch")
        ),
        ({"vendor": "Acme"}, {"vendor": "Birch"}),
        rows=(2, 1003),
    ),
    Case(
        "vendors with a header that says little",
        book(("List", [("ID", "Name"), ("0042", "Acme LLC")])),
        ({"vendor": "Acme LLC", "vendor_number": "0042"},),
        kind=ImportKind.VENDORS,
    ),
)
