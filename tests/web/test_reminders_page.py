"""The reminders page: what goes out, what went, what did not, and how the scheduler stands."""

from datetime import date, timedelta

import pytest

from tests.attested import attest, share
from tests.moments import MONDAY
from tracker import jobs
from tracker.models.letter import Letter
from tracker.models.person import PersonDepartment
from tracker.services import reminders


@pytest.fixture
def covered(work, cast):
    for number, day in ((cast.payroll, MONDAY + timedelta(days=15)), (cast.cameras, date(2027, 12, 31))):
        share(work, number)
        attest(work, number, cast.oscar, day)
    work.session.commit()
    return cast


def written(work):
    reminders.write_all(work, reminders.bundles(work), work.session.commit)


def test_without_obligations_the_page_says_when_reminders_appear(visitors, cast):
    page = visitors.person(cast.pia).get("/reminders").text
    assert "Nothing is planned for the next 90 days" in page
    assert "The scheduler has not run yet" in page


def test_the_plan_says_when_who_and_why(visitors, covered):
    page = visitors.person(covered.pia).get("/reminders?day=2026-11-24").text
    assert "November 24, 2026" in page
    assert "2 letters" in page
    assert "Cora Chen" in page
    assert "The attestation is good through December 8, 2026." in page
    assert "14 days before" in page


def test_another_day_is_chosen_from_the_calendar(visitors, covered):
    client = visitors.person(covered.pia)
    assert "?day=2026-12-01#day" in client.get("/reminders").text
    assert "7 days before" in client.get("/reminders?day=2026-12-01").text
    assert "Nothing goes out on this day" in client.get("/reminders?day=2026-12-03").text
    assert client.get("/reminders?day=nonsense").status_code == 200


def test_the_letter_is_shown_as_it_will_look(visitors, covered):
    client = visitors.person(covered.pia)
    page = client.get("/reminders/letter?day=2026-12-01&to=cora@acme.example")
    assert "Hello Cora Chen," in page.text
    assert "December 8, 2026 (in 7 days)" in page.text
    html = client.get("/reminders/letter/html?day=2026-12-01&to=cora@acme.example")
    assert "sandbox" in html.headers["Content-Security-Policy"]
    for query in ("", "day=x&to=y", "day=2026-12-02&to=cora@acme.example", "day=2026-12-01&to=ben@birch.example"):
        assert client.get(f"/reminders/letter?{query}").status_code == 404


def test_looking_writes_nothing(visitors, covered, session):
    client = visitors.person(covered.pia)
    client.get("/reminders")
    client.get("/reminders/letter?day=2026-12-01&to=cora@acme.example")
    assert session.query(Letter).count() == 0


def test_what_went_and_what_was_set_aside_is_told_with_reasons(visitors, covered, work, moments):
    moments.go_to(date(2026, 11, 24))
    written(work)
    client = visitors.person(covered.pia)
    sent = client.get("/reminders/sent").text
    assert "cora@acme.example" in sent
    assert "Letter: waiting" in " ".join(sent.split()).replace("</a>", "").replace("Letter</a>", "Letter")
    aside = client.get("/reminders/set-aside").text
    assert "The step 14 days before took its place." in aside
    assert "No reminder failed." in client.get("/reminders/failed").text


def test_a_person_limited_to_a_department_sees_its_reminders_only(visitors, covered, work, session, moments):
    session.add(PersonDepartment(person_id=covered.pia, department_id=covered.police))
    session.commit()
    client = visitors.person(covered.pia)
    assert "Cora" not in client.get("/reminders").text
    assert client.get("/reminders/letter?day=2026-12-01&to=cora@acme.example").status_code == 404
    moments.go_to(date(2026, 11, 24))
    written(work)
    assert "cora@acme.example" not in client.get("/reminders/sent").text


def test_the_health_line_says_who_ran_when_and_what_is_wrong(visitors, covered, app, moments):
    jobs.tick(app, "web-1:12:abc", jobs.SENDING, jobs.send)
    client = visitors.person(covered.pia)
    assert "on web-1" in client.get("/reminders").text
    moments.travel(minutes=70)
    assert "The scheduler has not run for an hour." in client.get("/reminders").text


def test_every_page_that_letters_link_to_exists(app):
    paths = {str(rule) for rule in app.url_map.iter_rules()}
    assert {"/contracts/<int:contract_id>", "/requests/<int:request_id>"} <= paths
    assert any(path.rstrip("/") == "/portal" for path in paths)
