"""A mapping is kept as JSON, taken back, and refused when it makes no sense."""

import pytest

from tracker.domain.import_words import ImportKind
from tracker.imports.listing import read
from tracker.imports.mapping import Mapping
from tracker.imports.table import ListUnreadable, Opened, SheetText

SHEET = SheetText("List", [("Contract", "Vendor"), ("C-1", "Acme"), ("C-2", "Birch")])


def test_a_mapping_comes_back_from_json_as_it_was():
    made = Mapping("List", 3, {"vendor": 1}, 2, "dmy", ",", blank_erases=True, preset="chicago", notes=("Told.",))
    assert Mapping.from_json(made.as_json()) == made


def test_columns_can_be_named_by_their_headings():
    assert Mapping.from_json({"columns": {"vendor": "VENDOR"}}, ("Contract", "Vendor")).columns == {"vendor": 1}


@pytest.mark.parametrize(
    "told",
    [
        {},
        {"columns": {"vendor": "Company"}},
        {"columns": {"vendor": -1}},
        {"columns": {"vendor": None}},
        {"columns": {}, "date_order": "myd"},
        {"columns": {}, "decimal": "x"},
        {"columns": {}, "century_pivot": 100},
        {"columns": {}, "header_row": -1},
        {"columns": {}, "header_row": "first"},
        {"columns": 5},
    ],
)
def test_a_mapping_that_makes_no_sense_is_refused_in_words(told):
    with pytest.raises(ListUnreadable, match="mapping"):
        Mapping.from_json(told, ("Contract", "Vendor"))


@pytest.mark.parametrize(
    ("mapping", "words"),
    [
        (Mapping("List", 1, {"vendor": 1}), "No column is chosen for Contract no."),
        (Mapping("List", 1, {"vendor": 1, "contract_number": 7}), "no column 8"),
        (Mapping("List", 9, {"vendor": 1, "contract_number": 0}), "no row 9"),
        (Mapping("List", 1, {"vendor": 1, "contract_number": 0}, preset="springfield"), "no preset"),
    ],
)
def test_a_mapping_that_does_not_fit_the_list_is_refused_in_words(mapping, words):
    with pytest.raises(ListUnreadable, match=words):
        read(SHEET, mapping, ImportKind.CONTRACTS)


def test_contacts_need_a_vendor_by_name_or_by_number():
    sheet = SheetText("List", [("No.", "Mail"), ("7", "a@acme.example"), (None, "b@birch.example")])
    with pytest.raises(ListUnreadable, match="for Vendor or Vendor no"):
        read(sheet, Mapping("List", 1, {"email": 1}), ImportKind.CONTACTS)
    found = read(sheet, Mapping("List", 1, {"email": 1, "vendor_number": 0}), ImportKind.CONTACTS)
    assert [record.values["vendor_number"] for record in found.records] == ["7"]
    assert [(error.number, error.reason) for error in found.errors] == [(3, "the cell is empty")]


def test_the_only_sheet_is_meant_whatever_its_name_and_of_several_the_one_that_is_named():
    other = SheetText("Other", [("a",)])
    hidden = SheetText("Codes", [("a",)] * 9, hidden=True)
    assert Opened((SHEET, hidden), "xlsx").sheet("Q1") is SHEET
    assert Opened((SHEET, other), "xlsx").sheet("Other") is other
    assert Opened((other, SHEET, hidden), "xlsx").sheet("") is SHEET
    with pytest.raises(ListUnreadable, match="there are: List, Other"):
        Opened((SHEET, other), "xlsx").sheet("Q1")
