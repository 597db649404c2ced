"""Settings: people and departments."""

import re

from tests.web.signing_in import kept, sign_in
from tracker.models.department import Department
from tracker.models.letter import Letter
from tracker.models.person import Person

NINA = {"name": "Nina New", "email": "nina@city.example", "roles": ["manager"], "invite": "y"}


def test_an_invited_person_chooses_a_password_and_signs_in(visitors, cast, session):
    admin = visitors.person(cast.adam)
    assert admin.post("/settings/people/new", data=NINA).status_code == 303
    text = session.query(Letter).one().text
    session.rollback()
    path = re.findall(r"http://localhost(/account/reset/\S+)", text)[0]
    nina = visitors.nobody()
    assert "Choose your password" in nina.get(path).text
    words = {"password": "seventeen-quiet-otters", "again": "seventeen-quiet-otters"}
    assert nina.post(path, data=words).status_code == 303
    assert sign_in(nina, "nina@city.example").status_code == 303
    assert "Nina New" in admin.get("/settings/people").text


def test_without_the_tick_no_letter_is_sent(visitors, cast, session):
    data = {name: value for name, value in NINA.items() if name != "invite"}
    assert visitors.person(cast.adam).post("/settings/people/new", data=data).status_code == 303
    assert session.query(Letter).count() == 0


def test_what_was_typed_survives_a_mistake(visitors, cast):
    answer = visitors.person(cast.adam).post("/settings/people/new", data={**NINA, "email": "pia@city.example"})
    assert answer.status_code == 422
    assert "has this e-mail address already" in answer.text
    assert 'value="Nina New"' in answer.text


def test_a_privacy_officer_opens_settings_but_not_people(visitors, cast):
    client = visitors.person(cast.oscar)
    page = client.get("/settings/")
    assert page.status_code == 200
    assert "/settings/people" not in page.text
    assert client.get("/settings/people").status_code == 403
    assert client.post("/settings/people/new", data=NINA).status_code == 403


def test_roles_and_scope_are_edited_and_a_stale_page_is_a_conflict(visitors, cast, session):
    admin, path = visitors.person(cast.adam), f"/settings/people/{cast.pia}"
    version = re.findall(r'name="version" type="hidden" value="(\d+)"', admin.get(path).text)[0]
    data = {"name": "Pia P", "email": "pia@city.example", "roles": ["manager", "auditor"],
            "departments": [str(cast.police)], "version": version}  # fmt: skip
    assert admin.post(path, data=data).status_code == 303
    assert kept(session, Person, cast.pia).name == "Pia P"
    assert admin.post(path, data={**data, "name": "Pia Q"}).status_code == 409
    assert kept(session, Person, cast.pia).name == "Pia P"


def test_deactivating_asks_first_and_can_be_taken_back(visitors, cast, session):
    admin, path = visitors.person(cast.adam), f"/settings/people/{cast.pia}"
    assert "All open sessions end" in admin.get(f"{path}/deactivate").text
    assert kept(session, Person, cast.pia).active
    assert admin.post(f"{path}/deactivate").status_code == 303
    assert not kept(session, Person, cast.pia).active
    assert admin.post(f"{path}/activate").status_code == 303
    assert kept(session, Person, cast.pia).active


def test_a_person_who_does_not_exist_is_not_found(visitors, cast):
    assert visitors.person(cast.adam).get("/settings/people/999").status_code == 404


def test_columns_that_the_form_does_not_offer_stay_as_they_are(visitors, cast, session):
    admin, path = visitors.person(cast.adam), f"/settings/people/{cast.pia}"
    data = {"name": "Pia P", "email": "pia@city.example", "roles": ["manager"], "version": "1",
            "password": "x", "epoch": "x", "active": "", "tf_totp_secret": "x"}  # fmt: skip
    admin.post(path, data=data)
    person = kept(session, Person, cast.pia)
    assert (person.password, person.epoch, person.active, person.tf_totp_secret) == (None, "epoch-pia", True, None)


def test_a_department_is_added_renamed_and_archived(visitors, cast, session):
    admin = visitors.person(cast.adam)
    assert admin.post("/settings/departments", data={"name": "Parks", "manager_id": ""}).status_code == 303
    parks = session.query(Department).filter_by(name="Parks").one().id
    session.rollback()
    data = {"name": "Parks and Trees", "manager_id": str(cast.max)}
    assert admin.post(f"/settings/departments/{parks}", data=data).status_code == 303
    assert "Parks and Trees" in admin.get("/settings/departments").text
    assert admin.post(f"/settings/departments/{parks}/archive").status_code == 303
    assert kept(session, Department, parks).archived_at


def test_a_department_with_contracts_stays(visitors, cast):
    answer = visitors.person(cast.adam).post(f"/settings/departments/{cast.library}/archive")
    assert answer.status_code == 422
    assert "still has 1 contracts" in answer.text
