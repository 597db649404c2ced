"""Exported for editing, edited in a spreadsheet, brought back: exactly the edits, and nothing lost."""

from datetime import date
from io import BytesIO

import openpyxl
import pytest
from openpyxl.utils import get_column_letter

from tests.cast import rows
from tests.moments import MONDAY
from tracker.domain.import_words import ImportKind
from tracker.models.contract import Contract, ContractTerm
from tracker.models.department import Department
from tracker.models.list_import import ImportRow
from tracker.queries import people
from tracker.services.exports.asked import asked_of
from tracker.services.exports.editing import write_for_editing
from tracker.services.list_imports import runs, taking_up

AWKWARD = [
    "00123",
    "=1+1",
    "+1 408",
    "-5",
    "@home",
    "2026-11-23",
    "1.0",
    "TRUE",
    "#N/A in the middle",
    " two  spaces ",
    "line one\nline two",
    "\ttab",
    "emoji 🏛️ and العربية and עברית",
    "<b>&amp;</b> _x000D_",
    "x" * 32_000,
    "1E+12",
    "'quoted",
]


@pytest.fixture
def exported(work, cast):
    """Take all contracts along for editing, as Pia."""

    def export(query=""):
        viewer = people.viewer(work.session, cast.pia)
        assert viewer is not None
        file = BytesIO()
        write_for_editing(work, asked_of(viewer, query, MONDAY, work.settings.zone), file)
        work.session.commit()
        return file.getvalue()

    return export


@pytest.fixture
def brought(work, cast, acting):
    """Bring a workbook back, as Pia; returns the import."""

    def bring(data):
        pia = acting(cast.pia, "Pia Procurement")
        run = runs.begin(pia, ImportKind.CONTRACTS, BytesIO(data), "contracts-for-editing.xlsx")
        assert taking_up.take_up(pia, run)
        pia.session.commit()
        return run

    return bring


def edited(data, **cells):
    """Set cells of the contract C-2291 by the heading, with another program."""
    book = openpyxl.load_workbook(BytesIO(data))
    sheet = book["Contracts"]
    headings = {cell.value: at for at, cell in enumerate(sheet[1], start=1)}
    for row in sheet.iter_rows(min_row=2):
        if row[0].value == "C-2291":
            for heading, value in cells.items():
                row[headings[heading.replace("_", " ")] - 1].value = value
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def outcome(work, run):
    found = sorted(rows(work.session, ImportRow, import_id=run.id), key=lambda row: row.number)
    return [(row.label, row.fate, [(c["field"], c["old"], c["new"]) for c in row.changes]) for row in found]


def test_what_was_not_edited_changes_nothing(work, exported, brought):
    run = brought(exported())
    assert (run.state, run.counts["unchanged"], run.counts["changed"]) == ("checked", 2, 0)
    assert [fate for _label, fate, _changes in outcome(work, run)] == ["unchanged", "unchanged"]


@pytest.mark.parametrize("text", AWKWARD)
def test_every_value_comes_back_as_it_is(work, cast, exported, brought, text):
    contract = work.session.get_one(Contract, cast.payroll)
    contract.title, contract.note, contract.renewal_terms = text[:300], text, text
    work.session.get_one(Department, cast.library).name = text[:200]
    work.session.commit()
    run = brought(exported())
    assert run.counts["unchanged"] == 2


def test_edits_are_shown_and_applied_and_nothing_else(work, cast, exported, brought, acting):
    before = {row.id: row.version for row in rows(work.session, Contract)}
    data = edited(exported(), Title="Payroll and benefits", Amount=1234.5, Owner="oscar@city.example")
    run = brought(data)
    changes = {field: new for _label, _fate, told in outcome(work, run) for field, _old, new in told}
    assert changes.keys() == {"Title", "Amount", "Owner"}
    runs.ask_apply(acting(cast.pia), run)
    work.session.commit()
    work.session.expire_all()
    contract = work.session.get_one(Contract, cast.payroll)
    assert (contract.title, str(contract.amount), contract.owner_id) == ("Payroll and benefits", "1234.50", cast.oscar)
    assert work.session.get_one(Contract, cast.cameras).version == before[cast.cameras]
    assert brought(exported()).counts["unchanged"] == 2


