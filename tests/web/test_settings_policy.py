"""Settings: policy, reminder steps, holidays, catalogue and mail."""

import re
from datetime import timedelta

import pytest

from tests.moments import MONDAY
from tests.reminding import cover
from tests.web.signing_in import kept
from tracker.models.catalogue import DataElement
from tracker.models.policy import Holiday, PolicyRow
from tracker.queries.policy import newest
from tracker.web.settings.mail import address_without_password

POLICY = {"notice_days": "90", "request_due_days": "30", "breach_notice_hours": "72", "disposal_days": "60",
          "digest_hour": "8", **{f"term_months_{tier}": "12" for tier in (1, 2, 3, 4)}}  # fmt: skip


@pytest.fixture
def officer(visitors, cast):
    return visitors.person(cast.oscar)


def base(page):
    return re.findall(r'name="based_on"[^>]*value="(\d+)"', page.text)[0]


def test_the_policy_page_shows_what_is_in_force_and_changes_it(officer, session):
    page = officer.get("/settings/policy")
    assert officer.post("/settings/policy", data={**POLICY, "based_on": base(page)}).status_code == 303
    assert newest(session).notice_days == 90
    assert session.query(PolicyRow).count() == 2
    session.rollback()
    assert "Oscar Officer" in officer.get("/settings/policy").text


def test_a_policy_out_of_bounds_is_refused_beside_its_field(officer):
    answer = officer.post("/settings/policy", data={**POLICY, "digest_hour": "24", "based_on": "1"})
    assert answer.status_code == 422
    assert "from 0 to 23" in answer.text


def test_a_stale_policy_page_is_a_conflict(officer):
    assert officer.post("/settings/policy", data={**POLICY, "based_on": "999"}).status_code == 409


def test_a_holiday_is_added_and_removed(officer, session):
    assert officer.post("/settings/holidays", data={"on_day": "2027-02-03", "name": "Flood day"}).status_code == 303
    assert "Flood day" in officer.get("/settings/holidays?year=2027").text
    assert officer.post("/settings/holidays/2027-02-03/remove").status_code == 303
    assert session.query(Holiday).filter_by(name="Flood day").count() == 0
    session.rollback()
    assert officer.post("/settings/holidays/nonsense/remove").status_code == 404


def test_what_a_holiday_moves_is_said_before_and_after_it_is_added(officer, work, cast, session):
    cover(work, cast, MONDAY + timedelta(days=60))
    day = {"on_day": (MONDAY + timedelta(days=30)).isoformat(), "name": "A day off"}
    looked = officer.post("/settings/holidays", data={**day, "do": "look"})
    assert "1 planned letter waits for the next working day" in looked.text
    assert 'value="A day off"' in looked.text
    assert session.query(Holiday).filter_by(name="A day off").count() == 0
    session.rollback()
    added = officer.post("/settings/holidays", data=day, follow_redirects=True)
    assert "1 planned letter waits for the next working day" in added.text
    removed = officer.post(f"/settings/holidays/{day['on_day']}/remove", follow_redirects=True)
    assert "1 planned letter goes out on another day" in removed.text
    sunday = {"on_day": "2026-11-29", "name": "A Sunday", "do": "look"}
    assert "No letter planned" in officer.post("/settings/holidays", data=sunday).text


def test_the_address_of_the_daily_letter_is_set_and_kept(officer, session):
    typed = {**POLICY, "heartbeat_to": "ops@city.example", "based_on": base(officer.get("/settings/policy"))}
    assert officer.post("/settings/policy", data=typed).status_code == 303
    assert newest(session).heartbeat_to == "ops@city.example"
    session.rollback()
    wrong = officer.post("/settings/policy", data={**typed, "heartbeat_to": "a@b@c"})
    assert wrong.status_code in {409, 422}


def test_an_element_is_edited_retired_and_restored(officer, session):
    number = session.query(DataElement).filter_by(tier=2).first().id
    session.rollback()
    path = f"/settings/catalogue/elements/{number}"
    data = {"name": "Full name and title", "group_name": "Identity", "tier": "3", "sensitive": "y"}
    assert officer.post(path, data=data).status_code == 303
    element = kept(session, DataElement, number)
    assert (element.name, element.tier, element.sensitive) == ("Full name and title", 3, True)
    assert "tier 2 became 3" in officer.get(path).text
    officer.post(f"{path}/retire")
    assert kept(session, DataElement, number).retired_at
    officer.post(f"{path}/restore")
    assert not kept(session, DataElement, number).retired_at


def test_elements_and_data_subjects_are_added(officer):
    data = {"name": "Shoe size", "group_name": "Identity", "tier": "2"}
    assert officer.post("/settings/catalogue/elements/new", data=data).status_code == 303
    assert officer.post("/settings/catalogue/elements/new", data=data).status_code == 422
    assert officer.post("/settings/catalogue/subjects/new", data={"name": "Pet owner"}).status_code == 303
    page = officer.get("/settings/catalogue").text
    assert "Shoe size" in page
    assert "Pet owner" in page


def test_script_in_a_name_stays_text(officer):
    officer.post("/settings/catalogue/subjects/new", data={"name": "<script>alert(1)</script>"})
    assert "<script>alert" not in officer.get("/settings/catalogue").text


def test_the_test_letter_says_what_became_of_it(visitors, cast):
    admin = visitors.person(cast.adam)
    assert "Send a test letter" in admin.get("/settings/mail").text
    answer = admin.post("/settings/mail/test")
    assert answer.status_code == 200
    assert "test letter was accepted" in answer.text


def test_the_password_of_the_mail_server_is_not_shown():
    shown = address_without_password("smtps://tracker:secret-word@mail.city.example:465?key=secret-word")
    assert shown == "smtps://tracker@mail.city.example:465"
    assert address_without_password("folder:var/mail") == "folder:var/mail"
