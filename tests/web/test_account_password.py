"""Passwords: changed, forgotten, set by a link; the rules hold on every path."""

import re

import pytest

from tests.cast import PASSWORD
from tests.web.signing_in import sign_in, with_password
from tracker.models.letter import Letter
from tracker.models.person import Person
from tracker.services import people

NEW = "nineteen loud herons"
WEAK = ["short", "password1234", "aaaaaaaaaaaaaa", "pia@city.example", "PiaProcurement1", "x" * 201]


@pytest.fixture
def pia(work, cast):
    return with_password(work, cast.pia)


def link_in(session):
    """Give the path of the link in the newest letter."""
    text = session.query(Letter).order_by(Letter.id.desc()).first().text
    session.rollback()
    return re.findall(r"http://localhost(/account/reset/\S+)", text)[0]


def ask(client, email):
    return client.post("/account/forgot", data={"email": email}, headers={"Host": "localhost"})


def set_by(client, path, password=NEW):
    return client.post(path, data={"password": password, "again": password})


def test_a_forgotten_password_is_set_by_a_link_in_a_letter(visitors, pia, session):
    client = visitors.nobody()
    assert ask(client, "pia@city.example").status_code == 303
    path = link_in(session)
    assert client.get(path).status_code == 200
    assert set_by(client, path).status_code == 303
    assert sign_in(client, "pia@city.example", NEW).status_code == 303


def test_the_link_works_once(visitors, pia, session):
    client = visitors.nobody()
    ask(client, "pia@city.example")
    path = link_in(session)
    set_by(client, path)
    assert client.get(path).status_code == 410
    assert set_by(client, path, "twenty silent foxes").status_code == 410


def test_opening_the_link_changes_nothing(visitors, pia, session):
    client = visitors.nobody()
    ask(client, "pia@city.example")
    path = link_in(session)
    for _ in range(3):
        assert client.get(path).status_code == 200


def test_the_link_is_too_old_after_two_hours(visitors, pia, session, moments):
    client = visitors.nobody()
    ask(client, "pia@city.example")
    path = link_in(session)
    moments.travel(minutes=121)
    assert client.get(path).status_code == 410


def test_a_changed_password_voids_a_link_sent_before(visitors, pia, session, work):
    client = visitors.nobody()
    ask(client, "pia@city.example")
    path = link_in(session)
    with_password(work, pia, NEW)
    assert client.get(path).status_code == 410


@pytest.mark.parametrize("token", ["x", "a.b", "W10.x", "%00"])
def test_a_forged_link_is_refused(visitors, cast, token):
    assert visitors.nobody().get(f"/account/reset/{token}").status_code == 410


def test_asking_for_a_link_tells_nothing_about_who_has_an_account(visitors, pia, session):
    known, unknown = (ask(visitors.nobody(), f"{name}@city.example") for name in ("pia", "eve"))
    assert (known.status_code, known.location) == (unknown.status_code, unknown.location)
    assert session.query(Letter).count() == 1


def test_a_deactivated_person_gets_no_link(visitors, pia, session, acting, cast):
    people.deactivate(acting(cast.adam), session.get(Person, pia))
    session.commit()
    ask(visitors.nobody(), "pia@city.example")
    assert session.query(Letter).count() == 0


def test_at_most_five_letters_an_hour_go_to_one_address(visitors, pia, session):
    for _ in range(8):
        ask(visitors.nobody(), "pia@city.example")
    assert session.query(Letter).count() == 5


def test_the_link_starts_with_the_configured_address_whatever_the_browser_says(visitors, pia, session, app):
    app.config["TRUSTED_HOSTS"] = None
    visitors.nobody().post("/account/forgot", data={"email": "pia@city.example"}, headers={"Host": "evil.example"})
    assert "evil" not in session.query(Letter).one().text


@pytest.mark.parametrize("weak", WEAK)
def test_a_link_sets_no_weak_password(visitors, pia, session, weak):
    client = visitors.nobody()
    ask(client, "pia@city.example")
    assert set_by(client, link_in(session), weak).status_code == 422
    assert sign_in(client, "pia@city.example").status_code == 303


@pytest.mark.parametrize("weak", WEAK)
def test_changing_it_sets_no_weak_password(visitors, pia, weak):
    client = visitors.person(pia)
    answer = client.post("/account/password", data={"old_password": PASSWORD, "password": weak, "again": weak})
    assert answer.status_code == 422
    assert sign_in(visitors.nobody(), "pia@city.example").status_code == 303


def test_changing_it_asks_for_the_old_one(visitors, pia):
    client = visitors.person(pia)
    answer = client.post("/account/password", data={"old_password": "x", "password": NEW, "again": NEW})
    assert answer.status_code == 422
    assert "not your present password" in answer.text
    assert sign_in(visitors.nobody(), "pia@city.example", NEW).status_code == 422


def test_the_old_one_cannot_be_guessed_from_an_open_session(visitors, pia):
    client = visitors.person(pia)
    for _ in range(10):
        client.post("/account/password", data={"old_password": "x", "password": NEW, "again": NEW})
    answer = client.post("/account/password", data={"old_password": PASSWORD, "password": NEW, "again": NEW})
    assert answer.status_code == 422


def test_both_must_be_typed_alike(visitors, pia):
    data = {"old_password": PASSWORD, "password": NEW, "again": "other"}
    answer = visitors.person(pia).post("/account/password", data=data)
    assert "same password twice" in answer.text


def test_no_password_is_kept_in_words(pia, session):
    assert session.get(Person, pia).password.startswith("$argon2id$")