def test_another_last_day_corrects_the_term_that_was_shown(work, cast, exported, brought, acting):
    terms = len(rows(work.session, ContractTerm, contract_id=cast.payroll, replaced_at=None))
    run = brought(edited(exported(), End=date(2029, 12, 31)))
    runs.ask_apply(acting(cast.pia), run)
    work.session.commit()
    known = rows(work.session, ContractTerm, contract_id=cast.payroll, replaced_at=None)
    assert (len(known), known[-1].through_on) == (terms, date(2029, 12, 31))


def test_a_cleared_cell_erases_and_what_cannot_be_empty_is_refused(work, cast, exported, brought, acting):
    contract = work.session.get_one(Contract, cast.payroll)
    contract.note = "to be cleared"
    work.session.commit()
    run = brought(edited(exported(), Note=None))
    assert ("Note", "to be cleared", "") in outcome(work, run)[0][2]
    runs.ask_apply(acting(cast.pia), run)
    work.session.commit()
    work.session.expire_all()
    assert work.session.get_one(Contract, cast.payroll).note == ""


def test_what_another_person_changed_is_a_conflict_only_where_both_typed(work, cast, exported, brought, acting):
    data = exported()
    contract = work.session.get_one(Contract, cast.payroll)
    contract.title = "Changed by Oscar"
    work.session.commit()
    assert brought(data).counts["unchanged"] == 2
    assert brought(edited(data, Note="mine")).counts["changed"] == 1
    assert brought(edited(data, Title="Changed by Oscar")).counts["unchanged"] == 2
    run = brought(edited(data, Title="Changed by Pia", Note="mine"))
    assert (run.counts["conflict"], run.counts["changed"]) == (1, 0)
    [row] = [row for row in rows(work.session, ImportRow, import_id=run.id) if row.fate == "conflict"]
    assert row.changes == [
        {"field": "Title", "old": "Changed by Oscar", "new": "Changed by Pia", "exported": "Payroll processing"}
    ]


def test_a_row_taken_away_stays_and_a_row_typed_below_is_new(work, exported, brought):
    book = openpyxl.load_workbook(BytesIO(exported()))
    sheet = book["Contracts"]
    for column, value in enumerate(["C-9000", None, "Acme Payroll, Inc.", "V-100", "Library", "Typed below"], start=1):
        sheet.cell(3, column).value = value
    for column in range(7, sheet.max_column + 1):
        sheet.cell(3, column).value = None
    out = BytesIO()
    book.save(out)
    run = brought(out.getvalue())
    assert (run.counts["unchanged"], run.counts["created"], run.counts["refused"]) == (1, 1, 0)


def test_what_identifies_a_row_cannot_be_changed_and_a_copy_is_refused(work, exported, brought):
    run = brought(_renamed(exported()))
    assert [fate for _label, fate, _changes in outcome(work, run)].count("refused") == 1
    run = brought(_copied(exported()))
    assert (run.counts["unchanged"], run.counts["refused"]) == (2, 1)


def _renamed(data):
    book = openpyxl.load_workbook(BytesIO(data))
    book["Contracts"].cell(2, 1).value = "C-OTHER"
    return _saved(book)


def _copied(data):
    book = openpyxl.load_workbook(BytesIO(data))
    sheet = book["Contracts"]
    sheet.append([cell.value for cell in sheet[2]])
    return _saved(book)


def _saved(book):
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def test_identity_is_protected_and_words_are_offered(exported):
    book = openpyxl.load_workbook(BytesIO(exported()))
    sheet = book["Contracts"]
    headings = {cell.value: at for at, cell in enumerate(sheet[1], start=1)}
    assert sheet.protection.sheet
    assert sheet.cell(2, 1).protection.locked
    assert not sheet.cell(2, headings["Title"]).protection.locked
    assert len(sheet.data_validations.dataValidation) == 2
    assert book["About this export"].sheet_state == "hidden"
    assert sheet.column_dimensions[get_column_letter(headings["Tracker record"])].hidden


def test_a_workbook_of_another_installation_is_mapped_by_a_person(work, cast, acting, exported, session):
    data = exported()
    pia = acting(cast.pia)
    book = openpyxl.load_workbook(BytesIO(data))
    book["About this export"].cell(2, 2).value = "another"
    run = runs.begin(pia, ImportKind.CONTRACTS, BytesIO(_saved(book)), "contracts-for-editing.xlsx")
    assert not taking_up.take_up(pia, run)
