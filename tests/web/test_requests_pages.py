"""Pages of requests: ask one or many, look before it leaves, send again, ask somebody else, withdraw."""

import pytest

from tests.cast import rows
from tracker.models.catalogue import DataElement
from tracker.models.contact import Contact
from tracker.models.contract import Contract
from tracker.models.letter import Letter
from tracker.models.person import PersonDepartment
from tracker.models.request import Request, RequestContract
from tracker.services import requests
from tracker.services.data_schedule import NewLine, NewSchedule, declare_schedule
from tracker.services.requests import NewRequest


@pytest.fixture
def declared(work, cast):
    name = rows(work.session, DataElement, code="full-name")[0].id
    for number in (cast.payroll, cast.cameras):
        lines = (NewLine(name, purpose="pay staff", subjects=("employee",)),)
        declare_schedule(work, work.session.get_one(Contract, number), NewSchedule(lines=lines))
    work.session.commit()
    return cast


@pytest.fixture
def asked(declared, acting):
    pia = acting(declared.pia, "Pia Procurement")
    ids = [
        requests.send(pia, NewRequest(declared.acme, (declared.payroll,), declared.cora)).id,
        requests.send(pia, NewRequest(declared.birch, (declared.cameras,), declared.ben)).id,
    ]
    pia.session.commit()
    return ids


@pytest.fixture
def pia(visitors, cast):
    return visitors.person(cast.pia)


def typed(cast, **more):
    return {
        "contract": [cast.payroll, cast.cameras],
        f"contact-{cast.acme}": cast.cora,
        f"contact-{cast.birch}": cast.ben,
        "due_on": "2026-12-15",
        "message": "Please answer soon.",
        **more,
    }


def test_many_contracts_become_one_request_per_vendor_after_a_last_look(declared, pia, session):
    page = pia.get(f"/requests/new?contract={declared.payroll}&contract={declared.cameras}").text
    assert "Acme Payroll, Inc." in page
    assert "Birch Analytics LLC" in page
    look = pia.post("/requests/new", data=typed(declared, deed="look"))
    assert look.status_code == 200
    assert "Please answer soon." in look.text
    assert not rows(session, Request)
    sent = pia.post("/requests/new", data=typed(declared, deed="send"))
    assert (sent.status_code, sent.location) == (303, "/requests/")
    assert {row.vendor_id for row in rows(session, Request)} == {declared.acme, declared.birch}
    assert {row.kind for row in rows(session, Letter)} == {"invitation"}


def test_all_contracts_that_match_the_grid_can_be_asked_about(declared, pia):
    page = pia.get(f"/requests/new?all=1&department={declared.library}").text
    assert "C-2291" in page
    assert "C-3300" not in page


def test_a_new_contact_is_added_when_the_request_is_sent(declared, pia, session):
    data = {
        "contract": declared.payroll, f"contact-{declared.acme}": "new", f"name-{declared.acme}": "Dora Diaz",
        f"email-{declared.acme}": "dora@acme.example", "due_on": "2026-12-15",
    }  # fmt: skip
    assert "dora@acme.example" in pia.post("/requests/new", data={**data, "deed": "look"}).text
    assert not rows(session, Contact, email="dora@acme.example")
    sent = pia.post("/requests/new", data={**data, "deed": "send"})
    request = rows(session, Request)[0]
    assert sent.location == f"/requests/{request.id}"
    assert session.get_one(Contact, request.contact_id).email == "dora@acme.example"


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"due_on": "soon"}, "Give the day by which"),
        ({"due_on": "2026-11-01"}, "Choose today or a later day"),
        ({"message": "x" * 2001}, "Shorten the message"),
    ],
)
def test_what_was_typed_stays_when_something_is_wrong(declared, pia, wrong, sentence):
    answer = pia.post("/requests/new", data={**typed(declared), **wrong, "deed": "send"})
    assert answer.status_code == 422
    assert sentence in answer.text
    assert next(iter(wrong.values())) in answer.text


def test_a_new_contact_needs_a_name_and_an_address(declared, pia):
    data = typed(declared, **{f"contact-{declared.acme}": "new", "deed": "send"})
    answer = pia.post("/requests/new", data=data)
    assert "Give the name of the new contact" in answer.text
    data[f"name-{declared.acme}"], data[f"email-{declared.acme}"] = "Dora", "dora@nowhere"
    answer = pia.post("/requests/new", data=data)
    assert answer.status_code == 422
    assert f'href="#email-{declared.acme}"' in answer.text


