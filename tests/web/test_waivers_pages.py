"""Pages of waivers: ask, look, approve, refuse, end; always a second person."""

import pytest

from tests.cast import rows
from tests.submitted import declare
from tracker.models.contract import Contract
from tracker.models.person import PersonDepartment
from tracker.models.waiver import Waiver, WaiverClause


@pytest.fixture
def declared(work, cast):
    declare(work, cast.payroll)
    declare(work, cast.cameras)
    work.session.commit()
    return cast


@pytest.fixture
def pia(visitors, cast):
    return visitors.person(cast.pia)


@pytest.fixture
def oscar(visitors, cast):
    return visitors.person(cast.oscar)


def typed(**more):
    return {
        "clauses": ["BRE-1", "SEC-1"], "reason": "The audit report is due in January.",
        "from_on": "2026-11-23", "through_on": "2027-02-28", **more,
    }  # fmt: skip


@pytest.fixture
def asked(declared, pia, oscar):
    answered = pia.post(f"/waivers/new/{declared.payroll}", data=typed())
    assert answered.status_code == 303
    return answered.location


def test_the_form_ticks_what_is_missing_today(declared, pia):
    page = pia.get(f"/waivers/new/{declared.payroll}").text
    assert "What is missing today is ticked" in page
    assert page.count("checked") >= 20
    assert 'value="2027-02-23"' in page


def test_a_contract_without_personal_data_has_nothing_to_excuse(cast, pia):
    assert "There is nothing to excuse" in pia.get(f"/waivers/new/{cast.payroll}").text


def test_what_was_typed_survives_a_broken_rule(declared, pia, session):
    answered = pia.post(f"/waivers/new/{declared.payroll}", data=typed(clauses=[], through_on="2028-02-28"))
    assert answered.status_code == 422
    assert "Choose at least one element or clause" in answered.text
    assert "The audit report is due in January." in answered.text
    assert rows(session, Waiver) == []


def test_a_waiver_is_asked_for_and_a_second_person_approves_it(asked, pia, oscar, session):
    assert sorted(row.code for row in rows(session, WaiverClause)) == ["BRE-1", "SEC-1"]
    assert pia.post(f"{asked}/approve").status_code == 403
    assert "1" in oscar.get("/reviews/").text
    assert "C-2291" in oscar.get("/waivers/").text
    page = oscar.get(asked).text
    assert "If it is approved" in page
    assert "Clause BRE-1" in page
    assert oscar.post(f"{asked}/approve").status_code == 303
    assert "In force" in oscar.get(asked).text
    assert oscar.post(f"{asked}/approve").status_code == 409
    assert "C-2291" in oscar.get("/waivers/?show=in-force").text


def test_who_asked_does_not_decide(declared, oscar, visitors, cast):
    olga = visitors.person(cast.olga)
    asked = oscar.post(f"/waivers/new/{declared.payroll}", data=typed()).location
    assert "You asked for this waiver yourself" in oscar.get(asked).text
    assert oscar.post(f"{asked}/approve").status_code == 403
    assert oscar.post(f"{asked}/refuse", data={"refuse-reason": "No."}).status_code == 403
    assert olga.post(f"{asked}/approve").status_code == 303


def test_a_refusal_needs_a_reason(asked, oscar, session):
    assert oscar.post(f"{asked}/refuse", data={"refuse-reason": " "}).status_code == 422
    assert oscar.post(f"{asked}/refuse", data={"refuse-reason": "The risk is too high."}).status_code == 303
    assert "The risk is too high." in oscar.get(asked).text
    assert rows(session, Waiver)[0].refused_at is not None


def test_an_approved_waiver_is_ended_early(asked, oscar, session):
    oscar.post(f"{asked}/approve")
    wrong = oscar.post(f"{asked}/end", data={"end-ended_on": "2026-11-01", "end-reason": "Attested."})
    assert wrong.status_code == 422
    assert "Choose a day from today" in wrong.text
    assert oscar.post(f"{asked}/end", data={"end-ended_on": "2026-12-01", "end-reason": "Attested."}).status_code == 303
    assert rows(session, Waiver)[0].ended_on.isoformat() == "2026-12-01"


def test_waivers_of_other_departments_are_missing(asked, oscar, session, cast):
    session.add(PersonDepartment(person_id=cast.oscar, department_id=cast.police))
    session.commit()
    missing = oscar.get("/waivers/999")
    assert oscar.get(asked).text == missing.text
    assert oscar.post(f"{asked}/approve").status_code == 404
    assert oscar.get(f"/waivers/new/{cast.payroll}").status_code == 404
    assert "C-2291" not in oscar.get("/waivers/").text
    assert rows(session, Waiver)[0].approved_at is None


def test_a_refusals_reason_stays_on_the_waiver_and_in_the_list(asked, oscar, session):
    oscar.post(f"{asked}/refuse", data={"refuse-reason": "The risk is too high."})
    assert "The risk is too high." in oscar.get(asked).text.split("History")[0]
    assert "The risk is too high." in oscar.get("/waivers/?show=refused").text
    assert "The risk is too high." in oscar.get("/exports/waivers?format=csv&show=all").text


def test_the_list_is_narrowed_by_department_and_words_and_taken_away(asked, oscar, session, cast):
    assert "C-2291" in oscar.get(f"/waivers/?show=asked&department={cast.library}&q=payroll").text
    assert "C-2291" not in oscar.get(f"/waivers/?show=asked&department={cast.police}").text
    assert "C-2291" not in oscar.get("/waivers/export?show=asked&q=cameras").text
    assert oscar.get("/exports/waivers?format=csv&show=all").mimetype == "text/csv"


def test_a_manager_of_another_department_exports_none_of_it(asked, visitors, cast, session):
    assert "C-2291" in visitors.person(cast.max).get("/exports/waivers?format=csv&show=all").text
    contract = session.get_one(Contract, cast.payroll)
    contract.department_id = cast.police
    session.commit()
    assert "C-2291" not in visitors.person(cast.max).get("/exports/waivers?format=csv&show=all").text
