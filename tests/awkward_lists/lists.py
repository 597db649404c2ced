"""Awkward lists of real cities, and workbooks of other programs."""

from __future__ import annotations

from datetime import date

from tests.awkward_lists.case import Case
from tests.awkward_lists.making import book, ods, ods_row
from tests.awkward_lists.workbooks import ACME, DATA, OLD, ROW
from tracker.domain.import_words import ImportKind

LISTS = (
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
