"""The outbox: staff read what was written; in sample mode it is everybody's mailbox, and nothing in a letter runs."""

import pytest

from tests.client import watch
from tests.mail.letters_for_tests import HOSTILE
from tracker.app import create_app
from tracker.database import db
from tracker.domain.record_words import LetterState
from tracker.mail.code import code
from tracker.mail.notice import notice
from tracker.models.letter import Letter, LetterContract
from tracker.models.person import PersonDepartment
from tracker.services import letters
from tracker.services.letters import Recipient

LINK = "http://localhost/portal/r/abc.def"


@pytest.fixture
def city(work):
    return letters.city(work)


@pytest.fixture
def write(work, cast, city):
    def write(name="cora", kind="notice", contract=None, words="Please look"):
        composed = (
            code(city, name, "482913", 10) if kind == "code" else notice(city, name, words, [words], "Open it", LINK)
        )
        to = Recipient(f"{name}@acme.example", name.title())
        contracts = [contract or cast.payroll]
        letter = letters.write(work, composed, key=f"{kind}:{name}:{words}", kind=kind, to=to, contract_ids=contracts)
        number = letter.id
        work.session.commit()
        return number

    return write


@pytest.fixture
def sample(settings, moments, app, cast):
    """The same installation in sample mode."""
    app = create_app(settings.model_copy(update={"sample_mode": True}))
    app.testing = True
    app.config["WTF_CSRF_ENABLED"] = False
    app.extensions["tracker.clock"] = moments.clock
    watch(app)
    yield app
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


def test_an_empty_outbox_says_what_will_fill_it(visitors, cast):
    assert "No letters yet" in visitors.person(cast.pia).get("/outbox").text


def test_letters_are_listed_newest_first_and_filtered(visitors, cast, write):
    write("cora", words="First")
    write("ben", words="Second")
    write("dora", kind="code")
    page = visitors.person(cast.pia)
    whole = page.get("/outbox").text
    assert whole.index("Second") < whole.index("First")
    assert "3 letters" in whole
    assert "Second" not in page.get("/outbox?to=cora").text
    assert "First" not in page.get("/outbox?kind=code").text
    assert "No letter matches" in page.get("/outbox?state=failed").text
    assert page.get("/outbox?state=nonsense&page=99999").status_code == 200


def test_a_person_limited_to_departments_sees_letters_about_their_contracts_only(visitors, cast, write, session):
    mine, others = write("cora"), write("ben", contract=cast.cameras, words="Cameras")
    from_library = visitors.person(cast.pia)
    assert from_library.get(f"/outbox/{others}").status_code == 200
    limit_to_library(session, cast)
    assert from_library.get(f"/outbox/{mine}").status_code == 200
    assert "Cameras" not in from_library.get("/outbox").text
    for path in ("", "/html"):
        assert from_library.get(f"/outbox/{others}{path}").status_code == 404
    assert from_library.post(f"/outbox/{others}/send").status_code == 404
    assert from_library.get("/outbox/9999").status_code == 404
    session.add(LetterContract(letter_id=mine, contract_id=cast.cameras))
    session.commit()
    assert from_library.get(f"/outbox/{mine}").status_code == 404


def limit_to_library(session, cast):
    from_departments = PersonDepartment(person_id=cast.pia, department_id=cast.library)
    session.add(from_departments)
    session.commit()


def test_what_people_typed_is_only_text(visitors, cast, write):
    page = visitors.person(cast.pia).get(f"/outbox/{write(words=HOSTILE)}").text
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page


def test_the_html_of_a_letter_is_answered_where_nothing_can_run(visitors, cast, write):
    answer = visitors.person(cast.pia).get(f"/outbox/{write()}/html")
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert policy.endswith("sandbox")
    assert answer.headers["X-Frame-Options"] == "SAMEORIGIN"
    assert answer.headers["Cache-Control"] == "no-store"


def test_links_of_others_are_not_clickable_for_staff(visitors, cast, write):
    page = visitors.person(cast.pia).get(f"/outbox/{write()}").text
    assert LINK in page
    assert f'href="{LINK}"' not in page


def test_what_lets_somebody_in_is_hidden_from_staff(visitors, cast, write):
    letter, client = write(kind="code"), visitors.person(cast.pia)
    assert "482913" not in client.get(f"/outbox/{letter}").text
    assert client.get(f"/outbox/{letter}/html").status_code == 404


def test_a_failed_letter_is_explained_and_sent_again(visitors, cast, write, session):
    letter = session.get_one(Letter, write())
    letter.state, letter.answer = LetterState.FAILED, "550 no such user"
    session.commit()
    client = visitors.person(cast.pia)
    assert "550 no such user" in client.get(f"/outbox/{letter.id}").text
    answer = client.post(f"/outbox/{letter.id}/send")
    assert (answer.status_code, answer.location) == (303, f"/outbox/{letter.id}")
    session.refresh(letter)
    assert letter.state is LetterState.WAITING
    assert client.post(f"/outbox/{letter.id}/withdraw", data={"reason": "Wrong person"}).status_code == 303
    assert "Wrong person" in client.get(f"/outbox/{letter.id}").text


def test_withdrawing_without_a_reason_asks_for_one(visitors, cast, write):
    letter, client = write(), visitors.person(cast.pia)
    assert client.get(f"/outbox/{letter}/withdraw").status_code == 200
    answer = client.post(f"/outbox/{letter}/withdraw", data={"reason": " "})
    assert answer.status_code == 422
    assert "Say why the letter is withdrawn." in answer.text


def test_a_letter_that_left_offers_nothing_more(visitors, cast, write, session):
    letter = session.get_one(Letter, write())
    letter.state = LetterState.SENT
    session.commit()
    client = visitors.person(cast.pia)
    assert "Withdraw" not in client.get(f"/outbox/{letter.id}").text
    assert client.post(f"/outbox/{letter.id}/send").status_code == 422


def test_outside_sample_mode_nobody_reads_without_signing_in(visitors, write):
    letter, nobody = write(), visitors.nobody()
    for path in ("/outbox", f"/outbox/{letter}", f"/outbox/{letter}/html"):
        assert "sign-in" in nobody.get(path).location


def test_in_sample_mode_everybody_reads_and_follows_links(sample, write):
    plain, secret = write(), write(kind="code")
    client = sample.test_client()
    assert "read" in client.get("/outbox").text
    assert f'href="{LINK}"' in client.get(f"/outbox/{plain}").text
    assert "482913" in client.get(f"/outbox/{secret}").text
    assert "allow-top-navigation" in client.get(f"/outbox/{secret}/html").headers["Content-Security-Policy"]
    assert "sign-in" in client.post(f"/outbox/{plain}/send").location
