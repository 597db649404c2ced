"""The second factor: switched on with an app, asked at sign-in, never skipped, codes good once."""

import html
import re
from datetime import UTC, datetime

import pytest
from passlib.totp import TOTP  # type: ignore[import-untyped]  # passlib ships no types

from tests.cast import PASSWORD
from tests.web.signing_in import kept, sign_in, signed_in, with_password
from tracker.models.person import Person


class Phone:
    """An authenticator app; each code it shows belongs to a later half minute than the one before."""

    def __init__(self, secret):
        self.app = TOTP(key=secret.replace("-", "").replace(" ", ""), format="base32")
        self.shift = -30

    def code(self):
        self.shift += 30
        return self.app.generate(int(datetime.now(UTC).timestamp()) + self.shift).token  # noqa: TID251  # codes follow the real time


@pytest.fixture
def pia(work, cast):
    return with_password(work, cast.pia)


@pytest.fixture
def on(visitors, pia):
    """Pia with the second factor on: her phone and her recovery codes."""
    client = visitors.person(pia)
    client.post("/account/second-factor/start")
    page = client.get("/account/second-factor").text
    phone = Phone(html.unescape(re.findall(r"<code>([^<]+)</code>", page)[0]))
    answer = client.post("/account/second-factor", data={"code": phone.code(), "current_password": PASSWORD})
    return phone, re.findall(r"<code>([^<]+)</code>", answer.text)


def step(client, code):
    return client.post("/account/second-step", data={"code": code})


def test_it_gives_eight_recovery_codes_once(on):
    assert len(set(on[1])) == 8


def test_after_the_password_a_code_is_asked(visitors, on):
    client = visitors.nobody()
    assert sign_in(client, "pia@city.example").location == "/account/second-step"
    assert not signed_in(client)
    assert step(client, on[0].code()).status_code == 303
    assert signed_in(client)


def test_the_second_step_cannot_be_skipped_or_begun_without_the_password(visitors, on):
    client = visitors.nobody()
    assert client.get("/account/second-step").location == "/account/sign-in"
    assert step(client, on[0].code()).location == "/account/sign-in"
    sign_in(client, "pia@city.example")
    assert client.get("/account/").location.startswith("/account/sign-in")


def test_the_page_before_sign_in_is_shown_after_the_code(visitors, on):
    client = visitors.nobody()
    sign_in(client, "pia@city.example", next="/account/?a=1")
    assert step(client, on[0].code()).location == "/account/?a=1"


def test_a_code_is_good_once(visitors, on):
    code, first, second = on[0].code(), visitors.nobody(), visitors.nobody()
    sign_in(first, "pia@city.example")
    sign_in(second, "pia@city.example")
    assert step(first, code).status_code == 303
    assert step(second, code).status_code == 422


def test_a_recovery_code_is_good_once(visitors, on):
    first, second = visitors.nobody(), visitors.nobody()
    sign_in(first, "pia@city.example")
    assert step(first, on[1][0].upper()).status_code == 303
    sign_in(second, "pia@city.example")
    assert step(second, on[1][0]).status_code == 422
    assert step(second, on[1][1]).status_code == 303


def test_codes_cannot_be_guessed(visitors, on):
    client = visitors.nobody()
    sign_in(client, "pia@city.example")
    for number in range(10):
        assert step(client, f"00000{number}").status_code == 422
    assert step(client, on[0].code()).status_code == 422


def test_the_code_is_awaited_for_ten_minutes(visitors, on, moments):
    client = visitors.nobody()
    sign_in(client, "pia@city.example")
    moments.travel(minutes=11)
    assert step(client, on[0].code()).location == "/account/sign-in"


def test_a_new_password_does_not_switch_it_off(visitors, on, work, pia):
    with_password(work, pia, "nineteen loud herons")
    client = visitors.nobody()
    assert sign_in(client, "pia@city.example", "nineteen loud herons").location == "/account/second-step"


def test_switching_it_on_needs_the_password_and_a_right_code(visitors, pia, session):
    client = visitors.person(pia)
    client.post("/account/second-factor/start")
    for data in ({"code": "000000", "current_password": PASSWORD}, {"code": "000000", "current_password": "x"}):
        assert client.post("/account/second-factor", data=data).status_code == 422
    assert kept(session, Person, pia).tf_totp_secret is None


def test_switching_it_off_needs_the_password(visitors, on, pia, session):
    client = visitors.person(pia)
    assert client.post("/account/second-factor/off", data={"current_password": "x"}).status_code == 422
    assert client.post("/account/second-factor/off", data={"current_password": PASSWORD}).status_code == 303
    assert kept(session, Person, pia).mf_recovery_codes is None
    assert sign_in(visitors.nobody(), "pia@city.example").location != "/account/second-step"


def test_new_recovery_codes_replace_the_old_ones(visitors, on, pia):
    answer = visitors.person(pia).post("/account/second-factor/codes", data={"current_password": PASSWORD})
    assert answer.status_code == 200
    client = visitors.nobody()
    sign_in(client, "pia@city.example")
    assert step(client, on[1][0]).status_code == 422


def test_secret_and_codes_are_kept_encrypted(on, pia, session):
    person = kept(session, Person, pia)
    assert on[0].app.base32_key not in person.tf_totp_secret
    assert not set(on[1]) & set(person.mf_recovery_codes)


def test_the_picture_is_svg_without_style_or_script(visitors, pia):
    client = visitors.person(pia)
    assert client.get("/account/second-factor/picture.svg").status_code == 404
    client.post("/account/second-factor/start")
    picture = client.get("/account/second-factor/picture.svg")
    assert picture.mimetype == "image/svg+xml"
    assert "style" not in picture.text
    assert "script" not in picture.text