def test_another_vendors_contact_cannot_be_chosen(declared, pia, session):
    data = typed(declared, **{f"contact-{declared.acme}": declared.ben, "deed": "send"})
    answer = pia.post("/requests/new", data=data)
    assert answer.status_code == 422
    assert "Choose whom to ask at Acme" in answer.text
    assert not rows(session, Request)


def test_what_cannot_be_asked_is_skipped_and_says_why(asked, cast, pia):
    page = pia.get(f"/requests/new?contract={cast.payroll}").text
    assert "already asked about in request 2026-0001" in page
    assert "No contract to ask about" in page


def test_a_request_that_lost_a_contract_since_the_look_is_looked_at_again(asked, cast, pia, session):
    answer = pia.post("/requests/new", data=typed(cast, deed="send"))
    assert answer.status_code == 422
    assert len(rows(session, Request)) == 2


def test_nobody_asks_about_contracts_of_a_department_out_of_sight(declared, visitors, session):
    session.add(PersonDepartment(person_id=declared.pia, department_id=declared.library))
    session.commit()
    page = visitors.person(declared.pia).get(f"/requests/new?contract={declared.payroll}&contract={declared.cameras}")
    assert "C-2291" in page.text
    assert "C-3300" not in page.text


def test_the_list_tells_open_from_overdue(asked, cast, pia, visitors, moments):
    assert "2026-0001" in pia.get("/requests/").text
    assert "2026-0001" not in pia.get("/requests/?show=overdue").text
    assert "2026-0001" not in pia.get("/requests/?show=closed").text
    moments.travel(days=40)
    late = visitors.person(cast.pia).get("/requests/?show=overdue&q=acme").text
    assert "2026-0001" in late
    assert "2026-0002" not in late


def test_a_request_shows_what_was_asked_and_what_happened(asked, pia):
    page = pia.get(f"/requests/{asked[0]}").text
    for words in ("Cora Chen", "cora@acme.example", "C-2291 Payroll processing", "Sent, not opened yet", "December 23"):
        assert words in page


def test_a_scoped_manager_sees_only_requests_of_the_department(asked, cast, visitors):
    manager = visitors.person(cast.max)
    assert manager.get(f"/requests/{asked[0]}").status_code == 200
    hidden, missing = manager.get(f"/requests/{asked[1]}"), manager.get("/requests/99999")
    assert (hidden.status_code, missing.status_code) == (404, 404)
    assert hidden.text == missing.text
    assert "2026-0002" not in manager.get("/requests/?show=all").text
    assert manager.post(f"/requests/{asked[0]}/resend").status_code == 403


def test_a_request_of_two_departments_is_not_changed_by_one(asked, cast, visitors, session):
    session.add(RequestContract(request_id=asked[0], contract_id=cast.cameras))
    session.add(PersonDepartment(person_id=cast.pia, department_id=cast.library))
    session.commit()
    scoped = visitors.person(cast.pia)
    page = scoped.get(f"/requests/{asked[0]}").text
    assert "C-3300" not in page
    assert "departments that you do not see" in page
    assert scoped.post(f"/requests/{asked[0]}/revoke", data={"reason": "no"}).status_code == 403


def test_the_letter_is_sent_again(asked, pia, session, moments):
    assert pia.post(f"/requests/{asked[0]}/resend").status_code == 422
    moments.travel(minutes=6)
    assert pia.post(f"/requests/{asked[0]}/resend").status_code == 303
    assert len(rows(session, Letter, request_id=asked[0])) == 2


def test_a_request_is_withdrawn_with_a_reason(asked, pia, session):
    assert pia.get(f"/requests/{asked[0]}/revoke").status_code == 200
    assert pia.post(f"/requests/{asked[0]}/revoke", data={"reason": ""}).status_code == 422
    assert pia.post(f"/requests/{asked[0]}/revoke", data={"reason": "wrong contract"}).status_code == 303
    page = pia.get(f"/requests/{asked[0]}").text
    assert "Withdrawn" in page
    assert "Ask somebody else" not in page


def test_somebody_else_is_asked(asked, cast, pia, session):
    dora = Contact(
        email="dora@acme.example", name="Dora Diaz", created_at=session.get_one(Request, asked[0]).created_at
    )
    session.add(dora)
    session.commit()
    page = pia.get(f"/requests/{asked[0]}/contact").text
    assert "has no other contact" in page
    assert pia.post(f"/requests/{asked[0]}/contact", data={"contact": dora.id}).status_code == 422
