"""The editor of a data schedule: everything typed survives, and nothing is saved by accident."""

import re

import pytest

from tests.cast import rows
from tracker.models.attestation import Attestation, AttestationContract, AttestationElement
from tracker.models.catalogue import DataElement
from tracker.models.contract import Contract
from tracker.models.data_schedule import DataLine, Declaration
from tracker.models.person import PersonDepartment
from tracker.models.requirement import RequirementVersion
from tracker.models.review import Review
from tracker.services.data_schedule import NewLine, NewSchedule, declare_schedule, fingerprint


@pytest.fixture
def pia(visitors, cast):
    return visitors.person(cast.pia)


@pytest.fixture
def element(session):
    return {row.code: row.id for row in rows(session, DataElement)}


@pytest.fixture
def address(cast):
    return f"/contracts/{cast.payroll}/data"


def mark(page):
    found = re.search(r'name="fingerprint" value="([^"]*)"', page)
    assert found
    return found[1]


def typed(number, place=0, **parts):
    given = {"on": "1", "purpose": "pay staff", "subjects": "employee", "country": "US", **parts}
    return {f"{number}-{place}-{part}": value for part, value in given.items()}


def held(session, contract):
    return [row for row in rows(session, DataLine, contract_id=contract) if row.replaced_at is None]


def test_the_editor_shows_the_whole_catalogue_by_group(pia, address):
    page = pia.get(address).text
    assert page.count("data-filter-item=") == 70
    assert page.count('<details class="matrix__group') == 13
    assert "Social Security" in page
    names = re.findall(r'<(?:input|select|textarea)[^>]* name="', page)
    assert len(names) > 500


def test_a_schedule_is_saved_and_shown_again(pia, address, element, session, cast):
    data = {
        "fingerprint": mark(pia.get(address).text), "deed": "save", "kind": "schedule", "uses_ai": "1",
        **typed(element["full-name"], retention="7 years", through_on="2027-06-30"), **typed(element["home-address"]),
    }  # fmt: skip
    saved = pia.post(address, data=data)
    assert (saved.status_code, saved.location) == (303, f"/contracts/{cast.payroll}")
    lines = {row.element_id: row for row in held(session, cast.payroll)}
    assert lines[element["full-name"]].retention == "7 years"
    page = pia.get(address).text
    assert re.search(rf'id="{element["full-name"]}-0-on"[^>]* checked', page)
    assert "2027-06-30" in page
    assert re.search(r"data-group-count>1</span>", page)


def test_lines_take_from_the_defaults_what_they_leave_empty(pia, address, element, session, cast):
    data = {
        "deed": "save", "kind": "schedule", "fingerprint": mark(pia.get(address).text),
        "default-purpose": "send notices", "default-subjects": ["resident", "child"], "default-retention": "1 year",
        "default-country": "CA", "default-form": "pseudonymized", f"{element['full-name']}-0-on": "1",
    }  # fmt: skip
    assert pia.post(address, data=data).status_code == 303
    line = held(session, cast.payroll)[0]
    assert (line.purpose, line.subjects, line.retention) == ("send notices", ["resident", "child"], "1 year")
    assert (line.country, str(line.form)) == ("CA", "pseudonymized")


def test_what_was_typed_survives_and_each_problem_stands_beside_its_field(pia, address, element, session, cast):
    wrong = typed(element["full-name"], purpose="", from_on="soon", retention="seven winters")
    answer = pia.post(address, data={"deed": "save", "kind": "schedule", **wrong})
    assert answer.status_code == 422
    number = element["full-name"]
    assert f'href="#{number}-0-purpose"' in answer.text
    assert f'href="#{number}-0-from_on"' in answer.text
    assert "seven winters" in answer.text
    assert held(session, cast.payroll) == []


def test_a_hostile_purpose_is_shown_as_text(pia, address, element):
    answer = pia.post(address, data={"deed": "", **typed(element["full-name"], purpose="<script>alert(1)</script>")})
    assert "<script>alert" not in answer.text
    assert "&lt;script&gt;alert" in answer.text


def test_nothing_is_chosen_is_refused_in_words(pia, address):
    answer = pia.post(address, data={"deed": "save", "kind": "schedule"})
    assert answer.status_code == 422
    assert "Choose at least one element" in answer.text


def test_no_personal_data_needs_a_reason(pia, address, session, cast):
    data = {"deed": "save", "kind": "none", "fingerprint": mark(pia.get(address).text)}
    assert pia.post(address, data=data).status_code == 422
    assert pia.post(address, data={**data, "reason": "hardware only"}).status_code == 303
    assert [str(row.kind) for row in rows(session, Declaration, contract_id=cast.payroll)] == ["no personal data"]


