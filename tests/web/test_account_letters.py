"""Letters of one's own: how often, in which language; and links that open their page after sign-in."""

import pytest

from tests.cast import rows
from tests.web.signing_in import kept, sign_in, with_password
from tracker.domain.obligations import Rhythm
from tracker.models.event import Event
from tracker.models.person import Person
from tracker.services import accounts, credentials
from tracker.services.rules import RuleBroken


@pytest.mark.parametrize("rhythm", ["daily", "weekly", "none"])
def test_everybody_chooses_how_often_and_in_which_language(work, cast, visitors, rhythm):
    client = visitors.person(cast.pia)
    answer = client.post("/account/letters", data={"rhythm": rhythm, "language": "es"})
    assert answer.location == "/account/"
    pia = kept(work.session, Person, cast.pia)
    assert (pia.rhythm, pia.language) == (rhythm, "es")
    event = rows(work.session, Event, action="person:letters-chosen")[0]
    assert event.sentence.endswith(f"chose digests: {rhythm}, letters in Español")


def test_each_choice_says_what_it_means(cast, visitors):
    page = visitors.person(cast.pia).get("/account/").text
    for sentence in (
        "one letter on each working day on which something new is due",
        "one letter on the first working day of the week",
        "no reminders by mail; what is due stands on the Reminders page",
    ):
        assert sentence in page


@pytest.mark.parametrize("typed", [{"rhythm": "hourly", "language": "en"}, {"rhythm": "daily", "language": "xx"}, {}])
def test_what_is_no_choice_is_not_saved(work, cast, visitors, typed):
    assert visitors.person(cast.pia).post("/account/letters", data=typed).status_code == 422
    assert kept(work.session, Person, cast.pia).rhythm == "daily"


def test_a_choice_that_changes_nothing_is_no_event(work, cast, visitors):
    visitors.person(cast.pia).post("/account/letters", data={"rhythm": "daily", "language": "en"})
    assert rows(work.session, Event, action="person:letters-chosen") == []


def test_a_language_without_letters_breaks_a_rule(work, cast):
    with pytest.raises(RuleBroken):
        accounts.choose_letters(work, work.session.get_one(Person, cast.pia), Rhythm.DAILY, "fr")


def test_administrators_see_what_a_person_chose(work, cast, visitors):
    visitors.person(cast.pia).post("/account/letters", data={"rhythm": "weekly", "language": "vi"})
    page = visitors.person(cast.adam).get(f"/settings/people/{cast.pia}").text
    assert "weekly" in page
    assert "Tiếng Việt" in page


def test_a_digests_link_opens_its_page_after_password_and_second_factor(work, cast, visitors, monkeypatch):
    pia = work.session.get_one(Person, with_password(work, cast.pia))
    pia.tf_totp_secret, pia.tf_primary_method = credentials.new_secret(), "authenticator"
    work.session.commit()
    monkeypatch.setattr(credentials, "code_matches", lambda *_given: True)
    client, wanted = visitors.nobody(), f"/contracts/{cast.payroll}"
    door = client.get(wanted)
    assert f'value="{wanted}"' in client.get(door.location).text
    assert sign_in(client, "pia@city.example", next=wanted).location == "/account/second-step"
    assert client.post("/account/second-step", data={"code": "123456"}).location == wanted
    assert client.get(wanted).status_code == 200


def test_the_link_beneath_a_digest_opens_the_choices_after_sign_in(work, cast, visitors):
    with_password(work, cast.pia)
    client = visitors.nobody()
    door = client.get("/account/")
    assert sign_in(client, "pia@city.example", next="/account/").location == "/account/"
    assert door.location == "/account/sign-in?next=/account/"
    assert 'id="letters"' in client.get("/account/").text
