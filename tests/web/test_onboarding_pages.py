"""Onboarding: from a vendor that nobody knows to its first request, in four steps that can be left."""

import re

import pytest

from tests.cast import rows
from tracker.models.catalogue import DataElement
from tracker.models.contract import Contract
from tracker.models.letter import Letter
from tracker.models.person import PersonDepartment
from tracker.models.request import Request
from tracker.models.vendor import Vendor
from tracker.services.data_schedule import declare_no_personal_data


@pytest.fixture
def pia(visitors, cast):
    return visitors.person(cast.pia)


def contract_of(cast, number="C-9000"):
    return {
        "number": number, "title": "Tutoring", "department_id": cast.library, "owner_id": cast.pia,
        "starts_on": "2026-12-01", "through_on": "2027-11-30", "disposal_days": "60", "breach_notice_hours": "72",
    }  # fmt: skip


def value_of(name, page):
    found = re.search(rf'name="{name}"[^>]* value="([^"]*)"', page)
    assert found
    return found[1]


def data_of(session, page):
    number = next(row.id for row in rows(session, DataElement) if row.code == "full-name")
    return {
        "deed": "save", "kind": "schedule", "fingerprint": value_of("fingerprint", page),
        f"{number}-0-on": "1", f"{number}-0-purpose": "call pupils", f"{number}-0-subjects": "child",
    }  # fmt: skip


def test_a_new_vendor_is_onboarded_in_four_steps(cast, pia, session):
    assert pia.get("/onboarding/").status_code == 200
    assert "No recorded vendor" in pia.get("/onboarding/vendor?q=Cedar").text
    step = pia.post("/onboarding/vendor", data={"name": "Cedar Tutors", "number": "V-300"})
    vendor = rows(session, Vendor, number="V-300")[0].id
    assert step.location == f"/onboarding/vendor/{vendor}"
    assert pia.get(step.location).status_code == 200
    step = pia.post(step.location, data=contract_of(cast))
    contract = rows(session, Contract, number="C-9000")[0].id
    assert step.location == f"/onboarding/contract/{contract}/data"
    step = pia.post(step.location, data=data_of(session, pia.get(step.location).text))
    assert step.location == f"/onboarding/contract/{contract}/request"
    page = pia.get(step.location).text
    assert "clauses apply" in page
    person = {f"contact-{vendor}": "new", f"name-{vendor}": "Dora Diaz", f"email-{vendor}": "dora@cedar.example"}
    look = pia.post(step.location, data={**person, "due_on": "2026-12-15", "deed": "look"}).text
    assert "Dora Diaz &lt;dora@cedar.example&gt;" in look
    assert not rows(session, Letter)
    step = pia.post(step.location, data={**person, "due_on": "2026-12-15", "deed": "send"})
    assert step.location == f"/onboarding/contract/{contract}/done"
    assert "Dora Diaz gets a letter" in pia.get(step.location).text
    assert rows(session, Letter)[0].to_email == "dora@cedar.example"


def test_likely_duplicates_are_shown_before_a_vendor_is_saved(cast, pia, session):
    asked = pia.post("/onboarding/vendor", data={"name": "ACME Payroll"})
    assert asked.status_code == 200
    assert "may be recorded already" in asked.text
    assert f"/onboarding/vendor/{cast.acme}" in asked.text
    assert len(rows(session, Vendor)) == 2
    seen = value_of("seen", asked.text)
    assert pia.post("/onboarding/vendor", data={"name": "ACME Payroll", "seen": seen}).status_code == 303


def test_what_was_left_is_listed_and_taken_up_again(cast, pia, session, work):
    session.add(Vendor(name="Dogwood", name_key="dogwood", search_text="dogwood", created_at=work.now))
    session.commit()
    page = pia.get("/onboarding/").text
    assert "Dogwood" in page
    assert f"/onboarding/contract/{cast.payroll}/data" in page
    location = f"/onboarding/contract/{cast.payroll}/data"
    pia.post(location, data=data_of(session, pia.get(location).text))
    page = pia.get("/onboarding/").text
    assert f"/onboarding/contract/{cast.payroll}/request" in page
    assert location not in page


def test_the_request_waits_for_the_declaration(cast, pia):
    step = pia.get(f"/onboarding/contract/{cast.payroll}/request")
    assert step.location == f"/onboarding/contract/{cast.payroll}/data"


def test_without_personal_data_nothing_is_asked(cast, pia, work):
    declare_no_personal_data(work, work.session.get_one(Contract, cast.payroll), "hardware only")
    work.session.commit()
    step = pia.get(f"/onboarding/contract/{cast.payroll}/request")
    assert step.location == f"/onboarding/contract/{cast.payroll}/done"
    assert "nothing is asked of the vendor" in pia.get(step.location).text


def test_sending_twice_sends_once(cast, pia, session):
    location = f"/onboarding/contract/{cast.payroll}/data"
    pia.post(location, data=data_of(session, pia.get(location).text))
    data = {f"contact-{cast.acme}": cast.cora, "due_on": "2026-12-15", "deed": "send"}
    for _click in range(2):
        assert pia.post(f"/onboarding/contract/{cast.payroll}/request", data=data).location.endswith("/done")
    assert len(rows(session, Request)) == 1


def test_a_department_out_of_sight_is_not_onboarded(cast, visitors, session):
    session.add(PersonDepartment(person_id=cast.pia, department_id=cast.library))
    session.commit()
    pia = visitors.person(cast.pia)
    assert "C-3300" not in pia.get("/onboarding/").text
    for page in (f"contract/{cast.cameras}/data", f"contract/{cast.cameras}/request", f"contract/{cast.cameras}/done"):
        assert pia.get(f"/onboarding/{page}").status_code == 404
    assert pia.get(f"/onboarding/vendor/{cast.birch}").status_code == 404
    assert (
        pia.post(
            f"/onboarding/vendor/{cast.acme}", data={**contract_of(cast), "department_id": cast.police}
        ).status_code
        == 422
    )


def test_auditors_do_not_onboard(cast, visitors):
    assert visitors.person(cast.ada).get("/onboarding/").status_code == 403
