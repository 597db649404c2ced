"""A person sees the plan of what came in, and starts its reminders; others look on."""

from datetime import timedelta

import pytest

from tests.attested import attest, share
from tests.cast import rows
from tests.moments import MONDAY
from tracker.models.event import Event
from tracker.models.person import PersonDepartment
from tracker.models.reminder_hold import HeldContract
from tracker.services import reminder_holds
from tracker.services.reminder_holds import How


@pytest.fixture
def hold(work, cast):
    for number, through in ((cast.payroll, MONDAY - timedelta(days=10)), (cast.cameras, MONDAY + timedelta(days=28))):
        share(work, number)
        attest(work, number, cast.oscar, through)
    placed = reminder_holds.place(work, [cast.payroll, cast.cameras], "imported list.csv")
    assert placed is not None
    number = placed.id
    work.session.commit()
    return number


def held(work):
    work.session.rollback()
    found = [row.contract_id for row in rows(work.session, HeldContract) if row.from_on is None]
    work.session.rollback()
    return found


@pytest.mark.parametrize("path", ["/overview", "/reminders"])
def test_a_line_says_that_imported_contracts_are_held(visitors, cast, hold, path):
    page = visitors.person(cast.pia).get(path).text
    assert "Reminders about 2 imported contracts are held: imported list.csv." in page
    assert f'href="/reminders/go-live/{hold}"' in page
    assert "1 imported contract " in visitors.person(cast.max).get(path).text


def test_nothing_is_said_when_nothing_is_held(visitors, cast):
    assert "are held" not in visitors.person(cast.pia).get("/overview").text
    assert "Nothing was imported yet" in visitors.person(cast.pia).get("/reminders/go-live").text


def test_the_plan_says_how_many_letters_to_whom_and_the_oldest_item(visitors, cast, hold):
    page = visitors.person(cast.oscar).get(f"/reminders/go-live/{hold}").text
    assert "5 letters" in page
    assert "2 at vendors, 3 of the city" in page
    assert "November 13, 2026" in page
    assert "Start the reminders" in page
    assert "imported list.csv" in visitors.person(cast.adam).get("/reminders/go-live").text


def test_an_example_letter_is_shown_as_text_and_as_a_mail_program_does(visitors, cast, hold):
    client = visitors.person(cast.oscar)
    page = client.get(f"/reminders/go-live/{hold}/letter?to=cora@acme.example")
    assert page.status_code == 200
    assert "Payroll processing" in page.text
    assert "Payroll processing" in client.get(f"/reminders/go-live/{hold}/letter/html?to=cora@acme.example").text
    assert client.get(f"/reminders/go-live/{hold}/letter?to=nobody@acme.example").status_code == 404
    assert client.get("/reminders/go-live/999/letter?to=cora@acme.example").status_code == 404


def test_procurement_sees_the_plan_and_does_not_start_it(visitors, cast, hold, work):
    client = visitors.person(cast.pia)
    page = client.get(f"/reminders/go-live/{hold}").text
    assert "A privacy officer or an administrator starts the reminders." in page
    assert "Start the reminders" not in page
    assert client.post(f"/reminders/go-live/{hold}/start", data={"how": "now"}).status_code == 403
    assert len(held(work)) == 2


def test_who_sees_a_part_of_the_city_sees_its_part_of_the_plan_only(visitors, cast, hold, work):
    page = visitors.person(cast.max).get(f"/reminders/go-live/{hold}").text
    assert "Payroll processing" in page
    assert "Camera analytics" not in page
    work.session.add(PersonDepartment(person_id=cast.olga, department_id=cast.library))
    work.session.commit()
    client = visitors.person(cast.olga)
    assert "Somebody who sees all of it starts the reminders." in client.get(f"/reminders/go-live/{hold}").text
    assert client.post(f"/reminders/go-live/{hold}/start", data={"how": "now"}).status_code == 403


def test_a_start_in_portions_is_recorded_and_cannot_be_repeated(visitors, cast, hold, work):
    client = visitors.person(cast.oscar)
    data = {"how": "portions", "per_day": "1", "note": "Agreed with the library"}
    answer = client.post(f"/reminders/go-live/{hold}/start", data=data, follow_redirects=True)
    assert "The reminders about 2 contracts have begun." in answer.text
    assert "November 24, 2026" in answer.text
    assert held(work) == []
    (event,) = rows(work.session, Event, action="reminders:started")
    assert "2 old ones at 1 a working day through November 24, 2026" in event.sentence
    assert client.post(f"/reminders/go-live/{hold}/start", data=data).status_code == 409


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({}, "Choose how."),
        ({"how": "portions"}, "Type how many contracts a day"),
        ({"how": "portions", "per_day": "0"}, "Type how many contracts a day"),
        ({"how": "now", "note": "x" * 501}, "500"),
    ],
)
def test_what_is_missing_is_said_beside_its_field(visitors, cast, hold, work, data, sentence):
    answer = visitors.person(cast.oscar).post(f"/reminders/go-live/{hold}/start", data=data)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert len(held(work)) == 2


def test_what_has_not_left_is_held_again(visitors, cast, hold, work, acting):
    client = visitors.person(cast.oscar)
    client.post(f"/reminders/go-live/{hold}/start", data={"how": "now"})
    assert "Hold again" in client.get(f"/reminders/go-live/{hold}").text
    answer = client.post(f"/reminders/go-live/{hold}/hold", follow_redirects=True)
    assert "The reminders about 2 contracts are held again." in answer.text
    assert len(held(work)) == 2
    assert client.post(f"/reminders/go-live/{hold}/hold").status_code == 422


def test_a_plan_that_does_not_exist_is_not_found(visitors, cast):
    assert visitors.person(cast.oscar).get("/reminders/go-live/999").status_code == 404


def test_setting_aside_is_offered_and_done(visitors, cast, hold, work):
    answer = visitors.person(cast.oscar).post(f"/reminders/go-live/{hold}/start", data={"how": How.ASIDE.value})
    assert answer.status_code == 303
    assert held(work) == []
