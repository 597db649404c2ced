"""Sessions end for good: on sign-out, deactivation, a new password, by age and by hand."""

import pytest

from tests.cast import PASSWORD
from tests.web.signing_in import kept, sign_in, signed_in, with_password
from tracker.domain.roles import Role
from tracker.models.person import Person, PersonRole, SignIn
from tracker.services import people


@pytest.fixture
def pia(work, cast):
    return with_password(work, cast.pia)


def copy_of(client, visitors):
    """Give a second browser with the same cookie."""
    with client.session_transaction() as cookie:
        copied = dict(cookie)
    other = visitors.nobody()
    with other.session_transaction() as cookie:
        cookie.update(copied)
    return other


def test_the_old_cookie_is_dead_after_sign_out(visitors, pia):
    client = visitors.nobody()
    sign_in(client, "pia@city.example")
    thief = copy_of(client, visitors)
    assert signed_in(thief)
    assert client.post("/account/sign-out").status_code == 303
    assert not signed_in(client)
    assert not signed_in(thief)


def test_signing_out_by_a_link_is_not_possible(visitors, cast):
    client = visitors.person(cast.pia)
    assert client.get("/account/sign-out").status_code == 405
    assert signed_in(client)


def test_a_deactivated_person_is_out_on_the_next_click(visitors, cast, work, acting, session):
    client = visitors.person(cast.pia)
    people.deactivate(acting(cast.adam), session.get(Person, cast.pia))
    session.commit()
    assert not signed_in(client)


def test_another_role_holds_on_the_next_click(visitors, cast, session):
    client = visitors.person(cast.pia)
    assert client.get("/settings/").status_code == 403
    session.add(PersonRole(person_id=cast.pia, role=Role.ADMINISTRATOR))
    session.commit()
    assert client.get("/settings/").status_code == 200


def test_a_session_ends_by_itself_after_twelve_hours(visitors, cast, moments):
    client = visitors.person(cast.pia)
    moments.travel(minutes=12 * 60 - 1)
    assert signed_in(client)
    moments.travel(minutes=2)
    assert not signed_in(client)


def test_a_new_password_ends_the_other_sessions_and_keeps_this_one(visitors, pia):
    here, elsewhere = visitors.nobody(), visitors.nobody()
    sign_in(here, "pia@city.example")
    sign_in(elsewhere, "pia@city.example")
    new = "nineteen loud herons"
    answer = here.post("/account/password", data={"old_password": PASSWORD, "password": new, "again": new})
    assert answer.status_code == 303
    assert signed_in(here)
    assert not signed_in(elsewhere)
    assert sign_in(visitors.nobody(), "pia@city.example").status_code == 422
    assert sign_in(visitors.nobody(), "pia@city.example", new).status_code == 303


def test_a_person_ends_a_session_elsewhere_but_never_anothers(visitors, pia, cast, session):
    here, elsewhere, olga = visitors.nobody(), visitors.nobody(), visitors.person(cast.olga)
    sign_in(elsewhere, "pia@city.example")
    sign_in(here, "pia@city.example")
    rows = {row.person_id: row.id for row in session.query(SignIn).order_by(SignIn.id.desc())}
    session.rollback()
    assert here.post(f"/account/sessions/{rows[cast.olga]}/end").status_code == 422
    assert signed_in(olga)
    assert here.post(f"/account/sessions/{rows[cast.pia]}/end").status_code == 303
    assert not signed_in(elsewhere)
    assert signed_in(here)


def test_the_account_page_lists_the_open_sessions(visitors, pia):
    client = visitors.nobody()
    sign_in(client, "pia@city.example")
    page = client.get("/account/").text
    assert "this one" in page
    assert "Pia Procurement" in page


def test_a_person_changes_the_own_name_and_nothing_else(visitors, pia, session):
    client = visitors.person(pia)
    answer = client.post("/account/", data={"name": "Pia Purchaser", "language": "en", "email": "x@evil.example",
                                            "active": "", "roles": "administrator"})  # fmt: skip
    assert answer.status_code == 303
    person = kept(session, Person, pia)
    assert (person.name, person.email, person.active) == ("Pia Purchaser", "pia@city.example", True)
