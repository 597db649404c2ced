"""The export of the contracts grid as its visitors get it."""

from io import BytesIO

import pytest
from flask import url_for
from openpyxl import load_workbook


@pytest.mark.parametrize(
    ("kind", "type_"), [("xlsx", "spreadsheetml"), ("csv", "text/csv"), ("nonsense", "spreadsheetml")]
)
def test_the_file_is_an_attachment_named_after_its_day(visitors, cast, kind, type_):
    answer = visitors.person(cast.pia).get(f"/exports/status?format={kind}&on=2027-06-30")
    assert answer.status_code == 200
    ending = kind if kind == "csv" else "xlsx"
    assert answer.headers["Content-Disposition"] == f"attachment; filename=contract-status-2027-06-30.{ending}"
    assert type_ in answer.headers["Content-Type"]
    assert int(answer.headers["Content-Length"]) == len(answer.data)
    assert answer.headers["Cache-Control"] == "no-store"


def test_the_address_of_the_overview_needs_only_the_day(app):
    with app.test_request_context():
        assert url_for("exports.status", on="2026-11-22") == "/exports/status?on=2026-11-22"


def test_filters_columns_and_ticked_contracts_of_the_grid_decide_what_is_in_it(visitors, cast):
    client = visitors.person(cast.pia)
    found = client.get("/exports/status?format=csv&columns=number,standing&q=camera").text
    assert found == "Contract no.,Standing\r\nC-3300,undeclared\r\n"
    ticked = client.get(f"/exports/status?format=csv&columns=number&contract={cast.payroll}").text
    assert ticked == "Contract no.\r\nC-2291\r\n"
    page = client.get("/exports/status?format=csv&columns=number&page=7").text
    assert page == "Contract no.\r\nC-2291\r\nC-3300\r\n"


def test_a_manager_of_the_library_exports_nothing_of_the_police(visitors, cast):
    client = visitors.person(cast.max)
    assert "C-3300" not in client.get(f"/exports/status?format=csv&contract={cast.cameras}").text
    book = load_workbook(BytesIO(client.get("/exports/status").data))
    assert [row[2] for row in book["Contract status"].iter_rows(min_row=2, values_only=True)] == ["C-2291"]


def test_nobody_exports_without_signing_in(visitors, cast):
    assert visitors.nobody().get("/exports/status").status_code == 303
    assert visitors.contact(cast.cora).get("/exports/status").status_code == 303
