"""Posting returned mail: closed without a secret, slow to guess, and only what names our letter changes anything."""

import pytest

from tests.cast import rows
from tests.mail.bounces_for_tests import HOSTILE, report
from tests.mail.letters_for_tests import every_letter
from tracker.models.contact import Contact
from tracker.models.letter import Letter
from tracker.models.task import Task
from tracker.services import letters
from tracker.services.letters import Recipient

TOKEN = "a-secret-of-the-mail-server-0123456789"


@pytest.fixture
def settings(settings):
    return settings.model_copy(update={"returns_token": TOKEN})


@pytest.fixture
def letter(work, cast):
    to = Recipient("cora@acme.example", "Cora", contact_id=cast.cora)
    letter = letters.write(work, every_letter("Plain words")["notice"], key="a", kind="notice", to=to)
    letter.attempts, message_id = 1, letter.message_id
    work.session.commit()
    return message_id


def post(client, content=b"", token=TOKEN, **options):
    head = {"Authorization": f"Bearer {token}"} if token else {}
    return client.post("/returned-mail", data=content, headers=head, content_type="message/rfc822", **options)


def test_a_posted_report_marks_the_reader(app, visitors, session, cast, letter):
    app.config["WTF_CSRF_ENABLED"] = True
    answer = post(visitors.nobody(), report(message_id=letter))
    assert (answer.status_code, answer.text) == (200, "Letter 1: returned, and its reader is marked.\n")
    assert session.get_one(Contact, cast.cora).unreachable_at is not None
    assert post(visitors.nobody(), report(message_id=letter)).text == "Letter 1: known already.\n"
    assert len(rows(session, Task)) == 1


def test_what_is_not_about_a_letter_of_ours_changes_nothing(visitors, session, cast, letter):
    for content in (report(message_id="<guess@city.example>"), b"Subject: hello\r\n\r\n", *HOSTILE.values()):
        assert post(visitors.nobody(), content).status_code in {200, 413}
    assert session.get_one(Contact, cast.cora).unreachable_at is None
    assert rows(session, Task) == []


@pytest.mark.parametrize("token", ["", "wrong", "Bearer", "\u00e9"])
def test_without_the_secret_nothing_is_taken(visitors, session, cast, letter, token):
    assert post(visitors.nobody(), report(message_id=letter), token=token).status_code == 401
    assert session.get_one(Contact, cast.cora).unreachable_at is None
    assert rows(session, Letter)[0].returned_at is None


def test_a_session_of_staff_is_no_secret(visitors, cast, letter):
    assert post(visitors.person(cast.adam), report(message_id=letter), token="").status_code == 401


def test_guessing_is_stopped_after_ten_tries(visitors, cast, letter, moments):
    client = visitors.nobody()
    assert [post(client, token=f"guess-{number}").status_code for number in range(11)] == [401] * 10 + [429]
    assert post(client, report(message_id=letter)).status_code == 429
    moments.travel(minutes=16)
    assert post(client, report(message_id=letter)).status_code == 200


def test_a_message_that_is_too_large_is_refused(visitors, cast):
    assert post(visitors.nobody(), b"a" * 3_000_000).status_code == 413


def test_nothing_is_read_from_there(visitors, cast):
    assert visitors.nobody().get("/returned-mail").status_code == 405
