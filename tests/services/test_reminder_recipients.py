"""Whom a reminder reaches: contacts, owner, manager, officers, stand-ins, and nobody while paused."""

from datetime import UTC, date, datetime, timedelta

import pytest

from tests.attested import attest, share
from tests.cast import rows
from tests.moments import MONDAY
from tests.reminding import cover, run
from tracker.domain.catalogue_words import ContactRole
from tracker.models.contact import Contact, VendorContact
from tracker.models.contract import Contract, ContractTerm
from tracker.models.event import Event
from tracker.models.letter import Letter, Reminder
from tracker.models.vendor import Vendor
from tracker.models.waiver import Waiver
from tracker.services import obligation_index, reminders, standings
from tracker.services.reminders import bundles, reason_to_wait
from tracker.services.rules import RuleBroken


def _expires(bundle):
    return any(entry.obligation.kind == "expiry" for entry, _ in bundle.told)


def test_a_vendor_whose_contract_just_ends_is_not_written_to(work, cast, moments):
    ends = MONDAY + timedelta(days=14)
    rows(work.session, ContractTerm, contract_id=cast.payroll)[0].through_on = ends
    share(work, cast.payroll)
    attest(work, cast.payroll, cast.oscar, ends)
    work.session.commit()
    assert {bundle.somebody.email for bundle in bundles(work) if _expires(bundle)} == {"pia@city.example"}
    run(work)
    letter = rows(work.session, Letter, to_email="pia@city.example")[0]
    assert "Nothing follows it" in " ".join(letter.text.split())


def test_disposal_is_asked_of_vendor_and_owner_until_certified(work, cast, moments):
    ends = MONDAY - timedelta(days=30)
    rows(work.session, ContractTerm, contract_id=cast.payroll)[0].through_on = ends
    share(work, cast.payroll)
    work.session.commit()
    standings.refresh(work, [cast.payroll])
    moments.go_to(ends + timedelta(days=60 - 30 + 1))
    while reason_to_wait(work):
        moments.travel(days=1)
    assert run(work) == {"cora@acme.example": 1, "pia@city.example": 1}
    assert "returned or destroyed" in rows(work.session, Letter, to_email="cora@acme.example")[0].text


def test_the_end_of_a_waiver_is_told_to_owner_and_officers_only(work, cast):
    work.session.add(
        Waiver(
            contract_id=cast.payroll,
            reason="Until the audit",
            from_on=date(2026, 6, 1),
            through_on=MONDAY + timedelta(days=7),
            asked_by_id=cast.pia,
            asked_at=work.now,
            approved_by_id=cast.oscar,
            approved_at=work.now,
        )
    )
    work.session.commit()
    assert set(run(work)) == {"pia@city.example", "oscar@city.example", "olga@city.example"}


def test_a_paused_vendor_is_skipped_with_the_reason(work, cast, moments):
    cover(work, cast, MONDAY + timedelta(days=14))
    vendor = work.session.get_one(Vendor, cast.acme)
    reminders.pause(work, vendor, "They are in talks")
    work.session.commit()
    assert run(work) == {"pia@city.example": 1}
    row = rows(work.session, Reminder, recipient="cora@acme.example", state="paused")[0]
    assert (row.step_days, row.reason) == (-14, "Paused for this vendor: They are in talks")
    reminders.resume(work, vendor)
    work.session.commit()
    moments.travel(days=7)
    assert "cora@acme.example" in run(work)
    actions = {event.action for event in rows(work.session, Event)}
    assert {"vendor:reminders-paused", "vendor:reminders-resumed"} <= actions


def test_a_pause_needs_a_reason(work, cast):
    with pytest.raises(RuleBroken) as broken:
        reminders.pause(work, work.session.get_one(Vendor, cast.acme), "  ")
    assert broken.value.field == "reason"


def test_a_changed_contact_is_told_the_latest_step(work, cast, moments):
    cover(work, cast, MONDAY + timedelta(days=14))
    run(work)
    nina = Contact(email="Nina@acme.example", name="Nina", created_at=datetime(2026, 1, 1, tzinfo=UTC))
    work.session.add(nina)
    work.session.flush()
    for role in rows(work.session, VendorContact, vendor_id=cast.acme):
        work.session.delete(role)
    work.session.add(VendorContact(vendor_id=cast.acme, contact_id=nina.id, role=ContactRole.SIGNER))
    obligation_index.touch_vendor(work, cast.acme)
    work.session.commit()
    moments.travel(days=1)
    assert run(work) == {"nina@acme.example": 1}


def test_without_a_contact_the_owner_is_told_that_nobody_can_be_written_to(work, cast):
    cover(work, cast, MONDAY + timedelta(days=60))
    for role in rows(work.session, VendorContact, vendor_id=cast.acme):
        work.session.delete(role)
    work.session.commit()
    assert run(work) == {"pia@city.example": 1}
    assert "Nobody at the vendor can be written to" in rows(work.session, Letter)[0].text


def test_several_items_of_one_person_make_one_letter(work, cast):
    for number, day in ((cast.payroll, 14), (cast.cameras, 7)):
        share(work, number)
        attest(work, number, cast.oscar, MONDAY + timedelta(days=day))
    work.session.commit()
    assert run(work)["pia@city.example"] == 2
    letters = rows(work.session, Letter, to_email="pia@city.example")
    assert len(letters) == 1
    assert letters[0].text.index("Camera") < letters[0].text.index("Payroll")


def test_archived_contracts_are_left_alone(work, cast):
    cover(work, cast, MONDAY + timedelta(days=14))
    work.session.get_one(Contract, cast.payroll).archived_at = work.now
    standings.refresh(work, [cast.payroll])
    work.session.commit()
    assert run(work) == {}


def test_settling_begins_with_the_next_step(work, cast, moments):
    cover(work, cast, MONDAY + timedelta(days=14))
    assert reminders.settle(work, "Taken over from the old list.") > 0
    work.session.commit()
    assert run(work) == {}
    moments.travel(days=7)
    assert set(run(work)) == {"cora@acme.example", "pia@city.example"}
