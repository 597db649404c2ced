"""The status report: sheets, columns and values of the managers' workbook, and its CSV twin."""

import csv
from datetime import date, datetime
from io import BytesIO, StringIO
from urllib.parse import urlencode

import pytest
from openpyxl import load_workbook

from tests.submitted import declare, submitted
from tracker.domain.checklist import Check
from tracker.domain.export_words import ExportForm
from tracker.domain.roles import Role
from tracker.domain.standings import MEANING
from tracker.models.attestation import Attestation
from tracker.models.contract import Contract
from tracker.models.vendor import Vendor
from tracker.queries.contracts_grid import GridQuery
from tracker.queries.lacking import lacking
from tracker.queries.scope import Viewer
from tracker.services import reviews, waivers
from tracker.services.exports.asked import asked_of
from tracker.services.exports.views import VIEWS
from tracker.services.exports.writing import write
from tracker.services.reviews import Acceptance
from tracker.services.status_report import StatusReport
from tracker.services.status_workbook import write_workbook
from tracker.services.waivers import NewWaiver

MONDAY = date(2026, 11, 23)
HEADINGS = [
    "Vendor", "Vendor no.", "Contract no.", "Title", "Department", "Owner", "Start", "End", "Amount", "Tier",
    "Elements", "Sensitive", "Standing", "Stage", "Requirement version", "Signed by", "Signed on", "Expires on",
    "Days left", "Exceptions", "Waived until", "Last reminder", "Next action", "Reviewer", "Last updated",
]  # fmt: skip
SHEETS = ["Summary", "Contract status", "Expiring", "Gaps", "Data matrix", "Waivers", "Definitions", "Lists"]


@pytest.fixture
def viewer():
    return Viewer(id=0, name="Command line", email="", roles=frozenset({Role.MANAGER}))


@pytest.fixture
def attested(work, cast, acting):
    """Payroll is covered through January 15, with one exception; nobody has declared the cameras."""
    number = submitted(work, cast.acme, cast.cora, cast.payroll, exceptions={"BRE-1": "96 hours"})
    accepted = Acceptance(
        effective_on=MONDAY, expires_on=date(2027, 1, 15), checklist=tuple(Check), expiry_reason="Pilot only."
    )
    reviews.accept(acting(cast.oscar, "Oscar Officer"), work.session.get_one(Attestation, number), accepted)
    work.session.commit()


def book_of(work, viewer, columns=(), **query):
    stream = BytesIO()
    report = StatusReport(viewer, GridQuery(**{"on": MONDAY, **query}), columns)
    total = write_workbook(work, report, stream)
    return load_workbook(stream), total


def csv_of(work, viewer, columns=(), view="status", **query):
    stream = BytesIO()
    words = urlencode([*query.items(), *(("columns", key) for key in columns)], doseq=True)
    asked = asked_of(viewer, words, MONDAY, work.settings.zone)
    total = write(work, VIEWS[view], asked, ExportForm.CSV, stream)
    return stream.getvalue().decode(), total


def dicts(page):
    head, *rest = page.iter_rows(values_only=True)
    return [dict(zip(head, row, strict=True)) for row in rest]


def test_the_workbook_has_the_sheets_and_columns_that_managers_expect(work, cast, viewer):
    book, total = book_of(work, viewer)
    assert book.sheetnames == SHEETS
    assert [cell.value for cell in book["Contract status"][1]] == HEADINGS
    assert total == 2
    page = book["Contract status"]
    assert page.freeze_panes == "B2"
    assert [(table.ref, table.autoFilter.ref) for table in page.tables.values()] == [("A1:Y3", "A1:Y3")]
    assert page.print_title_rows == "$1:$1"


def test_a_covered_contract_is_told_with_real_dates_and_numbers(work, cast, viewer, attested):
    book, _ = book_of(work, viewer)
    row, other = dicts(book["Contract status"])
    assert row == {
        "Vendor": "Acme Payroll, Inc.", "Vendor no.": "V-100", "Contract no.": "C-2291",
        "Title": "Payroll processing", "Department": "Library", "Owner": "Pia Procurement",
        "Start": datetime(2026, 1, 1), "End": datetime(2027, 12, 31), "Amount": None, "Tier": 2, "Elements": 1,  # noqa: DTZ001
        "Sensitive": "no", "Standing": "expiring", "Stage": "city requests", "Requirement version": 1,
        "Signed by": "Mei Chen", "Signed on": datetime(2026, 11, 23), "Expires on": datetime(2027, 1, 15),  # noqa: DTZ001
        "Days left": 53, "Exceptions": 1, "Waived until": None, "Last reminder": None,
        "Next action": "Procurement requests an attestation.", "Reviewer": "Oscar Officer",
        "Last updated": row["Last updated"],
    }  # fmt: skip
    assert isinstance(row["Last updated"], datetime)
    assert (other["Standing"], other["Stage"], other["Expires on"]) == ("undeclared", "city declares", None)
    [soon] = dicts(book["Expiring"])
    assert (soon["Contract no."], soon["Days left"]) == ("C-2291", 53)
    [shared] = dicts(book["Data matrix"])
    assert shared == {
        "Contract no.": "C-2291", "Vendor": "Acme Payroll, Inc.", "Title": "Payroll processing",
        "Department": "Library", "Full name": "identifiable",
    }  # fmt: skip


