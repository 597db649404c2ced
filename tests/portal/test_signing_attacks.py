"""Signing what is not one's own, with what was not sent for it, or twice: nothing of it signs."""

import threading

import pytest

from tests.cast import rows
from tests.portal.conftest import complete
from tests.portal.signing_steps import Signer, answered, codes_in, give_seal
from tracker.models.attestation import Attestation
from tracker.models.document import Document
from tracker.models.letter import Letter
from tracker.models.request import Request
from tracker.models.signing import Signing
from tracker.services import requests, signing_completion

MISSING = 99999
PAGES = ("/sign", "/sign/code")
POSTS = ("/sign/open", "/sign", "/sign/code", "/sign/new-code")


@pytest.fixture
def signer(city, work, cora, settings, visitors, moments, tmp_path):
    """Acme's contact at a browser, with an answer that lacks nothing but the signature."""
    give_seal(settings, tmp_path, moments.now())
    answered(cora, city.acme)
    return Signer(visitors.contact(city.cast.cora), work, city.acme)


def unsigned(work, city):
    work.session.expire_all()
    return rows(work.session, Attestation, request_id=city.acme)[0].submitted_at is None


def test_anothers_request_and_a_missing_one_answer_the_same(city, work, visitors, signer):
    signer.comes_to_the_code()
    ben = visitors.contact(city.cast.ben)
    for method, pages in (("GET", PAGES), ("POST", POSTS)):
        for page in pages:
            data = {"code": signer.code(), "mark": "0" * 64, "name": "Ben Birch"}
            others, missing = (
                ben.open(f"/portal/requests/{number}{page}", method=method, data=data)
                for number in (city.acme, MISSING)
            )
            assert others.status_code == missing.status_code == 404
            assert others.text == missing.text
    assert unsigned(work, city)
    assert signer.types().location == signer.page, "nobody used the code up"


def test_nobody_signs_without_having_signed_in(city, work, visitors, signer):
    signer.comes_to_the_code()
    for page in POSTS:
        answer = visitors.nobody().post(f"/portal/requests/{city.acme}{page}", data={"code": signer.code()})
        assert "/portal" in answer.location
    assert unsigned(work, city)


def test_a_code_to_sign_in_does_not_sign_and_one_to_sign_does_not_sign_in(city, work, signer):
    signer.comes_to_the_code()
    to_sign = signer.code()
    signer.client.post("/portal", data={"email": "cora@acme.example"})
    to_sign_in = codes_in(work, "cora@acme.example")[-1]
    assert to_sign_in != to_sign
    assert signer.types(to_sign_in).status_code == 422
    assert signer.client.post("/portal/code", data={"code": to_sign}).status_code == 422
    assert unsigned(work, city)
    assert signer.types(to_sign).location == signer.page


def test_a_code_is_good_in_its_browser_alone_for_ten_minutes_and_five_tries(city, work, visitors, moments, signer):
    signer.comes_to_the_code()
    other = Signer(visitors.contact(city.cast.cora), work, city.acme)
    assert other.types().status_code == 422, "another browser of the same contact"
    for _try in range(5):
        assert signer.types("000000" if signer.code() != "000000" else "000001").status_code == 422
    assert signer.types().status_code == 422, "the sixth try"
    signer.client.post(f"{signer.page}/sign/new-code")
    moments.travel(minutes=11)
    assert signer.types().status_code == 422, "too late"
    assert unsigned(work, city)


def test_a_proof_is_good_for_the_browser_that_gave_it(city, work, visitors, signer, monkeypatch):
    signer.comes_to_the_code()
    monkeypatch.setattr("tracker.web.portal.signing_code._sign", lambda _request: None)
    signer.types()
    monkeypatch.undo()
    other = Signer(visitors.contact(city.cast.cora), work, city.acme)
    assert other.types("").status_code == 422
    assert unsigned(work, city)
    assert signer.types("").location == signer.page, "proved a moment ago in this browser"


def test_codes_cannot_be_asked_for_without_end(city, work, signer):
    signer.comes_to_the_code()
    for _click in range(5):
        signer.client.post(f"{signer.page}/sign/new-code")
    letters = [letter for letter in rows(work.session, Letter, kind="code") if "sign request" in letter.subject]
    assert len(letters) == 3


def test_each_step_needs_the_csrf_token(app, city, work, signer):
    signer.comes_to_the_code()
    app.config["WTF_CSRF_ENABLED"] = True
    for page in POSTS:
        assert signer.client.post(f"{signer.page}{page}", data={"code": signer.code()}).status_code == 400
    assert unsigned(work, city)


def test_a_withdrawn_request_is_not_signed(city, work, acting, signer):
    signer.comes_to_the_code()
    code = signer.code()
    requests.revoke(acting(city.cast.pia), work.session.get_one(Request, city.acme), "Not needed any more.")
    work.session.commit()
    assert signer.types(code).location == signer.page
    assert unsigned(work, city)
    assert rows(work.session, Document) == []


def test_a_text_changed_while_the_paper_is_made_is_not_signed(city, work, signer, monkeypatch):
    signer.comes_to_the_code()
    make = signing_completion.make

    def meanwhile(deed, what):
        paper = make(deed, what)
        rows(work.session, Attestation, request_id=city.acme)[0].signer_name = "Somebody Else"
        work.session.commit()
        return paper

    monkeypatch.setattr(signing_completion, "make", meanwhile)
    answer = signer.types()
    assert answer.status_code == 409
    assert "Please read it again" in answer.text
    assert unsigned(work, city)
    assert rows(work.session, Document) == []


def test_what_was_uploaded_before_is_replaced_and_kept(city, work, cora, signer):
    complete(cora, city.acme)
    signer.comes_to_the_code().types()
    kinds = {row.kind: row.replaced_at is None for row in rows(work.session, Document)}
    assert kinds == {"uploaded": False, "sealed": True}


def test_two_clicks_at_the_same_time_sign_once(app, city, work, signer):
    signer.comes_to_the_code()
    code, found = signer.code(), []
    cookie = signer.client.get_cookie("tracker", domain="localhost")
    work.session.rollback()

    def click():
        client = app.test_client()
        client.set_cookie("tracker", cookie.value, domain="localhost")
        found.append(client.post(f"{signer.page}/sign/code", data={"code": code}).location)

    clicks = [threading.Thread(target=click) for _ in range(2)]
    for one in clicks:
        one.start()
    for one in clicks:
        one.join()
    assert found == [signer.page] * 2
    assert len(rows(work.session, Signing)) == len(rows(work.session, Document)) == 1
    assert len(rows(work.session, Letter, kind="receipt")) == 1
