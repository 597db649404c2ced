"""Calendar feeds on their pages, and at their private address: who reads them, and when they stop."""

import re
from datetime import date, timedelta

import pytest

from tests.attacks.nasty import SHORT
from tests.attested import attest, share
from tests.cast import rows
from tests.moments import MONDAY
from tests.reading_ics import read
from tracker.models.calendar_feed import CalendarFeed
from tracker.models.contact import VendorContact
from tracker.models.contract import Contract
from tracker.models.person import Person, PersonDepartment, PersonRole
from tracker.models.vendor import Vendor

PAGE = "/account/calendars"
ADDRESS = re.compile(r"http://localhost(/calendar/[^<\s\"]+\.ics)")


@pytest.fixture
def covered(work, cast):
    for number in (cast.payroll, cast.cameras):
        share(work, number)
    attest(work, cast.payroll, cast.oscar, MONDAY + timedelta(days=14))
    attest(work, cast.cameras, cast.oscar, date(2027, 6, 30))
    work.session.commit()
    return cast


def make(client, kind, subject):
    made = client.post(PAGE, data={"kind": kind, kind: str(subject)}, follow_redirects=True)
    assert made.status_code == 200
    return ADDRESS.findall(made.text)[0]


def make_for_vendor(client, vendor):
    made = client.post(f"/portal/calendar/{vendor}", follow_redirects=True)
    assert made.status_code == 200
    return ADDRESS.findall(made.text)[0]


def test_a_person_makes_a_feed_and_a_calendar_program_reads_it(visitors, covered):
    path = make(visitors.person(covered.pia), "vendor", covered.acme)
    answer = visitors.nobody().get(path)
    assert answer.status_code == 200
    assert answer.content_type == "text/calendar; charset=utf-8"
    assert "no-store" in answer.headers["Cache-Control"]
    calendar = read(answer.data)
    assert calendar.values["X-WR-CALNAME"] == "Privacy due days: Acme Payroll, Inc."
    assert calendar.values["REFRESH-INTERVAL;VALUE=DURATION"] == "PT6H"
    assert {event.name for event in calendar.inside} == {"VEVENT"}
    assert all(not event.inside for event in calendar.inside)


def test_who_remembers_the_mark_is_not_sent_the_same_again(visitors, covered):
    path, nobody = make(visitors.person(covered.pia), "department", covered.library), visitors.nobody()
    mark = nobody.get(path).headers["ETag"]
    again = nobody.get(path, headers={"If-None-Match": mark})
    assert (again.status_code, again.data) == (304, b"")
    assert nobody.head(path).status_code == 200


def test_a_withdrawn_address_and_a_forged_one_look_the_same(visitors, work, covered):
    pia, nobody = visitors.person(covered.pia), visitors.nobody()
    path = make(pia, "vendor", covered.acme)
    number = rows(work.session, CalendarFeed)[0].id
    work.session.rollback()
    assert "stops working at once" in pia.get(f"{PAGE}/{number}/withdraw").text
    assert visitors.person(covered.oscar).get(f"{PAGE}/{number}/withdraw").status_code == 404
    assert visitors.person(covered.oscar).post(f"{PAGE}/{number}/withdraw").status_code == 404
    assert nobody.get(path).status_code == 200
    assert pia.post(f"{PAGE}/{number}/withdraw").status_code == 303
    forged = nobody.get(path[:-5] + "x.ics")
    withdrawn = nobody.get(path)
    assert (withdrawn.status_code, forged.status_code) == (404, 404)
    assert withdrawn.data == forged.data
    assert pia.get(f"{PAGE}/{number}/withdraw").status_code == 404


def test_a_feed_ends_with_its_makers_right_to_see(visitors, work, covered):
    nobody = visitors.nobody()
    path = make(visitors.person(covered.oscar), "department", covered.police)
    assert nobody.get(path).status_code == 200
    work.session.add(PersonDepartment(person_id=covered.oscar, department_id=covered.library))
    work.session.commit()
    assert nobody.get(path).status_code == 404
    work.session.delete(rows(work.session, PersonDepartment, person_id=covered.oscar)[0])
    work.session.commit()
    assert nobody.get(path).status_code == 200
    work.session.get_one(Person, covered.oscar).active = False
    work.session.commit()
    assert nobody.get(path).status_code == 404