def test_another_line_of_the_same_element_is_added_without_a_script(pia, address, element, session, cast):
    number = element["full-name"]
    shown = mark(pia.get(address).text)
    page = pia.post(address, data={"fingerprint": shown, "more": number, **typed(number)}).text
    assert f'id="{number}-1-on"' in page
    data = {
        "deed": "save", "kind": "schedule", "fingerprint": mark(page), **typed(number, through_on="2026-12-31"),
        **typed(number, 1, form="aggregated", from_on="2027-01-01"),
    }  # fmt: skip
    assert pia.post(address, data=data).status_code == 303
    assert sorted(str(row.form) for row in held(session, cast.payroll)) == ["aggregated", "identifiable"]


def test_checking_shows_what_follows_without_saving(pia, address, element, session, cast):
    found = next(row for row in rows(session, DataElement) if row.tier == 4)
    part = pia.post(address, data={"kind": "schedule", **typed(found.id)}, headers={"HX-Target": "consequence"}).text
    assert "SEC-4" in part
    assert "because of data of tier 4 or higher" in part
    assert "<html" not in part
    assert held(session, cast.payroll) == []


def test_the_slower_of_two_gets_a_conflict_and_keeps_what_was_typed(pia, address, element, session, cast, work):
    shown = mark(pia.get(address).text)
    lines = (NewLine(element["photograph"], purpose="badges", subjects=("employee",)),)
    declare_schedule(work, work.session.get_one(Contract, cast.payroll), NewSchedule(lines=lines))
    work.session.commit()
    data = {"deed": "save", "kind": "schedule", "fingerprint": shown, **typed(element["full-name"], purpose="mine")}
    answer = pia.post(address, data=data)
    assert answer.status_code == 409
    assert "Photograph: badges" in answer.text
    assert 'value="mine"' in answer.text
    assert pia.post(address, data={**data, "fingerprint": mark(answer.text)}).status_code == 303
    assert [row.purpose for row in held(session, cast.payroll)] == ["mine"]


def test_saving_over_an_attested_schedule_says_what_becomes_a_gap(pia, address, element, session, cast, work):
    _attest(work, cast, element["full-name"])
    data = {
        "deed": "save", "kind": "schedule", "fingerprint": fingerprint(work, cast.payroll),
        **typed(element["full-name"]), **typed(element["photograph"]),
    }  # fmt: skip
    asked = pia.post(address, data=data)
    assert asked.status_code == 200
    assert "Saving this opens a gap" in asked.text
    assert "Photograph: no attestation" in asked.text
    assert len(held(session, cast.payroll)) == 1
    assert pia.post(address, data={**data, "deed": "confirm"}).status_code == 303
    assert len(held(session, cast.payroll)) == 2


def test_a_schedule_is_copied_into_the_form_and_not_saved(pia, element, session, cast, work):
    lines = (NewLine(element["photograph"], purpose="badges", subjects=("employee",)),)
    declare_schedule(work, work.session.get_one(Contract, cast.payroll), NewSchedule(lines=lines))
    work.session.commit()
    choose = pia.get(f"/contracts/{cast.cameras}/data/copy?q=payroll").text
    assert f"/contracts/{cast.cameras}/data?from={cast.payroll}" in choose
    page = pia.get(f"/contracts/{cast.cameras}/data?from={cast.payroll}").text
    assert "Copied from C-2291" in page
    assert 'value="badges"' in page
    assert held(session, cast.cameras) == []


def test_a_department_out_of_sight_is_neither_edited_nor_copied_from(visitors, cast, session):
    session.add(PersonDepartment(person_id=cast.pia, department_id=cast.library))
    session.commit()
    pia = visitors.person(cast.pia)
    assert pia.get(f"/contracts/{cast.cameras}/data").status_code == 404
    assert pia.post(f"/contracts/{cast.cameras}/data", data={"deed": "save"}).status_code == 404
    assert pia.get(f"/contracts/{cast.payroll}/data?from={cast.cameras}").status_code == 404
    assert pia.get(f"/contracts/{cast.payroll}/data?from=99999").status_code == 404


def test_auditors_do_not_declare(visitors, cast, address):
    assert visitors.person(cast.ada).get(address).status_code == 403


def _attest(work, cast, element_id):
    session = work.session
    lines = (NewLine(element_id, purpose="pay staff", subjects=("employee",), country="US"),)
    declare_schedule(work, session.get_one(Contract, cast.payroll), NewSchedule(lines=lines))
    version = rows(session, RequirementVersion)[0].id
    attestation = Attestation(
        vendor_id=cast.acme, version_id=version, created_at=work.now, saved_at=work.now, submitted_at=work.now,
        effective_on=work.today, expires_on=work.today.replace(year=work.today.year + 1),
    )  # fmt: skip
    session.add(attestation)
    session.flush()
    session.add(AttestationContract(attestation_id=attestation.id, contract_id=cast.payroll))
    session.flush()
    session.add(AttestationElement(attestation_id=attestation.id, contract_id=cast.payroll, element_id=element_id))
    review = Review(attestation_id=attestation.id, reviewer_id=cast.oscar, outcome="accepted", decided_at=work.now)
    session.add(review)
    session.commit()
