"""A vendor reaches nothing of another vendor: other's and missing look the same."""

from io import BytesIO
from typing import Any

import pytest

from tests.cast import rows
from tests.portal.conftest import complete
from tracker.models.attestation import Attestation
from tracker.models.document import Document

PAGES = ("", "/answers", "/answers-file", "/signer", "/send", "/attestation.pdf")
POSTS = ("/answers", "/signer", "/send", "/document")
MISSING = 99999


@pytest.mark.parametrize("page", PAGES)
def test_anothers_request_and_a_missing_one_answer_the_same(city, visitors, page):
    ben = visitors.contact(city.cast.ben)
    others, missing = (ben.get(f"/portal/requests/{number}{page}") for number in (city.acme, MISSING))
    assert others.status_code == missing.status_code == 404
    assert others.text == missing.text
    assert ben.get(f"/portal/requests/{city.birch}{page}").status_code == 200


@pytest.mark.parametrize("page", POSTS)
def test_nothing_can_be_written_to_anothers_request(city, work, visitors, pdf, page):
    ben = visitors.contact(city.cast.ben)
    data: dict[str, Any] = {
        "version": "0",
        "then": "rest",
        "signed_on": "2026-11-23",
        "name": "Ben",
        "title": "x",
    }
    if page == "/document":
        data["document"] = (BytesIO(pdf), "a.pdf")
    assert ben.post(f"/portal/requests/{city.acme}{page}", data=data).status_code == 404
    assert rows(work.session, Attestation) == []
    assert rows(work.session, Document) == []


def test_anothers_document_cannot_be_fetched_by_any_path(city, work, visitors, cora):
    complete(cora, city.acme)
    number = rows(work.session, Document)[0].id
    work.session.rollback()
    ben = visitors.contact(city.cast.ben)
    for request_id in (city.acme, city.birch):
        answer = ben.get(f"/portal/requests/{request_id}/documents/{number}")
        missing = ben.get(f"/portal/requests/{request_id}/documents/{MISSING}")
        assert answer.status_code == missing.status_code == 404
        assert answer.text == missing.text


def test_nobody_gets_in_without_a_session(city, visitors):
    for page in PAGES:
        path = f"/portal/requests/{city.acme}{page}"
        assert visitors.nobody().get(path).location == f"/portal?next={path}"
    assert visitors.person(city.cast.pia).get("/portal/requests").location == "/portal?next=/portal/requests"


def test_a_contact_is_nobody_on_the_pages_of_staff(city, visitors):
    answer = visitors.contact(city.cast.cora).get(f"/requests/{city.acme}")
    assert answer.status_code == 303
    assert "/account/sign-in" in answer.location


def test_no_page_of_the_vendors_names_staff(city, visitors, cora):
    complete(cora, city.acme)
    client = visitors.contact(city.cast.cora)
    for page in (
        "/portal/requests",
        *(
            f"/portal/requests/{city.acme}{page}"
            for page in ("", "/answers", "/answers-file?format=csv", "/signer", "/send")
        ),
    ):
        text = client.get(page).text
        for name in ("Pia", "Oscar", "pia@city.example"):
            assert name not in text
