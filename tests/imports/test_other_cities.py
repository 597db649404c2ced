"""Lists of cities that no preset knows are recognized by their headings and by what stands in the columns."""

from datetime import date

import pytest

from tracker.domain.import_words import ImportKind
from tracker.imports import header
from tracker.imports.detected import detect, samples
from tracker.imports.table import CellValue, Row, SheetText

BEGIN, END = date(2019, 1, 1), date(2020, 1, 1)
VALUES: dict[str, CellValue] = {
    "contract_number": "C-1",
    "vendor": "Acme Inc",
    "vendor_number": "00012",
    "department": "Law",
    "title": "Paving",
    "starts_on": BEGIN,
    "through_on": END,
    "amount": 5,
    "owner": "Ann Lee",
    "contact_name": "Bob Ray",
    "contact_email": "bob@acme.example",
}
CITIES = {
    "an agency's checkbook": {
        "Contract ID": "contract_number",
        "Agency": "department",
        "Prime Vendor": "vendor",
        "Purpose": "title",
        "Start Date": "starts_on",
        "End Date": "through_on",
        "Current Amount": "amount",
        "Original Amount": "",
        "Spend To Date": "",
    },
    "a finance system's columns": {
        "CONTRACT NUMBER": "contract_number",
        "DEPT_NM": "department",
        "LEGAL_NM": "vendor",
        "VENDOR_CODE": "vendor_number",
        "CONTRACT DESCRIPTION": "title",
        "EFF_BEGIN_DT": "starts_on",
        "EXPIRATION_DT": "through_on",
        "ORDERED_TOTAL": "amount",
    },
    "a table of a database": {
        "cntrct_hdr_cntrct_id": "contract_number",
        "vndr_name1": "vendor",
        "dept_tbl_descr_3_digit": "department",
        "cntrct_hdr_cntrct_begin_dt": "starts_on",
        "cntrct_hdr_cntrct_expire_dt": "through_on",
        "cntrct_hdr_amt_max": "amount",
    },
    "short words in another order": {
        "Supplier Name": "vendor",
        "Agreement No": "contract_number",
        "Dept/Division": "department",
        "Contract Amt ($)": "amount",
        "Exp. Date": "through_on",
        "Eff. Date": "starts_on",
        "Description of Services": "title",
    },
    "long words": {
        "Contract #": "contract_number",
        "Contractor": "vendor",
        "Using Department": "department",
        "Contract Title": "title",
        "Contract Effective Date": "starts_on",
        "Contract Expiration Date": "through_on",
        "Total Contract Value": "amount",
    },
    "people of both sides": {
        "PO Number": "contract_number",
        "Vendor": "vendor",
        "Dept": "department",
        "Contract Start": "starts_on",
        "Contract End": "through_on",
        "Buyer": "owner",
        "Department Contact": "",
        "Vendor Contact": "contact_name",
        "Vendor E-mail": "contact_email",
    },
    "Spanish": {
        "Número de contrato": "contract_number",
        "Proveedor": "vendor",
        "Departamento": "department",
        "Fecha de inicio": "starts_on",
        "Fecha de fin": "through_on",
        "Importe": "amount",
    },
    "headings that say nothing": {
        "A1": "contract_number",
        "A2": "vendor",
        "A3": "through_on",
        "A4": "starts_on",
        "A5": "contact_email",
    },
}


def sheet_of(city: dict[str, str]) -> SheetText:
    rows: list[Row] = [
        tuple(f"C-{number}" if key == "contract_number" else VALUES.get(key) for key in city.values())
        for number in range(5)
    ]
    return SheetText("List", [("Contracts of the city",), (), tuple(city), *rows])


@pytest.mark.parametrize("city", CITIES.values(), ids=CITIES)
def test_a_city_without_a_preset_is_recognized(city):
    sheet = sheet_of(city)
    head = header.find(sheet, ImportKind.CONTRACTS)
    assert head.row == 3
    mapping = detect(sheet, head, ImportKind.CONTRACTS)
    found = {head.headings[index]: key for key, index in mapping.columns.items()}
    assert found == {heading: key for heading, key in city.items() if key}
    assert set(mapping.found_by) == set(mapping.columns)


def test_samples_are_the_first_different_values_of_each_column_shortened():
    sheet = SheetText(
        "List", [("Vendor", "Note"), ("Acme", "x" * 100), ("Acme", None), ("Birch", "y"), ("Cedar", "z"), ("Dune", "")]
    )
    head = header.find(sheet, ImportKind.VENDORS)
    assert samples(sheet, head) == (("Acme", "Birch", "Cedar"), ("x" * 79 + "…", "y", "z"))


def test_a_list_is_known_again_by_its_headings():
    first = SheetText("Q1", [("Vendor No.", "Vendor"), ("1", "Acme")])
    second = SheetText("Q2", [("Title",), ("vendor_nbr", "VENDOR"), ("2", "Birch")])
    keys = {header.find(sheet, ImportKind.VENDORS).key for sheet in (first, second)}
    assert len(keys) == 1
