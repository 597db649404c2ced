"""Getting in: the link, the code, the session; and everybody who must stay out."""

import pytest

from tests.cast import rows
from tests.portal.conftest import first
from tracker.domain.catalogue_words import ContactRole
from tracker.models.event import Event
from tracker.models.letter import Letter
from tracker.models.portal import PortalCode, PortalSession
from tracker.models.request import Request, RequestStep
from tracker.models.vendor import Vendor
from tracker.services import contacts, requests

CORA = "cora@acme.example"


def newest_code(work, email=CORA):
    found = [letter for letter in rows(work.session, Letter, kind="code") if letter.to_email == email]
    return first(r"\b(\d{6})\b", max(found, key=lambda letter: letter.id).text)


def link_of(work, request_id):
    letter = rows(work.session, Letter, request_id=request_id, kind="invitation")[-1]
    link = first(r"http://localhost(/portal/r/\S+)", letter.text)
    work.session.rollback()
    return link


def other_than(code):
    return f"{(int(code) + 1) % 10**6:06d}"


@pytest.fixture
def link(city, work):
    return link_of(work, city.acme)


@pytest.fixture
def browser(visitors, link):
    """A browser that followed the link and asked for a code."""
    client = visitors.nobody()
    assert client.post(link).status_code == 303
    return client


def entered(browser, code):
    return browser.post("/portal/code", data={"code": code})


def test_opening_the_link_changes_nothing_however_often_scanners_do_it(city, work, visitors, link):
    before = (len(rows(work.session, Event)), len(rows(work.session, Letter)))
    work.session.rollback()
    for _ in range(3):
        page = visitors.nobody().get(link)
        assert page.status_code == 200
        assert "Set-Cookie" not in page.headers or "portal" not in page.headers["Set-Cookie"]
    assert (len(rows(work.session, Event)), len(rows(work.session, Letter))) == before
    assert rows(work.session, PortalCode) == []
    assert work.session.get_one(Request, city.acme).opened_at is None


def test_the_code_goes_to_the_invited_address_and_opens_the_request(city, work, browser):
    assert [letter.to_email for letter in rows(work.session, Letter, kind="code")] == [CORA]
    assert entered(browser, newest_code(work)).location == f"/portal/requests/{city.acme}"
    assert [step.kind for step in rows(work.session, RequestStep, request_id=city.acme)] == ["sent", "opened"]
    event = rows(work.session, Event, action="request:opened")[0]
    assert (event.actor_kind, event.actor_name) == ("contact", "Cora Chen")


def test_after_five_wrong_codes_the_right_one_opens_nothing(work, browser):
    right = newest_code(work)
    for _ in range(5):
        assert entered(browser, other_than(right)).status_code == 422
    assert entered(browser, right).status_code == 422
    assert rows(work.session, PortalSession) == []


def test_a_code_works_in_no_other_browser(work, browser, visitors, link):
    stranger = visitors.nobody()
    assert entered(stranger, newest_code(work)).status_code == 422
    assert stranger.post("/portal", data={"email": "nobody@acme.example"}).status_code == 303
    assert entered(stranger, newest_code(work)).status_code == 422
    assert rows(work.session, PortalSession) == []


def test_a_code_is_good_for_ten_minutes_and_once(work, browser, moments, visitors, link):
    right = newest_code(work)
    moments.travel(minutes=11)
    assert entered(browser, right).status_code == 422
    assert browser.post(link).status_code == 303
    again = newest_code(work)
    assert entered(browser, again).status_code == 303
    assert entered(browser, again).status_code == 422


def test_only_the_newest_code_of_a_browser_is_good(work, browser, link):
    first = newest_code(work)
    browser.post(link)
    assert first == newest_code(work) or entered(browser, first).status_code == 422


def test_codes_cannot_be_asked_for_without_end(work, browser, link, moments):
    assert [browser.post(link).status_code for _ in range(3)] == [303, 303, 429]
    assert len(rows(work.session, Letter, kind="code")) == 3
    work.session.rollback()
    moments.travel(minutes=16)
    assert browser.post(link).status_code == 303


def test_known_and_unknown_addresses_get_the_same_answer(city, work, visitors):
    answers = []
    for email in ("Cora@ACME.example", "nobody@acme.example"):
        client = visitors.nobody()
        answer = client.post("/portal", data={"email": email})
        answers.append((answer.status_code, answer.location, client.get("/portal/code").text))
    assert answers[0] == answers[1]
    assert [letter.to_email for letter in rows(work.session, Letter, kind="code")] == [CORA]


def test_a_contact_signs_in_without_a_link_and_sees_its_own_requests_only(city, work, visitors):
    client = visitors.nobody()
    client.post("/portal", data={"email": CORA})
    assert entered(client, newest_code(work)).location == "/portal/requests"
    page = client.get("/portal/requests").text
    assert "Acme Payroll" in page
    assert "Birch" not in page
    assert "Pia" not in page


def test_a_withdrawn_forged_or_cut_link_says_so_and_names_nobody(city, work, visitors, link, acting):
    requests.revoke(acting(city.cast.pia), work.session.get_one(Request, city.acme), "Asked in error")
    work.session.commit()
    for dead in (link, link[:-3], "/portal/r/nonsense", "/portal/r/" + "x" * 3000):
        for answer in (visitors.nobody().get(dead), visitors.nobody().post(dead)):
            assert answer.status_code == 410
            assert "does not work any more" in answer.text
            assert "Acme" not in answer.text
    assert rows(work.session, PortalCode) == []


def test_the_link_of_the_contact_before_is_dead_and_its_session_sees_the_request_no_more(
    city, work, visitors, link, acting
):
    pia = acting(city.cast.pia)
    acme = work.session.get_one(Request, city.acme)
    vendor = acme.vendor_id
    new = contacts.NewContact(email="dan@acme.example", name="Dan Dee", roles=frozenset({ContactRole.SIGNER}))
    dan = contacts.add(pia, vendor_of(work, vendor), new)
    requests.change_contact(pia, acme, dan.id)
    work.session.commit()
    assert visitors.nobody().get(link).status_code == 410
    assert visitors.contact(city.cast.cora).get(f"/portal/requests/{city.acme}").status_code == 404


def vendor_of(work, vendor_id):
    return work.session.get_one(Vendor, vendor_id)


def test_the_cookie_of_before_the_sign_in_opens_nothing_and_neither_does_it_after_the_sign_out(work, browser):
    with browser.session_transaction() as cookie:
        before = dict(cookie)
    entered(browser, newest_code(work))
    with browser.session_transaction() as cookie:
        inside = dict(cookie)
    assert not set(before.values()) & set(inside.values())
    assert browser.get("/portal/requests").status_code == 200
    assert browser.post("/portal/sign-out").location == "/portal"
    with browser.session_transaction() as cookie:
        cookie.update(inside)
    assert browser.get("/portal/requests").location == "/portal?next=/portal/requests"


def test_a_session_ends_after_eight_hours(city, visitors, moments):
    client = visitors.contact(city.cast.cora)
    assert client.get("/portal/requests").status_code == 200
    moments.travel(minutes=8 * 60 + 1)
    assert client.get("/portal/requests").location == "/portal?next=/portal/requests"


def test_codes_and_tokens_are_not_kept_in_the_clear(work, browser):
    code = newest_code(work)
    entered(browser, code)
    with browser.session_transaction() as cookie:
        token = cookie["portal"]
    kept = [value for row in rows(work.session, PortalCode) for value in (row.code_digest, row.browser_digest)]
    kept += [row.token_digest for row in rows(work.session, PortalSession)]
    assert not any(code in value or token in value for value in kept)
