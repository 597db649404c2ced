"""Adding an element asks whether to request the difference; the vendor sees only that; others see nothing."""

from datetime import date

import pytest

from tests.attested import attest, share
from tests.cast import rows
from tests.submitted import declare, element_id
from tracker.models.contract import Contract
from tracker.models.request import Request
from tracker.services import addenda, data_schedule
from tracker.services.addenda import NewAddendum


@pytest.fixture
def attested(work, cast):
    for contract in (cast.payroll, cast.cameras):
        share(work, contract)
        attest(work, contract, cast.oscar, date(2027, 3, 1))
    work.session.commit()


@pytest.fixture
def bank(work, cast, attested):
    declare(work, cast.payroll, ("full-name", "bank-account"))
    number = element_id(work, "bank-account")
    work.session.commit()
    return number


def schedule(work, cast, deed, *codes):
    typed = {"kind": "schedule", "deed": deed, "fingerprint": data_schedule.fingerprint(work, cast.payroll)}
    for code in codes:
        number = element_id(work, code)
        typed |= {f"{number}-0-on": "1", f"{number}-0-purpose": "pay staff", f"{number}-0-subjects": "employee"}
    work.session.commit()
    return typed


def test_adding_an_element_asks_whether_to_request_the_difference(work, visitors, cast, attested):
    client, url = visitors.person(cast.pia), f"/contracts/{cast.payroll}/data"
    asked = client.post(url, data=schedule(work, cast, "save", "full-name", "bank-account"))
    assert "An addendum asks only for the difference: Bank account" in asked.text
    saved = client.post(url, data=schedule(work, cast, "ask", "full-name", "bank-account"))
    assert saved.status_code == 303
    assert saved.location == f"/contracts/{cast.payroll}/addendum"
    page = client.get(saved.location).text
    assert "Bank account, tier 4" in page
    assert "Attestation of January 15, 2026" in page


def send(client, contract, contact, *elements):
    typed = {"elements": list(elements), "contact": contact, "due_on": "2026-12-15", "message": ""}
    return client.post(f"/contracts/{contract}/addendum", data=typed)


def test_the_request_is_sent_for_the_chosen_elements(work, visitors, cast, bank):
    sent = send(visitors.person(cast.pia), cast.payroll, cast.cora, bank)
    assert sent.status_code == 303
    request = rows(work.session, Request)[0]
    number, kind = request.id, request.kind
    work.session.commit()
    assert (kind, sent.location) == ("addendum", f"/requests/{number}")
    page = visitors.contact(cast.cora).get(f"/portal/requests/{number}").text
    assert "This is an addendum" in page
    assert "Bank account" in page
    assert page.count("data-line__name") == 1
    assert "No further clause applies" in visitors.contact(cast.cora).get(f"/portal/requests/{number}/answers").text


def test_foreign_elements_and_contacts_are_refused_beside_their_fields(work, visitors, cast, bank):
    client, passport = visitors.person(cast.pia), element_id(work, "passport")
    work.session.commit()
    for elements, contact in (([passport], cast.cora), ([9999], cast.cora), ([bank], cast.ben)):
        assert send(client, cast.payroll, contact, *elements).status_code == 422
    assert not rows(work.session, Request)


def test_another_vendors_addendum_is_not_found(work, visitors, acting, cast, bank):
    contract = work.session.get_one(Contract, cast.payroll)
    request = addenda.send(acting(cast.pia), contract, NewAddendum((bank,), cast.cora))
    number = request.id
    work.session.commit()
    ben = visitors.contact(cast.ben)
    for page in ("", "/answers", "/signer", "/sending"):
        assert ben.get(f"/portal/requests/{number}{page}").status_code == 404
    assert ben.post(f"/portal/requests/{number}/answers", data={"then": "next"}).status_code == 404


def test_only_who_may_send_requests_asks_and_only_within_the_own_departments(visitors, cast, bank):
    assert visitors.person(cast.max).get(f"/contracts/{cast.payroll}/addendum").status_code == 403
    assert send(visitors.person(cast.ada), cast.payroll, cast.cora, bank).status_code == 403
    assert visitors.person(cast.pia).get("/contracts/9999/addendum").status_code == 404


def test_where_there_is_no_difference_the_page_says_what_to_do(visitors, cast, attested):
    page = visitors.person(cast.pia).get(f"/contracts/{cast.cameras}/addendum").text
    assert "There is no difference to ask for" in page


def test_the_page_of_the_request_says_what_the_addendum_is_about(visitors, cast, bank):
    client = visitors.person(cast.pia)
    sent = send(client, cast.payroll, cast.cora, bank)
    page = client.get(sent.location).text
    assert "Addendum about" in page
    assert "Bank account" in page
    contract = client.get(f"/contracts/{cast.payroll}").text
    assert "asks Cora" in contract
    assert "Ask the vendor for the difference" not in contract