def test_what_a_maker_may_not_see_any_more_is_not_named_but_can_be_withdrawn(visitors, work, covered):
    pia = visitors.person(covered.pia)
    make(pia, "vendor", covered.birch)
    number = rows(work.session, CalendarFeed)[0].id
    work.session.add(PersonDepartment(person_id=covered.pia, department_id=covered.library))
    work.session.commit()
    for path in (PAGE, f"{PAGE}/{number}/withdraw"):
        text = pia.get(path).text
        assert "Birch" not in text
        assert "A feed that you may not read any more" in text
    assert pia.post(f"{PAGE}/{number}/withdraw").status_code == 303


def test_a_feed_ends_when_its_maker_has_no_role_any_more(visitors, work, covered):
    path = make(visitors.person(covered.pia), "owner", covered.pia)
    for role in rows(work.session, PersonRole, person_id=covered.pia):
        work.session.delete(role)
    work.session.commit()
    assert visitors.nobody().get(path).status_code == 404


def test_a_vendors_feed_tells_only_its_own_and_names_no_staff(visitors, work, covered):
    path = make_for_vendor(visitors.contact(covered.cora), covered.acme)
    text = visitors.nobody().get(path).data.decode()
    assert "C-2291" in text
    for word in ("C-3300", "Birch", "Pia", "Oscar", "city.example", "/contracts/", "Library"):
        assert word not in text
    for role in rows(work.session, VendorContact, contact_id=covered.cora):
        work.session.delete(role)
    work.session.commit()
    assert visitors.nobody().get(path).status_code == 404


def test_a_contact_makes_no_feed_of_another_vendor_and_sees_no_other_feed(visitors, work, covered):
    ben, cora = visitors.contact(covered.ben), visitors.contact(covered.cora)
    assert ben.post(f"/portal/calendar/{covered.acme}").status_code == 404
    assert ben.post("/portal/calendar/99999").status_code == 404
    make_for_vendor(cora, covered.acme)
    number = rows(work.session, CalendarFeed)[0].id
    work.session.rollback()
    for client in (ben, visitors.person(covered.pia)):
        assert client.post(f"/portal/calendar/{number}/withdraw").status_code in {303, 404}
    work.session.rollback()
    assert rows(work.session, CalendarFeed)[0].withdrawn_at is None
    assert "Acme" not in ben.get("/portal/calendar").text
    assert cora.post(f"/portal/calendar/{number}/withdraw").status_code == 303


@pytest.mark.parametrize(
    ("kind", "value"), [("", ""), ("vendor", ""), ("vendor", "x"), ("vendor", "9" * 30), ("x", "1")]
)
def test_a_feed_of_nothing_is_refused_in_words(visitors, covered, kind, value):
    answer = visitors.person(covered.pia).post(PAGE, data={"kind": kind, kind or "x": value})
    assert answer.status_code == 422
    assert "Choose what the feed is about." in answer.text


def test_another_departments_things_are_no_choice_and_not_found(visitors, covered):
    max_ = visitors.person(covered.max)
    page = max_.get(f"{PAGE}?q=birch").text
    assert "Police" not in page
    assert "Birch Analytics" not in page
    for kind, subject in (("department", covered.police), ("vendor", covered.birch), ("vendor", 99_999)):
        assert max_.post(PAGE, data={"kind": kind, kind: str(subject)}).status_code == 404


@pytest.mark.parametrize("kind", list(SHORT))
def test_no_text_adds_a_line_an_event_or_an_alarm(visitors, work, covered, kind):
    text = "".join(sign for sign in SHORT[kind] if sign != "\x00" and not "\ud800" <= sign <= "\udfff")
    evil = f"{text}\r\nEND:VEVENT\r\nBEGIN:VALARM\nATTACH:https://evil.example\rX;Y=1:2"
    work.session.get_one(Contract, covered.payroll).title = evil
    work.session.get_one(Vendor, covered.acme).name = evil[:200]
    work.session.commit()
    path = make(visitors.person(covered.pia), "owner", covered.pia)
    calendar = read(visitors.nobody().get(path).data)
    assert [event.name for event in calendar.inside] == ["VEVENT", "VEVENT"]
    assert all(not event.inside and "ATTACH" not in event.values for event in calendar.inside)
    assert all(event.values["URL"].startswith("http://localhost/") for event in calendar.inside)


def test_the_pages_lead_to_the_feeds(visitors, covered):
    pia = visitors.person(covered.pia)
    assert PAGE in pia.get("/account/").text
    assert "Follow its days in my calendar" in pia.get(f"/vendors/{covered.acme}").text
    assert "/portal/calendar" in visitors.contact(covered.cora).get("/portal/requests").text
