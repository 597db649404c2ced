"""Presets: each reads the headings of its city, real rows included, and names in capitals become readable."""

import csv
import io
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from tracker.domain.import_words import ImportKind
from tracker.imports import header, listing
from tracker.imports.capitals import readable
from tracker.imports.detected import detect
from tracker.imports.presets import names, preset
from tracker.imports.table import ListUnreadable, SheetText

EXCERPT = Path(__file__).parents[1] / "data" / "philadelphia-excerpt-q1.csv"
HEADINGS = {
    "chicago": (
        (
            "Purchase Order Description,Purchase Order (Contract) Number,Revision Number,Specification Number,"
            "Contract Type,Start Date,End Date,Approval Date,Department,Vendor Name,Vendor ID,Address 1,Address 2,"
            "City,State,Zip,Award Amount,Procurement Type,Contract PDF"
        ),
        'Software,12345,2,999,TASK,01/02/2019,,,DEPT OF LAW,"ACME, INC.",55A,,,,,,"($1,000.00)",BID,',
    ),
    "san-francisco": (
        (
            "contract_no,contract_title,term_start_date,term_end_date,contract_type,purchasing_authority,department,"
            "prime_contractor,scope_of_work,agreed_amt,consumed_amt,pmt_amt,remaining_amt"
        ),
        "1000001,Software,2019-01-02T00:00:00.000,,X,Y,Law,Acme,,1000,1,1,1",
    ),
    "santa-clara": (
        (
            "Owner Name,Contract ID,Contract Type,Vendor Name,Vendor ID,Effective Date,Expiration Date,Contract Amount,"
            "Expended Amount,Remaining Balance,Contract Status"
        ),
        "Law,4300,Software,Acme,55,1/2/2019,,1000,0,1000,Active",
    ),
    "generic": (
        "Vendor,Vendor no.,Contract no.,Title,Department,Owner,Start,End,Amount",
        "Acme,V-1,0012,Software,Law,Pia,2019-01-02,,",
    ),
}


def read(text: str, preset_name: str = "") -> tuple[str, listing.Listing]:
    """Return the preset that was recognized and what was read."""
    rows = [tuple(cell or None for cell in row) for row in csv.reader(io.StringIO(text))]
    sheet = SheetText("List", rows, delimited=True)
    head = header.find(sheet, ImportKind.CONTRACTS)
    mapping = detect(sheet, head, ImportKind.CONTRACTS, preset_name)
    return mapping.preset, listing.read(sheet, mapping, ImportKind.CONTRACTS)


@pytest.mark.parametrize("named", [True, False])
@pytest.mark.parametrize("name", sorted(HEADINGS))
def test_each_preset_reads_the_headings_of_its_city(name, named):
    found, read_list = read("\n".join(HEADINGS[name]), name if named else "")
    (row,) = read_list.records
    assert found == (name if named or name != "generic" else "")
    assert read_list.errors == ()
    assert str(row.values["vendor"]).startswith(("Acme", "ACME"))
    assert row.values["title"] == "Software"
    assert row.values["department"] in {"Law", "Dept of Law"}
    assert (row.values["starts_on"], row.values["through_on"]) == (date(2019, 1, 2), None)


def test_the_philadelphia_preset_is_recognized_and_reads_real_rows():
    found, read_list = read(EXCERPT.read_text())
    assert (found, read_list.errors) == ("philadelphia", ())
    row = next(row.values for row in read_list.records if row.values["item_number"] == "152039903")
    assert (row["contract_number"], row["department"]) == ("1520399", "City Controllers Office")
    days = (row["starts_on"], row["through_on"])
    assert (*days, row["amount"]) == (date(2018, 3, 31), date(2019, 3, 30), Decimal("50940.79"))


def test_a_wrong_cell_refuses_its_row_with_number_column_and_reason():
    _, found = read("Contract no.,Vendor,Start,End\nC-1,Acme,1/1/2019,6/30/0201\nC-2,Birch,1/1/2019,\n,Birch,,\n")
    assert [row.values["contract_number"] for row in found.records] == ["C-2"]
    assert [(error.number, error.column) for error in found.errors] == [(2, "End"), (4, "Contract no.")]
    assert "6/30/0201" in found.errors[0].described


def test_an_unknown_preset_is_refused_with_those_that_exist():
    assert set(names()) == {"chicago", "generic", "philadelphia", "san-francisco", "santa-clara"}
    with pytest.raises(ListUnreadable, match="philadelphia"):
        preset("../policy")


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("DEPARTMENT OF LAW", "Department of Law"),
        ("PHI WATER,SEWER & STORMWTR RATE BOARD", "Phi Water, Sewer & Stormwtr Rate Board"),
        ("OFFICE OF BH-MR SERVICES", "Office of BH-MR Services"),
        ("MAYOR'S OFFICE", "Mayor's Office"),
        ("Parks and Recreation", "Parks and Recreation"),
        ("IT", "It"),
    ],
)
def test_names_in_capitals_become_readable(name, expected):
    assert readable(name, {"BH", "MR"}) == expected
