"""Deeds of the reminders page: send now, snooze and its end, filters, the log as a file; and whose they are."""

from datetime import date, timedelta

import pytest

from tests.attested import attest, share
from tests.cast import rows
from tests.moments import MONDAY
from tests.reminding import run
from tracker.domain.obligations import Rhythm
from tracker.models.letter import Letter, Reminder
from tracker.models.person import Person, PersonDepartment
from tracker.models.reminder_hold import HeldContract, ReminderHold
from tracker.models.snooze import Snooze
from tracker.models.vendor import Vendor
from tracker.services import reminders

DUE = MONDAY + timedelta(days=16)
CORA = "cora@acme.example"
NEXT = f"/reminders/now?day=2026-11-25&to={CORA}"


@pytest.fixture
def told(work, cast):
    """Both contracts end in sixteen days; today's letters went, the next go in two days."""
    for number in (cast.payroll, cast.cameras):
        share(work, number)
        attest(work, number, cast.oscar, DUE)
    work.session.commit()
    run(work)
    work.session.commit()
    return cast


@pytest.fixture
def pia(visitors, told):
    return visitors.person(told.pia)


def limit(session, person, department):
    session.add(PersonDepartment(person_id=person, department_id=department))
    session.commit()


def step(cast, days=-14):
    return f"expiry:contract:{cast.payroll}|{DUE.isoformat()}|{days}"


def snooze_at(number):
    return f"/reminders/contracts/{number}/snooze?about=expiry:contract:{number}"


def typed(days=5, reason="The renewal is being signed"):
    return {"until_on": (MONDAY + timedelta(days=days)).isoformat(), "reason": reason}


def test_send_now_names_what_leaves_and_to_whom_and_sends_it_once(pia, told, session):
    page = pia.get(NEXT).text
    assert "Send now to Cora Chen" in page
    assert CORA in page
    assert "Payroll processing (C-2291)" in page
    assert "14 days before" in page
    first = pia.post(NEXT, data={"step": step(told)})
    second = pia.post(NEXT, data={"step": step(told)})
    assert (first.status_code, second.status_code) == (303, 303)
    assert "nothing was sent twice" in pia.get("/reminders").text
    assert len(rows(session, Reminder, recipient=CORA, step_days=-14)) == 1
    assert len(rows(session, Letter, to_email=CORA)) == 2
    assert pia.get(NEXT).status_code == 303
    assert "Nothing is planned for them on this day any more" in pia.get("/reminders").text


def test_only_the_items_ticked_leave(pia, told, session):
    both = "/reminders/now?day=2026-11-25&to=pia@city.example"
    assert pia.get(both).text.count('type="checkbox"') == 2
    nothing = pia.post(both, data={})
    assert nothing.status_code == 422
    assert "Choose at least one reminder" in nothing.text
    assert pia.post(both, data={"step": step(told)}).status_code == 303
    sent = rows(session, Reminder, recipient="pia@city.example", step_days=-14)
    assert [row.contract_id for row in sent] == [told.payroll]


@pytest.mark.parametrize("value", ["", "x", "x|2026-12-09|-14", "expiry:contract:1|nonsense|-14", "a|2026-12-09|x"])
def test_a_step_that_is_not_planned_is_not_found(pia, value):
    assert pia.post(NEXT, data={"step": value}).status_code == 404


def test_from_the_contracts_page_only_its_items_leave_and_the_way_leads_back(pia, told):
    page = pia.get(f"/contracts/{told.payroll}").text
    assert f"to={CORA}&amp;contract={told.payroll}" in page
    answer = pia.post(f"{NEXT}&contract={told.payroll}", data={"step": step(told)})
    assert answer.location == f"/contracts/{told.payroll}#reminders"
    assert "Sent by hand by Pia Procurement" in pia.get(f"/contracts/{told.payroll}").text


def test_a_snooze_is_set_seen_everywhere_and_undone(pia, told, session, work):
    form = pia.get(snooze_at(told.payroll)).text
    assert "Payroll processing (C-2291)" in form
    assert "14 days before" in form
    answer = pia.post(snooze_at(told.payroll), data=typed())
    assert answer.location == f"/contracts/{told.payroll}#reminders"
    assert pia.post(snooze_at(told.payroll), data=typed()).status_code == 303
    [snooze] = rows(session, Snooze)
    contract = pia.get(f"/contracts/{told.payroll}").text
    for page in (contract, pia.get("/reminders/waiting").text):
        assert "The renewal is being signed" in page
        assert "End the snooze" in page
    assert "Snoozed until November 28, 2026" in contract
    assert "1 snooze" in pia.get("/reminders").text
    ended = pia.post(f"/reminders/snoozes/{snooze.id}/end?from=plan")
    assert ended.location == "/reminders/waiting"
    assert pia.post(f"/reminders/snoozes/{snooze.id}/end").status_code == 303
    assert "Nothing waits" in pia.get("/reminders/waiting").text


@pytest.mark.parametrize(
    ("form", "sentence"),
    [
        (typed(days=0), "Choose a day from tomorrow on"),
        ({"until_on": "soon", "reason": "x"}, "Choose a day from tomorrow on"),
        (typed(reason=" "), "Say why nobody is to be reminded"),
    ],
)
def test_what_was_typed_of_a_snooze_survives_its_mistake(pia, told, form, sentence):
    answer = pia.post(snooze_at(told.payroll), data=form)
    assert answer.status_code == 422
    assert answer.text.count(sentence) == 2
    assert f'value="{form["until_on"]}"' in answer.text


