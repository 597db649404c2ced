"""A contract is recorded, read, edited and archived in the browser's way: forms, redirects, errors in words."""

from html import unescape

import pytest

from tests.cast import rows
from tracker.models.contract import Contract, ContractTerm

TYPED = {
    "number": "C-5000",
    "title": "Benefits portal",
    "department_id": "1",
    "owner_id": "",
    "amount": "12500.50",
    "starts_on": "2027-01-01",
    "through_on": "2027-12-31",
    "disposal_days": "60",
    "breach_notice_hours": "72",
    "renewal_terms": "",
    "note": "",
}


@pytest.fixture
def pia(visitors, cast):
    return visitors.person(cast.pia)


def typed(cast, **changed):
    return {**TYPED, "department_id": str(cast.library), **changed}


def test_a_new_contract_leads_to_its_page(pia, session, cast):
    answer = pia.post(f"/contracts/new?vendor={cast.acme}", data=typed(cast))
    assert answer.status_code == 303
    [contract] = rows(session, Contract, number="C-5000")
    page = pia.get(answer.location).text
    assert "Nobody has said yet" in page
    assert f"/contracts/{contract.id}" in answer.location


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("number", "C-2291", "recorded already"),
        ("number", "", "Give the contract's number"),
        ("through_on", "2026-01-01", "before the first day"),
        ("amount", "a lot", "Not a valid decimal value"),
        ("amount", "NaN", "Give an amount in digits"),
        ("amount", "9" * 40, "Give an amount in digits"),
        ("amount", "99999999999999999", "too large"),
        ("disposal_days", "soon", "Not a valid integer value"),
        ("department_id", "99999", "Not a valid choice"),
        ("starts_on", "31.12.2026", "Not a valid date value"),
    ],
)
def test_what_was_typed_stands_in_the_form_again_with_the_reason(pia, cast, field, value, said):
    answer = pia.post(f"/contracts/new?vendor={cast.acme}", data=typed(cast, **{field: value}))
    assert answer.status_code == 422
    assert said in unescape(answer.text)
    assert "Benefits portal" in answer.text


def test_without_a_vendor_one_is_chosen_first(pia, cast):
    page = pia.get("/contracts/new?q=birch").text
    assert "Birch Analytics LLC" in page
    assert "Acme Payroll" not in page


def test_the_second_editor_sees_what_the_first_saved_and_keeps_what_was_typed(pia, visitors, session, cast):
    form = {**typed(cast), "number": "C-2291", "title": "Mine", "version": "1"}
    first = {**form, "title": "Theirs"}
    assert pia.post(f"/contracts/{cast.payroll}/edit", data=first).status_code == 303
    answer = visitors.person(cast.oscar).post(f"/contracts/{cast.payroll}/edit", data=form)
    assert answer.status_code == 409
    assert "Theirs" in answer.text
    assert "Mine" in answer.text
    assert session.get_one(Contract, cast.payroll).title == "Theirs"


def test_a_term_is_added_corrected_and_removed(pia, session, cast):
    added = {"starts_on": "2028-01-01", "through_on": "2028-12-31", "disposal_days": "30"}
    assert pia.post(f"/contracts/{cast.payroll}/terms", data=added).status_code == 303
    [term] = rows(session, ContractTerm, contract_id=cast.payroll, disposal_days=30)
    path = f"/contracts/{cast.payroll}/terms/{term.id}"
    assert pia.post(path, data={**added, "through_on": "2029-12-31"}).status_code == 303
    assert pia.get(path).status_code == 404
    [corrected] = rows(session, ContractTerm, contract_id=cast.payroll, disposal_days=30, replaced_at=None)
    gone = pia.post(f"/contracts/{cast.payroll}/terms/{corrected.id}", data={**added, "remove": "1"})
    assert gone.status_code == 303


def test_another_contracts_term_is_not_found(pia, session, cast):
    [term] = rows(session, ContractTerm, contract_id=cast.cameras)
    assert pia.get(f"/contracts/{cast.payroll}/terms/{term.id}").status_code == 404


def test_archiving_asks_why_and_can_be_undone(pia, cast):
    path = f"/contracts/{cast.payroll}"
    assert pia.post(f"{path}/archive", data={"reason": " "}).status_code == 422
    assert pia.post(f"{path}/archive", data={"reason": "Recorded twice"}).status_code == 303
    assert "This contract is archived" in pia.get(path).text
    assert pia.post(f"{path}/restore").status_code == 303
    assert "This contract is archived" not in pia.get(path).text


def test_a_day_in_the_address_shows_what_will_stand_then(pia, cast):
    page = pia.get(f"/contracts/{cast.payroll}?on=2028-03-01").text
    assert "On March 1, 2028, if nothing changes" in page
    assert "not in force" in page
    assert pia.get(f"/contracts/{cast.payroll}?on=someday").status_code == 200


def test_the_librarys_manager_sees_the_librarys_contract_and_no_other(visitors, cast):
    manager = visitors.person(cast.max)
    assert manager.get(f"/contracts/{cast.payroll}").status_code == 200
    assert manager.get(f"/contracts/{cast.cameras}").status_code == 404
    assert manager.get("/contracts/99999").status_code == 404
    assert manager.post(f"/contracts/{cast.payroll}/archive", data={"reason": "x"}).status_code == 403
