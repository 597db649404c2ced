"""Lists of contracts as rows, read by the presets of the product."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from tracker.imports.capitals import readable
from tracker.imports.contract_list import read_contracts
from tracker.imports.presets import names, preset
from tracker.imports.table import ListUnreadable

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


@pytest.mark.parametrize("name", sorted(HEADINGS))
def test_each_preset_reads_the_headings_of_its_city(name):
    listing = read_contracts("\n".join(HEADINGS[name]).encode(), preset(name))
    (row,) = listing.rows
    assert listing.errors == ()
    assert row.vendor.startswith(("Acme", "ACME"))
    assert row.title == "Software"
    assert row.department in {"Law", "Dept of Law"}
    assert (row.starts_on, row.through_on) == (date(2019, 1, 2), None)


def test_the_philadelphia_preset_reads_real_rows():
    listing = read_contracts(EXCERPT.read_bytes(), preset("philadelphia"))
    assert listing.errors == ()
    row = next(row for row in listing.rows if row.item_number == "152039903")
    assert (row.contract_number, row.department) == ("1520399", "City Controllers Office")
    assert (row.starts_on, row.through_on, row.amount) == (date(2018, 3, 31), date(2019, 3, 30), Decimal("50940.79"))


def test_a_wrong_cell_refuses_its_row_with_number_column_and_reason():
    data = b"Contract no.,Vendor,Start,End\nC-1,Acme,1/1/2019,6/30/0201\nC-2,Birch,1/1/2019,\n,Birch,,\n"
    listing = read_contracts(data, preset("generic"))
    assert [row.contract_number for row in listing.rows] == ["C-2"]
    assert [(error.number, error.column) for error in listing.errors] == [(2, "End"), (4, "Contract no.")]
    assert "6/30/0201" in listing.errors[0].described


def test_a_contract_that_ends_before_it_starts_is_refused():
    data = b"Contract no.,Vendor,Start,End\nC-1,Acme,1/1/2019,12/31/2018\n"
    (error,) = read_contracts(data, preset("generic")).errors
    assert "before it starts" in error.reason


def test_a_row_with_more_cells_than_the_header_is_refused_and_a_shorter_one_read():
    data = b"Contract no.,Vendor,Title\nC-1,Acme, Inc.,Signs\nC-2,Birch\n"
    listing = read_contracts(data, preset("generic"))
    assert [row.contract_number for row in listing.rows] == ["C-2"]
    assert listing.errors[0].number == 2


def test_a_file_without_a_needed_column_is_refused_by_its_heading():
    with pytest.raises(ListUnreadable, match="Vendor"):
        read_contracts(b"Contract no.,Title\nC-1,Signs\n", preset("generic"))


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
