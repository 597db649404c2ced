"""Awkward text files: encodings, delimiters, line ends, quotation marks, what stands above and below."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from tests.awkward_lists.case import HEADINGS, Case
from tests.awkward_lists.making import parted, text

HEAD = ",".join(HEADINGS)
ONE = "C-1,Acme,Law,7/1/2018,6/30/2019,20000"
ACME = {"contract_number": "C-1", "vendor": "Acme", "through_on": date(2019, 6, 30), "amount": Decimal("20000.00")}
PINON = {"vendor": "Piñon “Étude” LLC"}
WIDE = "C-1,Piñon “Étude” LLC,Law,7/1/2018,6/30/2019,20000"
LATIN = "C-1,Piñon Étude Ñandú,Law,7/1/2018,6/30/2019,20000"

TEXTS = (
    Case("carriage returns alone", text(HEAD, ONE, end="\r"), (ACME,), rows=(2,)),
    Case("carriage return and line feed", text(HEAD, ONE, end="\r\n"), (ACME,), rows=(2,)),
    Case("UTF-8 with its mark", text(HEAD, WIDE, encoding="utf-8-sig"), (PINON,)),
    Case("UTF-16 with its mark", text(HEAD, WIDE, encoding="utf-16"), (PINON,), notes=("UTF-16",)),
    Case("UTF-16 without a mark", text(HEAD, WIDE, encoding="utf-16-le"), (PINON,), notes=("UTF-16",)),
    Case("UTF-16 big end first", text(HEAD, WIDE, encoding="utf-16-be"), (PINON,)),
    Case("UTF-32", text(HEAD, WIDE, encoding="utf-32"), (PINON,)),
    Case("Windows letters", text(HEAD, WIDE, encoding="cp1252"), (PINON,), notes=("CP1252",)),
    Case("Mac letters", text(HEAD, LATIN, encoding="mac_roman"), ({"vendor": "Piñon Étude Ñandú"},)),
    Case("Unicode as tabs, as Excel saves it", parted([HEADINGS, ONE.split(",")], "\t", "utf-16"), (ACME,)),
    Case("semicolons", parted([HEADINGS, ONE.split(",")], ";"), (ACME,), notes=("semicolons",)),
    Case("bars", parted([HEADINGS, ONE.split(",")], "|"), (ACME,)),
    Case("carets", parted([HEADINGS, ONE.split(",")], "^"), (ACME,)),
    Case(
        "semicolons around names with commas",
        text("Contract no.;Vendor;Amount", "C-1;Acme, Inc.;1.234,50", "C-2;Birch, LLC;7,25"),
        ({"vendor": "Acme, Inc.", "amount": Decimal("1234.50")}, {"amount": Decimal("7.25")}),
    ),
    Case(
        "a first line that names the delimiter",
        text("sep=;", *(line.replace(",", ";") for line in (HEAD, ONE))),
        (ACME,),
        rows=(3,),
    ),
    Case(
        "line breaks inside quotation marks",
        text(HEAD, 'C-1,"Acme\nof Springfield",Law,7/1/2018,6/30/2019,20000', "C-2,Birch,Law,,,"),
        ({"vendor": "Acme of Springfield"}, {"vendor": "Birch"}),
        rows=(2, 3),
    ),
    Case(
        "a quotation mark that is never closed",
        text(
            HEAD,
            'C-1,"Acme,Law,7/1/2018,6/30/2019,20000',
            "C-2,Birch,Law,,,1",
            "C-3,Cedar,Law,,,1",
            'C-4,"Dune",Law,,,1',
        ),
        refused="quotation mark that opens in row 2",
    ),
    Case("NUL among the letters", text(HEAD, "C-1,Ac\0me,Law,7/1/2018,6/30/2019,20\x00000"), (ACME,)),
    Case("control characters", text(HEAD, "C-1,Ac\x07me,Law,,,"), ({"vendor": "Acme"},)),
    Case("a title block", text("City of Springfield", "Contracts, as of 9/30/2018", "", HEAD, ONE), (ACME,), rows=(5,)),
    Case(
        "blank rows and columns",
        text("", ",,,", f",,{HEAD},", f",,{ONE},", ",,,,,,,,", ",,C-2,Birch,Law,,,,"),
        (ACME, {"contract_number": "C-2"}),
        rows=(4, 6),
    ),
    Case(
        "a total below",
        text(HEAD, ONE, "C-2,Birch,Law,,,5", "Total,,,,,20005", "Grand total:,,,,,20005"),
        (ACME, {"vendor": "Birch"}),
        notes=("2 rows are totals",),
    ),
    Case(
        "a header on every page",
        text(HEAD, ONE, HEAD, "C-2,Birch,Law,,,5"),
        (ACME, {"vendor": "Birch"}),
        notes=("Row 3 repeats the header",),
        rows=(2, 4),
    ),
    Case("a remark below", text(HEAD, ONE, "", "Source: finance system"), (ACME,), notes=("is a remark",)),
    Case(
        "a vendor that is named Total",
        text(HEAD, "C-1,Total Services Inc,Law,,,5"),
        ({"vendor": "Total Services Inc"},),
    ),
    Case(
        "a row whose cells slipped",
        text(HEAD, "C-1,Acme, Inc.,Law,7/1/2018,6/30/2019,20000", ONE),
        (ACME,),
        ((2, "7", "the row has 7 cells, the header has 6"),),
    ),
    Case("short rows", text(HEAD, "C-1,Acme"), ({"vendor": "Acme", "amount": None, "through_on": None},)),
    Case("numbers guarded as formulas", text(HEAD, 'C-1,Acme,Law,,,"=""1234.50"""'), ({"amount": Decimal("1234.50")},)),
    Case(
        "text guarded by an apostrophe",
        text(HEAD, "'=1+1,'@cme,Law,,,'-5"),
        ({"contract_number": "=1+1", "vendor": "@cme", "amount": Decimal("-5.00")},),
    ),
    Case(
        "one stray letter of another encoding",
        lambda: f"{HEAD}\nC-1,{'Piñón ' * 9},Law\n".encode() + b"C-2,Pi\xf1on,Law\n",
        ({"vendor": " ".join(["Piñón"] * 9)}, {"vendor": "Pi\ufffdon"}),
    ),
    Case("nothing", text("", end=""), refused="empty"),
    Case("white space only", text("  ", "\t"), refused="empty"),
    Case("a header alone", text(HEAD), ()),
    Case(
        "no header at all",
        text(*(f"PO-{n}77,Firm {n} LLC,{n}/15/2019,$1{n}.50" for n in range(1, 8))),
        tuple(
            {"contract_number": f"PO-{n}77", "vendor": f"Firm {n} LLC", "starts_on": date(2019, n, 15)}
            for n in range(1, 8)
        ),
        rows=tuple(range(1, 8)),
    ),
)