def test_things_of_another_department_are_not_found(visitors, told, session):
    limit(session, told.pia, told.police)
    pia = visitors.person(told.pia)
    session.add(
        Snooze(
            obligation="expiry:contract:1", due_on=DUE, contract_id=told.payroll, until_on=DUE, reason="x",
            set_at=visitors.moments.now(),
        )
    )  # fmt: skip
    session.commit()
    [number] = [row.id for row in rows(session, Snooze)]
    assert pia.get(NEXT).status_code == 404
    assert pia.post(NEXT, data={"step": step(told)}).status_code == 404
    assert pia.post(NEXT, data={"step": step(told, -30)}).status_code == 404
    assert pia.get(snooze_at(told.payroll)).status_code == 404
    assert pia.post(snooze_at(told.payroll), data=typed()).status_code == 404
    assert pia.post(f"/reminders/snoozes/{number}/end").status_code == 404
    log = "/exports/reminders?kind=sent&format=jsonl"
    for path in ("/reminders?view=list", "/reminders/waiting", "/reminders/sent", log):
        page = pia.get(path).text
        assert not any(word in page for word in ("C-2291", "Acme"))
    assert "Camera analytics" in pia.get("/reminders?view=list").text


def test_a_manager_reads_and_does_nothing(visitors, told):
    client = visitors.person(told.max)
    page = client.get(f"/contracts/{told.payroll}").text
    assert "Cora Chen" in page
    assert "Send now" not in page
    assert "Snooze" not in page
    assert "Ben Birch" not in client.get("/reminders?view=list").text
    assert client.post(NEXT, data={"step": step(told)}).status_code == 403
    assert client.post(snooze_at(told.payroll), data=typed()).status_code == 403


def test_without_the_token_nothing_happens(app, pia, told, session):
    app.config["WTF_CSRF_ENABLED"] = True
    assert pia.post(NEXT, data={"step": step(told)}).status_code == 400
    assert pia.post(snooze_at(told.payroll), data=typed()).status_code == 400
    assert rows(session, Snooze) == []


@pytest.mark.parametrize(
    ("query", "shown", "hidden"),
    [
        ("who=cora", "Cora Chen", "Ben Birch"),
        ("vendor=birch", "Ben Birch", "Cora Chen"),
        ("department=2", "Ben Birch", "Cora Chen"),
        ("kind=expiry&who=ben", "Ben Birch", "Cora Chen"),
    ],
)
def test_the_plan_is_filtered_by_its_address(pia, query, shown, hidden):
    for view in ("", "&view=list"):
        page = pia.get(f"/reminders?{query}{view}").text
        assert shown in page
        assert hidden not in page
    assert query.split("=", 1)[1].split("&", 1)[0] in pia.get(f"/reminders?{query}").text


def test_the_list_tells_all_days_and_a_filter_that_fits_nothing_says_so(pia):
    page = pia.get("/reminders?view=list").text
    assert "November 25, 2026" in page
    assert "December 9, 2026" in page
    assert "Nothing in the plan matches" in pia.get("/reminders?kind=waiver").text


def test_the_log_is_filtered_and_exported(pia, told):
    assert "ben@birch.example" in pia.get("/reminders/sent").text
    page = pia.get("/reminders/sent?to=cora&contract=c-2291&from=2026-11-23&through=2026-11-23").text
    assert "cora@acme.example" in page
    assert "ben@birch.example" not in page
    assert "Nothing matches" in pia.get("/reminders/sent?through=2026-11-22").text
    file = pia.get("/exports/reminders?kind=sent&format=csv&to=cora")
    assert file.headers["Content-Disposition"] == "attachment; filename=reminders-2026-11-23.csv"
    lines = file.text.split("\r\n")
    assert lines[0].startswith("Contract no.,Title,To,Obligation")
    assert lines[1].startswith(f"C-2291,Payroll processing,{CORA},expiry:contract:{told.payroll}")
    assert "ben@" not in file.text


def test_what_waits_says_who_decided_it_and_why(pia, told, acting, session, moments):
    actor = acting(told.pia, "Pia Procurement")
    reminders.pause(actor, session.get_one(Vendor, told.birch), "In talks")
    hold = ReminderHold(sentence="An import of 40 contracts", placed_at=moments.now(), note="")
    session.add(hold)
    session.flush()
    session.add(HeldContract(contract_id=told.payroll, hold_id=hold.id))
    session.commit()
    page = pia.get("/reminders/waiting").text
    for words in ("Birch Analytics LLC", "In talks", "Pia Procurement", "An import of 40 contracts"):
        assert words in page
    assert "An import of 40 contracts" in pia.get(f"/contracts/{told.payroll}").text
    assert "In talks" in pia.get(f"/contracts/{told.cameras}").text
    assert "1 contract not started" in pia.get("/reminders").text


def test_the_flag_is_seen_on_contract_grid_and_file(visitors, told, moments, work):
    moments.go_to(date(2027, 1, 8))
    run(work)
    work.session.commit()
    client = visitors.person(told.pia)
    assert "Hold renewal since January 8, 2027" in client.get(f"/contracts/{told.payroll}").text
    grid = client.get("/contracts?hold=1").text
    assert grid.count("hold-mark") == 2
    assert "Hold renewal: " in client.get("/exports/status?hold=1&format=csv").text


def test_the_plan_shows_what_people_chose_for_themselves(pia, told, session):
    session.get_one(Person, told.pia).rhythm = Rhythm.WEEKLY
    session.commit()
    assert "wants one letter a week" in pia.get("/reminders?view=list&who=pia").text
    session.get_one(Person, told.pia).rhythm = Rhythm.NONE
    session.commit()
    page = pia.get("/reminders?view=list&who=pia").text
    assert "wants no letters" in page
    assert "This person chose to get no reminders by mail." in page
    assert pia.get("/reminders/now?day=2026-11-25&to=pia@city.example").status_code == 303
