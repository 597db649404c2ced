"""Reminders end to end: from what stands in the database to letters and ledger, run after run."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from tests.attested import attest
from tests.cast import rows
from tests.moments import MONDAY
from tests.reminding import cover, ledger, run
from tracker import jobs
from tracker.domain.facts import StepKind
from tracker.models.department import Department
from tracker.models.letter import Letter, Reminder
from tracker.models.policy import Holiday
from tracker.models.request import Request
from tracker.queries import renewal_holds
from tracker.services import request_steps, requests
from tracker.services.reminders import bundles, reason_to_wait, write_all
from tracker.services.requests import NewRequest


def test_a_covered_contract_far_from_its_day_writes_nothing(work, cast):
    cover(work, cast, MONDAY + timedelta(days=200))
    assert run(work) == {}


def test_sixty_days_before_the_vendor_is_told_and_the_owner_once(work, cast):
    cover(work, cast, MONDAY + timedelta(days=60))
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


def test_running_twice_changes_nothing(work, cast):
    cover(work, cast, MONDAY + timedelta(days=14))
    first = run(work)
    before = len(rows(work.session, Reminder))
    assert first
    assert run(work) == {}
    assert len(rows(work.session, Reminder)) == before


@pytest.mark.parametrize("outage", [1, 7, 40])
def test_after_an_outage_each_person_gets_one_letter_with_the_latest_step(work, cast, moments, outage):
    cover(work, cast, MONDAY + timedelta(days=30))
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


def test_weekends_holidays_and_early_hours_wait(work, cast, moments):
    cover(work, cast, MONDAY + timedelta(days=14))
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


def test_an_answer_stops_the_vendor_and_a_return_resumes(work, cast, moments):
    cover(work, cast, MONDAY + timedelta(days=60))
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


def test_a_renewal_ends_the_old_steps_and_arms_new_ones(work, cast, moments):
    cover(work, cast, MONDAY + timedelta(days=7))
    assert run(work)
    attest(work, cast.payroll, cast.oscar, date(2027, 12, 31), since=MONDAY)
    work.session.commit()
    moments.travel(days=7)
    assert run(work) == {}


def test_an_unanswered_request_is_recalled_after_a_week_to_the_contact_asked(work, cast, moments):
    cover(work, cast, date(2027, 12, 31))
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


def test_sending_a_request_again_counts_anew(work, cast, moments):
    cover(work, cast, date(2027, 12, 31))
    request = requests.send(work, NewRequest(cast.acme, (cast.payroll,), cast.cora))
    work.session.commit()
    moments.travel(days=6)
    requests.resend(work, request)
    work.session.commit()
    moments.travel(days=1)
    assert run(work) == {}


def test_after_the_day_escalation_reaches_manager_officer_and_the_flag(work, cast, moments):
    cover(work, cast, MONDAY)
    work.session.get_one(Department, cast.library).manager_id = cast.max
    work.session.commit()
    told: dict[str, list[int]] = {}
    for _ in range(45):
        for email in run(work):
            told.setdefault(email.partition("@")[0], []).append((work.today - MONDAY).days)
        moments.travel(days=1)
    assert told["cora"] == [0, 7, 14, 30]
    assert told["pia"] == [0, 1]
    assert told["max"] == [7]
    assert told["oscar"] == [14]
    assert set(renewal_holds.holds(work.session, [cast.payroll, cast.cameras], work.today)) == {cast.payroll}
    attest(work, cast.payroll, cast.oscar, date(2027, 12, 31), since=work.today)
    assert renewal_holds.holds(work.session, [cast.payroll], work.today) == {}


def test_two_runs_that_meet_write_each_digest_once(work, cast):
    cover(work, cast, MONDAY + timedelta(days=14))
    mine, others = bundles(work), bundles(work)
    assert write_all(work, others, work.session.commit).digests == 2
    done = write_all(work, mine, work.session.commit)
    assert (done.digests, done.items) == (0, 0)
    assert len(rows(work.session, Letter)) == 2


def test_the_scheduler_reminds_by_itself(app, work, cast):
    cover(work, cast, MONDAY + timedelta(days=14))
    assert jobs.tick(app, "a", jobs.REMINDERS, jobs.remind)
    assert work.session.scalars(select(Letter.to_email).order_by(Letter.to_email)).all() == [
        "cora@acme.example",
        "pia@city.example",
    ]
