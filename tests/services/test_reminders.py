"""Reminders end to end: from what stands in the database to letters and ledger, run after run."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from tests.attested import attest, share
from tests.cast import rows
from tests.moments import MONDAY
from tracker import jobs
from tracker.domain.catalogue_words import ContactRole
from tracker.domain.facts import StepKind
from tracker.models.contact import Contact, VendorContact
from tracker.models.contract import Contract, ContractTerm
from tracker.models.department import Department
from tracker.models.event import Event
from tracker.models.letter import Letter, Reminder
from tracker.models.policy import Holiday
from tracker.models.request import Request
from tracker.models.vendor import Vendor
from tracker.models.waiver import Waiver
from tracker.queries import reminders as queries
from tracker.queries.scope import Viewer
from tracker.services import reminders, request_steps, requests, standings
from tracker.services.reminders import bundles, reason_to_wait, write_all
from tracker.services.requests import NewRequest
from tracker.services.rules import RuleBroken

NEVER = Viewer(0, "Nobody", "n@city.example", frozenset())


@pytest.fixture
def covered(work, cast):
    """Acme's contract is covered through a day that tests choose, Birch's for long."""

    def cover(through):
        for number in (cast.payroll, cast.cameras):
            share(work, number)
        attest(work, cast.payroll, cast.oscar, through)
        attest(work, cast.cameras, cast.oscar, date(2027, 12, 31))
        work.session.commit()
        return cast

    return cover


def run(work):
    """Do what the scheduler does each minute; return who got a digest with how many items."""
    if reason_to_wait(work) is not None:
        return {}
    due_now = bundles(work)
    write_all(work, due_now, work.session.commit)
    return {bundle.somebody.email: len(bundle.told) for bundle in due_now if bundle.told}


def ledger(work, **where):
    return {
        (row.step_days, row.recipient.partition("@")[0]): row.state for row in rows(work.session, Reminder, **where)
    }


def _expires(bundle):
    return any(entry.obligation.kind == "expiry" for entry, _ in bundle.told)


def test_a_covered_contract_far_from_its_day_writes_nothing(work, covered):
    covered(MONDAY + timedelta(days=200))
    assert run(work) == {}


def test_sixty_days_before_the_vendor_is_told_and_the_owner_once(work, covered):
    cast = covered(MONDAY + timedelta(days=60))
    assert run(work) == {"cora@acme.example": 1, "pia@city.example": 1}
    letter = rows(work.session, Letter, to_email="cora@acme.example")[0]
    assert letter.kind == "digest"
    assert letter.contact_id == cast.cora
    assert "Payroll processing (C-2291), Acme Payroll, Inc." in letter.text
    assert "January 22, 2027 (in 60 days)" in letter.text
    assert "http://localhost/portal" in letter.text
    assert "Pia" not in letter.text
    assert "Birch" not in letter.text
    owner = rows(work.session, Letter, to_email="pia@city.example")[0]
    assert f"http://localhost/contracts/{cast.payroll}" in owner.text


def test_running_twice_changes_nothing(work, covered):
    covered(MONDAY + timedelta(days=14))
    first = run(work)
    before = len(rows(work.session, Reminder))
    assert first
    assert run(work) == {}
    assert len(rows(work.session, Reminder)) == before


@pytest.mark.parametrize("outage", [1, 7, 40])
def test_after_an_outage_each_person_gets_one_letter_with_the_latest_step(work, covered, moments, outage):
    covered(MONDAY + timedelta(days=30))
    run(work)
    sent_before = len(rows(work.session, Letter))
    day = MONDAY + timedelta(days=30 - 14 + outage)
    moments.go_to(day)
    while reason_to_wait(work):
        moments.travel(days=1)
    run(work)
    letters = rows(work.session, Letter)[sent_before:]
    assert len({letter.to_email for letter in letters}) == len(letters)
    reached = max(step for step in (-14, -7, -1, 0, 7, 14, 30) if MONDAY + timedelta(days=30 + step) <= work.today)
    settled = ledger(work)
    assert settled[reached, "cora"] == "sent"
    between = [step for step in (-14, -7, -1, 0, 7, 14) if step < reached]
    assert all(settled[step, "cora"] == "overtaken" for step in between)


def test_weekends_holidays_and_early_hours_wait(work, covered, moments):
    covered(MONDAY + timedelta(days=14))
    moments.go_to(MONDAY - timedelta(days=1))
    assert "not a working day" in (reason_to_wait(work) or "")
    moments.go_to(MONDAY, hour=7)
    assert "8:00" in (reason_to_wait(work) or "")
    work.session.add(Holiday(on_day=date(2026, 11, 24), name="A day off"))
    moments.go_to(date(2026, 11, 24))
    assert "not a working day" in (reason_to_wait(work) or "")


def test_the_hour_is_that_of_the_city_on_both_sides_of_a_clock_change(work, cast, moments):
    for day in (date(2026, 10, 30), date(2026, 11, 2), date(2027, 3, 12), date(2027, 3, 15)):
        moments.go_to(day, hour=7)
        assert reason_to_wait(work) is not None
        moments.go_to(day, hour=8)
        assert reason_to_wait(work) is None


def test_an_answer_stops_the_vendor_and_a_return_resumes(work, covered, moments):
    cast = covered(MONDAY + timedelta(days=60))
    run(work)
    request = requests.send(work, NewRequest(cast.acme, (cast.payroll,), cast.cora))
    request_steps.add(work, request, StepKind.SUBMITTED)
    work.session.commit()
    moments.go_to(MONDAY + timedelta(days=60 - 14))
    assert run(work) == {"pia@city.example": 1}
    assert ledger(work)[-14, "cora"] == "stopped"
    moments.travel(days=1)
    request_steps.add(work, request, StepKind.RETURNED)
    work.session.commit()
    moments.go_to(MONDAY + timedelta(days=60 - 7))
    assert run(work)["cora@acme.example"] >= 1
    assert ledger(work)[-7, "cora"] == "sent"


def test_a_renewal_ends_the_old_steps_and_arms_new_ones(work, covered, moments):
    cast = covered(MONDAY + timedelta(days=7))
    assert run(work)
    attest(work, cast.payroll, cast.oscar, date(2027, 12, 31), since=MONDAY)
    work.session.commit()
    moments.travel(days=7)
    assert run(work) == {}


def test_an_unanswered_request_is_recalled_after_a_week_to_the_contact_asked(work, covered, moments):
    cast = covered(date(2027, 12, 31))
    request = requests.send(work, NewRequest(cast.acme, (cast.payroll,), cast.cora))
    work.session.commit()
    moments.travel(days=6)
    assert run(work) == {}
    moments.travel(days=1)
    assert run(work) == {"cora@acme.example": 1}
    text = rows(work.session, Letter, kind="digest")[0].text
    assert f"Request {request.number} to Acme Payroll, Inc.: Payroll processing (C-2291)" in text
    moments.travel(days=7)
    request_steps.add(work, work.session.get_one(Request, request.id), StepKind.SUBMITTED)
    work.session.commit()
    assert run(work) == {}
    assert ledger(work)[14, "cora"] == "stopped"


def test_sending_a_request_again_counts_anew(work, covered, moments):
    cast = covered(date(2027, 12, 31))
    request = requests.send(work, NewRequest(cast.acme, (cast.payroll,), cast.cora))
    work.session.commit()
    moments.travel(days=6)
    requests.resend(work, request)
    work.session.commit()
    moments.travel(days=1)
    assert run(work) == {}


def test_after_the_day_escalation_reaches_manager_officer_and_the_flag(work, covered, moments):
    cast = covered(MONDAY)
    work.session.get_one(Department, cast.library).manager_id = cast.max
    work.session.commit()
    told: dict[str, list[int]] = {}
    for _ in range(45):
        for email in run(work):
            told.setdefault(email.partition("@")[0], []).append((work.today - MONDAY).days)
        moments.travel(days=1)
    assert told["cora"] == [0, 7, 14, 30]
    assert told["pia"] == [0, 1, 30]
    assert told["max"] == [7]
    assert told["oscar"] == [14]
    assert queries.hold_renewal(work.session, [cast.payroll, cast.cameras], work.today) == {cast.payroll}
    attest(work, cast.payroll, cast.oscar, date(2027, 12, 31), since=work.today)
    assert queries.hold_renewal(work.session, [cast.payroll], work.today) == set()


def test_a_vendor_whose_contract_just_ends_is_not_written_to(work, cast, moments):
    ends = MONDAY + timedelta(days=14)
    rows(work.session, ContractTerm, contract_id=cast.payroll)[0].through_on = ends
    share(work, cast.payroll)
    attest(work, cast.payroll, cast.oscar, ends)
    work.session.commit()
    assert {bundle.somebody.email for bundle in bundles(work) if _expires(bundle)} == {"pia@city.example"}
    run(work)
    letter = rows(work.session, Letter, to_email="pia@city.example")[0]
    assert "Nothing follows it" in letter.text


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


def test_a_paused_vendor_is_skipped_with_the_reason(work, covered, moments):
    cast = covered(MONDAY + timedelta(days=14))
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


def test_a_changed_contact_is_told_the_latest_step(work, covered, moments):
    cast = covered(MONDAY + timedelta(days=14))
    run(work)
    nina = Contact(email="Nina@acme.example", name="Nina", created_at=datetime(2026, 1, 1, tzinfo=UTC))
    work.session.add(nina)
    work.session.flush()
    for role in rows(work.session, VendorContact, vendor_id=cast.acme):
        work.session.delete(role)
    work.session.add(VendorContact(vendor_id=cast.acme, contact_id=nina.id, role=ContactRole.SIGNER))
    work.session.commit()
    moments.travel(days=1)
    assert run(work) == {"nina@acme.example": 1}


def test_without_a_contact_the_owner_is_told_that_nobody_can_be_written_to(work, covered):
    cast = covered(MONDAY + timedelta(days=60))
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


def test_archived_contracts_are_left_alone(work, covered):
    cast = covered(MONDAY + timedelta(days=14))
    work.session.get_one(Contract, cast.payroll).archived_at = work.now
    standings.refresh(work, [cast.payroll])
    work.session.commit()
    assert run(work) == {}


def test_settling_begins_with_the_next_step(work, covered, moments):
    covered(MONDAY + timedelta(days=14))
    assert reminders.settle(work, "Taken over from the old list.") > 0
    work.session.commit()
    assert run(work) == {}
    moments.travel(days=7)
    assert set(run(work)) == {"cora@acme.example", "pia@city.example"}


def test_the_plan_tells_beforehand_what_will_be_written(work, covered, moments):
    covered(MONDAY + timedelta(days=14))
    plan = queries.plan(work.session, NEVER, work.today, work.settings.zone, from_on=work.today)
    promised = {(row.on_day, row.email) for row in plan.rows if row.state == "sent"}
    happened = set()
    while work.today <= MONDAY + timedelta(days=90):
        day = work.today
        happened |= {(day, email) for email in run(work)}
        moments.travel(days=1)
    assert happened == promised


def test_a_viewer_limited_to_a_department_sees_its_plan_only(work, covered, cast):
    covered(MONDAY + timedelta(days=14))
    police = Viewer(1, "Paul", "p@city.example", frozenset(), frozenset({cast.police}))
    plan = queries.plan(work.session, police, work.today, work.settings.zone, from_on=work.today)
    assert {row.contract_id for row in plan.rows} <= {cast.cameras}
    run(work)
    assert queries.log(work.session, police, "sent", 1) == ([], 0)
    assert queries.log(work.session, NEVER, "sent", 1)[1] > 0


def test_the_log_tells_what_was_sent_failed_and_set_aside(work, covered):
    cast = covered(MONDAY + timedelta(days=14))
    run(work)
    sent, _ = queries.log(work.session, NEVER, "sent", 1)
    aside, _ = queries.log(work.session, NEVER, "set aside", 1)
    assert {row.recipient for row in sent} == {"cora@acme.example", "pia@city.example"}
    assert {row.state for row in aside} == {"overtaken"}
    assert queries.log(work.session, NEVER, "failed", 1) == ([], 0)
    assert len(queries.about_contract(work.session, cast.payroll)) == len(sent) + len(aside)
    assert set(queries.last_reminded(work.session, [cast.payroll, cast.cameras])) == {cast.payroll}


def test_two_runs_that_meet_write_each_digest_once(work, covered):
    covered(MONDAY + timedelta(days=14))
    mine, others = bundles(work), bundles(work)
    assert write_all(work, others, work.session.commit).digests == 2
    done = write_all(work, mine, work.session.commit)
    assert (done.digests, done.items) == (0, 0)
    assert len(rows(work.session, Letter)) == 2


def test_the_scheduler_reminds_by_itself(app, work, covered):
    covered(MONDAY + timedelta(days=14))
    assert jobs.tick(app, "a", jobs.REMINDERS, jobs.remind)
    assert work.session.scalars(select(Letter.to_email).order_by(Letter.to_email)).all() == [
        "cora@acme.example",
        "pia@city.example",
    ]
