"""Awkward names, addresses and words in cells."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from tests.awkward_lists.case import Case
from tests.awkward_lists.making import text
from tracker.domain.import_words import ImportKind

NAMES = (
    Case(
        "missing names",
        text("Contract no.,Vendor,Title", ",Acme,Paving", "C-2,,Paving", "C-3,#N/A,Paving"),
        (),
        (
            (2, "Contract no.", "the cell is empty"),
            (3, "Vendor", "the cell is empty"),
            (4, "Vendor", "the cell is empty"),
        ),
    ),
    Case(
        "a name that is too long",
        text("Contract no.,Vendor", f"C-1,{'x' * 301}", f"C-2,{'x' * 300}"),
        ({"contract_number": "C-2"},),
        ((2, "Vendor", "301 characters, and 300 are kept"),),
    ),
    Case(
        "several addresses in a cell",
        text(
            "Vendor,Email",
            "Acme,Ann@Acme.example; bob@acme.example",
            "Birch,Cy Young <cy@birch.example>",
            "Cedar,cedar.example",
        ),
        (
            {"email": ("ann@acme.example", "bob@acme.example")},
            {"email": ("cy@birch.example",)},
        ),
        ((4, "Email", "not an e-mail address"),),
        kind=ImportKind.CONTACTS,
    ),
    Case(
        "roles and languages in other words",
        text(
            "Supplier,E-mail Address,Role,Lang",
            "Acme,a@acme.example,Signatory / Privacy,Spanish",
            "Birch,b@birch.example,king,en",
        ),
        ({"roles": ("signer", "privacy"), "language": "es"},),
        ((3, "Role", "none of: primary"),),
        kind=ImportKind.CONTACTS,
    ),
    Case(
        "aliases in a cell",
        text("Name,ID,DBA", "Acme LLC,0042,Acme Paving; The Acme"),
        ({"vendor": "Acme LLC", "vendor_number": "0042", "aliases": ("Acme Paving", "The Acme")},),
        kind=ImportKind.VENDORS,
    ),
    Case(
        "a data schedule",
        text(
            "Agreement #,Data Element,Direction,Form,Subjects,From",
            "C-1,Home address,Shared,Anonymised,resident; employee,1/31/2020",
        ),
        (
            {
                "contract_number": "C-1",
                "direction": "city gives",
                "form": "anonymized",
                "subjects": ("resident", "employee"),
                "from_on": date(2020, 1, 31),
            },
        ),
        kind=ImportKind.SCHEDULES,
    ),
    Case(
        "past attestations",
        text(
            "Contract ID,Signed by,Title,Signature date,Valid through",
            "C-1,Ann Lee,CEO,1/31/2020,1/30/2021",
            "C-2,,CEO,1/31/2020,",
        ),
        ({"signer_name": "Ann Lee", "signer_title": "CEO", "signed_on": date(2020, 1, 31)},),
        ((3, "Signed by", "the cell is empty"),),
        kind=ImportKind.ATTESTATIONS,
    ),
    Case(
        "departments in capitals",
        text("Contract no.,Vendor,Dept", "1,Acme,DEPARTMENT OF LAW"),
        ({"department": "Department of Law"},),
    ),
    Case(
        "letters from the right and pictures of letters",
        text("Contract no.,Vendor", "C-1,שלום 🏗 Acme"),
        ({"vendor": "שלום 🏗 Acme"},),
    ),
    Case(
        "headings on two lines and with remarks",
        text(
            '"Contract\nNumber","Vendor Legal Name","Contract Amount ($)","Contract Expiration Date (MM/DD/YYYY)"',
            'C-1,Acme,"1,000",12/31/2020',
        ),
        ({"contract_number": "C-1", "amount": Decimal("1000.00"), "through_on": date(2020, 12, 31)},),
    ),
    Case(
        "vendors that are called like totals",
        text("Vendor,Note", "Total Services Inc,x", "Note Books LLC,", "Count Basin Co,", "Total:,3"),
        ({"vendor": "Total Services Inc"}, {"vendor": "Note Books LLC"}, {"vendor": "Count Basin Co"}),
        notes=("Row 5 is a total",),
        kind=ImportKind.VENDORS,
    ),
)