def test_the_csv_twin_holds_the_same_values(work, cast, viewer, attested):
    text, total = csv_of(work, viewer)
    assert total == 2
    assert text.endswith("\r\n")
    rows = list(csv.DictReader(StringIO(text, newline="")))
    book, _ = book_of(work, viewer)
    for row, other in zip(rows, dicts(book["Contract status"]), strict=True):
        shown = {
            name: value.date().isoformat() if isinstance(value, datetime) else value for name, value in other.items()
        }
        assert row == {name: "" if value is None else str(value) for name, value in shown.items()}


def test_what_is_missing_stands_among_the_gaps_with_its_day(work, cast, viewer, attested):
    declare(work, cast.payroll, ("full-name", "home-address"))
    declare(work, cast.cameras)
    work.session.commit()
    book, _ = book_of(work, viewer)
    gaps = [(row["Contract no."], row["Kind"], row["Missing"]) for row in dicts(book["Gaps"])]
    assert ("C-2291", "element", "Home address") in gaps
    assert ("C-3300", "everything", "everything: never attested") in gaps
    assert all(isinstance(row["Since"], datetime) for row in dicts(book["Gaps"]))
    rows = list(csv.DictReader(StringIO(csv_of(work, viewer, view="gaps")[0], newline="")))
    assert [(row["Contract no."], row["Kind"], row["Missing"]) for row in rows] == gaps


def test_waivers_stand_in_their_state_on_the_day(work, cast, viewer, acting):
    declare(work, cast.cameras)
    contract = work.session.get_one(Contract, cast.cameras)
    found = lacking(work.session, contract.id, MONDAY)
    elements = tuple(int(item.value) for item in found.elements if item.missing)
    clauses = tuple(item.value for item in found.clauses if item.missing)
    asked = NewWaiver(elements, clauses, "=Pilot", MONDAY, date(2027, 2, 28))
    waivers.approve(
        acting(cast.oscar, "Oscar Officer"), waivers.ask(acting(cast.pia, "Pia Procurement"), contract, asked)
    )
    work.session.commit()
    [row] = dicts(book_of(work, viewer)[0]["Waivers"])
    assert (row["State"], row["Reason"], row["Approved by"]) == ("in force", "=Pilot", "Oscar Officer")
    [row] = dicts(book_of(work, viewer, on=date(2027, 3, 1))[0]["Waivers"])
    assert row["State"] == "over"
    statuses = dicts(book_of(work, viewer)[0]["Contract status"])
    assert statuses[1]["Waived until"] == datetime(2027, 2, 28)  # noqa: DTZ001


def test_the_summary_tells_day_filters_and_counts(work, cast, viewer, attested):
    book, _ = book_of(work, viewer, departments=(cast.library,), text="payroll")
    page = book["Summary"]
    assert page["B4"].value == datetime(2026, 11, 23)  # noqa: DTZ001
    assert page["B5"].value == "search: payroll; department: Library"
    counts = {page.cell(row, 1).value: page.cell(row, 2).value for row in range(8, 23)}
    assert (counts["expiring"], counts["undeclared"], counts["All"]) == (1, 0, 1)
    months = {page.cell(row, 1).value: page.cell(row, 2).value for row in range(27, 42)}
    assert (months["2026-11"], months["2027-01"], months["All of these months"]) == (0, 1, 1)
    assert len(page._charts) == 3


def test_every_standing_is_defined_in_the_words_of_the_product(work, cast, viewer):
    rows = dicts(book_of(work, viewer)[0]["Definitions"])
    defined = {row["Word"]: row["Meaning"] for row in rows if row["Kind"] == "standing"}
    assert defined == {str(standing): meaning for standing, meaning in MEANING.items()}
    assert {row["Word"] for row in rows if row["Kind"] == "column"} == set(HEADINGS)


def test_chosen_columns_are_the_only_ones(work, cast, viewer):
    book, _ = book_of(work, viewer, columns=("standing", "number", "until", "nonsense"))
    assert [cell.value for cell in book["Contract status"][1]] == ["Contract no.", "Standing", "Until"]
    text, _ = csv_of(work, viewer, columns=("number",))
    assert text == "Contract no.\r\nC-2291\r\nC-3300\r\n"


def test_a_manager_of_the_library_is_told_nothing_of_the_police(work, cast):
    limited = Viewer(cast.max, "Max Manager", "", frozenset({Role.MANAGER}), frozenset({cast.library}))
    query = {"vendor_id": cast.birch, "departments": (cast.police,)}
    for asked in ({}, query):
        book, _ = book_of(work, limited, **asked)
        said = " ".join(str(cell) for page in book for row in page.iter_rows(values_only=True) for cell in row)
        assert not [word for word in ("Birch", "C-3300", "Police", "Camera") if word in said]


def test_names_that_look_like_formulas_stay_text_everywhere(work, cast, viewer, attested):
    work.session.get_one(Vendor, cast.acme).name = '=HYPERLINK("http://evil.example")'
    work.session.commit()
    book, _ = book_of(work, viewer)
    cells = [cell for page in book for row in page.iter_rows() for cell in row]
    assert [cell for cell in cells if cell.data_type == "f"] == []
    links = {cell.hyperlink.target for cell in cells if cell.hyperlink}
    assert links == {f"{work.settings.base_url}/contracts/{number}" for number in (cast.payroll, cast.cameras)}
    assert "'=HYPERLINK" in csv_of(work, viewer)[0]


def test_before_anything_is_known_all_contracts_are_not_in_force(work, cast, viewer):
    book, total = book_of(work, viewer, on=date(2020, 1, 1))
    assert total == 2
    assert {row["Standing"] for row in dicts(book["Contract status"])} == {"not in force"}
