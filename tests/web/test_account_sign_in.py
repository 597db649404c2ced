"""Signing in: who gets in, where to, and what strangers can learn."""

import pytest

from tests.web.signing_in import sign_in, signed_in, with_password
from tracker.models.person import SignIn
from tracker.services import credentials, sign_ins


@pytest.fixture
def pia(work, cast):
    return with_password(work, cast.pia)


def test_the_right_password_opens_a_session(visitors, pia):
    client = visitors.nobody()
    answer = sign_in(client, "pia@city.example")
    assert answer.status_code == 303
    assert signed_in(client)


def test_the_address_may_be_typed_in_capitals(visitors, pia):
    assert sign_in(visitors.nobody(), " PIA@City.Example ").status_code == 303


def test_a_page_that_needs_a_sign_in_is_shown_after_it(visitors, pia):
    client = visitors.nobody()
    asked = client.get("/account/?a=1")
    assert asked.location == "/account/sign-in?next=/account/?a%3D1"
    page = client.get(asked.location)
    assert 'value="/account/?a=1"' in page.text
    assert sign_in(client, "pia@city.example", next="/account/?a=1").location == "/account/?a=1"


@pytest.mark.parametrize(
    "target", ["//evil.example", "////evil.example", "/\\evil.example", "https://evil.example", "/\t/evil", "x"]
)
def test_nobody_is_sent_to_another_site(visitors, pia, target):
    client = visitors.nobody()
    assert "evil" not in client.get("/account/sign-in", query_string={"next": target}).text
    assert "evil" not in sign_in(client, "pia@city.example", next=target).location


def test_a_wrong_password_and_an_unknown_address_are_answered_alike(visitors, pia, monkeypatch):
    checked = []

    def check(_typed, kept):
        checked.append(kept[:9])
        return False

    monkeypatch.setattr(credentials, "verify_password", check)
    known, unknown = (
        sign_in(visitors.nobody(), email, "wrong-wrong-wrong") for email in ("pia@city.example", "eve@city.example")
    )
    assert known.status_code == unknown.status_code == 422
    assert known.text.replace("pia@", "") == unknown.text.replace("eve@", "")
    assert checked == ["$argon2id", "$argon2id"]


def test_a_person_without_a_password_cannot_sign_in(visitors, cast):
    for password in ("", "None", "seventeen-quiet-otters"):
        assert sign_in(visitors.nobody(), "oscar@city.example", password).status_code == 422


def test_ten_wrong_tries_lock_the_account_for_a_quarter_of_an_hour(visitors, pia, moments):
    client = visitors.nobody()
    for _ in range(10):
        assert sign_in(client, "pia@city.example", "wrong-wrong-wrong").status_code == 422
    assert sign_in(client, "pia@city.example").status_code == 422
    moments.travel(minutes=16)
    assert sign_in(client, "pia@city.example").status_code == 303


@pytest.fixture
def few(monkeypatch):
    """Fewer tries lock a network address, so that the test need not make fifty."""
    monkeypatch.setattr(sign_ins, "MOST_PER_ADDRESS", 4)


def test_guessing_at_many_accounts_locks_the_network_address(visitors, pia, few):
    client = visitors.nobody()
    for number in range(4):
        sign_in(client, f"guess{number}@city.example", "wrong-wrong-wrong")
    assert sign_in(client, "pia@city.example").status_code == 422


def test_another_address_in_x_forwarded_for_changes_nothing(visitors, pia, few):
    client = visitors.nobody()
    for number in range(4):
        client.post(
            "/account/sign-in",
            data={"email": f"guess{number}@city.example", "password": "wrong-wrong-wrong"},
            headers={"X-Forwarded-For": f"10.0.0.{number}"},
        )
    assert sign_in(client, "pia@city.example").status_code == 422


def test_a_session_planted_before_sign_in_is_worth_nothing_after_it(visitors, pia, session):
    client = visitors.nobody()
    with client.session_transaction() as cookie:
        cookie["sign_in"] = "planted"
        cookie["csrf_token"] = "planted"
    sign_in(client, "pia@city.example")
    with client.session_transaction() as cookie:
        assert cookie["sign_in"] != "planted"
        assert cookie.get("csrf_token") != "planted"


def test_a_form_without_its_token_is_refused(app, visitors, pia):
    app.config["WTF_CSRF_ENABLED"] = True
    assert sign_in(visitors.nobody(), "pia@city.example").status_code == 400


def test_the_token_is_kept_as_a_digest_only(visitors, pia, session):
    client = visitors.nobody()
    sign_in(client, "pia@city.example")
    with client.session_transaction() as cookie:
        token = cookie["sign_in"]
    assert token not in session.query(SignIn).one().token_digest


def test_a_signed_in_person_is_led_on_from_the_sign_in_page(visitors, cast):
    assert visitors.person(cast.pia).get("/account/sign-in").status_code == 303


def test_no_token_in_a_header_or_address_signs_anybody_in(visitors, pia):
    client = visitors.nobody()
    answer = client.get("/account/?auth_token=x", headers={"Authentication-Token": "x"})
    assert answer.status_code == 303
