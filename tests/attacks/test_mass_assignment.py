"""Fields that no form has are not taken: ids, versions, days, rights, passwords."""

import pytest

from tests.cast import rows
from tracker.models.attestation import Attestation
from tracker.models.person import Person
from tracker.models.request import Request
from tracker.models.vendor import Vendor
from tracker.models.waiver import Waiver


@pytest.fixture
def pia(town, visitors):
    return visitors.person(town.cast.pia)


def test_fields_that_no_form_has_change_nothing(town, work, visitors, pia, draft_of):
    """Mass assignment: ids, versions, days and rights sent along are not taken."""
    draft_of(town.acme)
    more = {
        "id": "77", "version_id": "9", "row_version": "99", "archived_at": "2020-01-01", "created_at": "2020-01-01",
        "roles": "administrator", "active": "", "password": "x", "epoch": "x", "number": "N-1", "nonce": "x",
        "sent_by_id": "2", "closed_at": "2020-01-01", "submitted_at": "2020-01-01", "effective_on": "2026-01-01",
        "expires_on": "2099-01-01", "round": "9", "vendor_id": str(town.birch.vendor), "search_text": "x",
        "department_id": str(town.birch.department), "person_id": "2", "tf_totp_secret": "x", "email": "e@evil.example",
        "reminders_paused_at": "2020-01-01", "approved_at": "2020-01-01", "approved_by_id": "2", "asked_by_id": "2",
        "is_admin": "1", "name_key": "x", "contract_id": "2", "reviewer_id": "2",
    }  # fmt: skip
    version = str(work.session.get_one(Vendor, town.acme.vendor).version)
    work.session.rollback()
    vendor = {**more, "name": "Acme Payroll, Inc.", "number": "V-100", "website": "", "note": "kept"}
    vendor["version"] = version
    assert pia.post(f"/vendors/{town.acme.vendor}/edit", data=vendor).status_code == 303
    assert pia.post("/account/", data={**more, "name": "Pia P."}).status_code in {303, 422}
    waiver = {**more, "clauses": "BRE-1", "reason": "y", "from_on": "2026-11-23", "through_on": "2026-12-31"}
    assert pia.post(f"/waivers/new/{town.acme.contract}", data=waiver).status_code == 303
    shown = str(work.session.get_one(Attestation, town.acme.attestation).row_version)
    work.session.rollback()
    signer = {**more, "version": shown, "name": "Mei Chen", "title": "CFO", "authority": "I may."}
    cora = visitors.contact(town.cast.cora)
    assert cora.post(f"/portal/requests/{town.acme.request}/signer", data=signer).status_code == 303
    kept = work.session.get_one(Vendor, town.acme.vendor)
    assert (kept.note, kept.archived_at, kept.reminders_paused_at, kept.name_key == "x") == ("kept", None, None, False)
    person = work.session.get_one(Person, town.cast.pia)
    assert (person.email, person.active, person.password, person.epoch) == ("pia@city.example", True, None, "epoch-pia")
    asked = rows(work.session, Waiver, reason="y")[0]
    assert (asked.approved_at, asked.asked_by_id, asked.contract_id) == (None, town.cast.pia, town.acme.contract)
    draft = work.session.get_one(Attestation, town.acme.attestation)
    assert (draft.submitted_at, draft.effective_on, draft.round) == (None, None, 1)
    assert (draft.vendor_id, draft.signer_title) == (town.acme.vendor, "CFO")
    request = work.session.get_one(Request, town.acme.request)
    assert (request.closed_at, request.vendor_id, request.sent_by_id) == (None, town.acme.vendor, town.cast.pia)


def test_a_vendor_named_in_the_form_of_a_contract_is_not_taken(town, work, pia):
    contract = {"number": "C-77", "title": "T", "department_id": str(town.cast.library), "owner_id": "",
                "breach_notice_hours": "72", "disposal_days": "60", "vendor_id": str(town.birch.vendor),
                "archived_at": "2020-01-01", "id": "900"}  # fmt: skip
    made = pia.post(f"/contracts/new?vendor={town.acme.vendor}", data=contract)
    assert made.status_code == 303
    assert f'/vendors/{town.acme.vendor}"' in pia.get(made.location).text
    assert made.location != "/contracts/900"


def test_an_administrator_cannot_slip_rights_or_passwords_into_the_form_of_a_person(town, work, visitors):
    adam = visitors.person(town.cast.adam)
    version = work.session.get_one(Person, town.cast.max).version
    work.session.rollback()
    data = {"name": "Max", "email": "max@city.example", "roles": "manager", "departments": str(town.cast.library),
            "version": str(version), "password": "x" * 20, "active": "", "epoch": "x", "id": "1"}  # fmt: skip
    path = f"/settings/people/{town.cast.max}"
    assert adam.post(path, data={**data, "roles": ["manager", "root"]}).status_code == 422
    assert adam.post(path, data={**data, "version": "x"}).status_code == 409
    assert adam.post(path, data=data).status_code == 303
    person = work.session.get_one(Person, town.cast.max)
    assert (person.active, person.password, person.epoch) == (True, None, "epoch-max")
