"""Requests: sent, sent again, sent to somebody else, withdrawn, opened."""

from datetime import date
from urllib.parse import urlsplit

import pytest

from tests.cast import rows
from tracker.domain.facts import StepKind
from tracker.models.catalogue import DataElement
from tracker.models.contact import Contact, VendorContact
from tracker.models.contract import Contract
from tracker.models.event import Event
from tracker.models.letter import Letter
from tracker.models.request import Request, RequestStep
from tracker.models.standing import StandingSpan
from tracker.queries.askable import Hindrance, askable, people_of
from tracker.services import request_links, requests
from tracker.services.data_schedule import NewLine, NewSchedule, declare_no_personal_data, declare_schedule
from tracker.services.request_steps import last_kind
from tracker.services.requests import NewRequest
from tracker.services.rules import RuleBroken


@pytest.fixture
def declared(work, cast):
    """Both contracts let a name go."""
    name = rows(work.session, DataElement, code="full-name")[0].id
    for number in (cast.payroll, cast.cameras):
        lines = (NewLine(name, purpose="pay staff", subjects=("employee",)),)
        declare_schedule(work, work.session.get_one(Contract, number), NewSchedule(lines=lines))
    work.session.commit()
    return cast


@pytest.fixture
def sent(declared, acting):
    pia = acting(declared.pia, "Pia Procurement")
    request = requests.send(pia, NewRequest(declared.acme, (declared.payroll,), declared.cora, message="Hello"))
    pia.session.commit()
    return request


def test_a_request_is_numbered_dated_and_written_to_its_contact(sent, declared, work):
    assert sent.number == "2026-0001"
    assert sent.due_on == date(2026, 12, 23)
    assert sent.sent_by_id == declared.pia
    letter = rows(work.session, Letter, request_id=sent.id)[0]
    assert (letter.key, letter.kind, letter.to_email) == (f"invitation:{sent.id}:1", "invitation", "cora@acme.example")
    assert request_links.link(work.settings, sent) in letter.text
    assert "C-2291 Payroll processing" in letter.text
    assert [step.kind for step in rows(work.session, RequestStep, request_id=sent.id)] == ["sent"]
    event = rows(work.session, Event, action="request:sent")[0]
    assert event.sentence == "sent request 2026-0001 to Cora Chen of Acme Payroll, Inc., due December 23, 2026"


def test_the_standing_says_that_the_vendor_answers_next(sent, declared, work):
    spans = rows(work.session, StandingSpan, contract_id=declared.payroll)
    today = next(span for span in spans if span.from_on <= work.today < span.until_on)
    assert today.stage == "vendor answers"


def test_numbers_run_on_and_begin_anew_each_year(sent, declared, work, moments):
    new = NewRequest(declared.birch, (declared.cameras,), declared.ben)
    assert requests.send(work, new).number == "2026-0002"
    moments.go_to(date(2027, 1, 1))
    requests.revoke(work, work.session.get_one(Request, sent.id), "asked too early")
    assert requests.send(work, NewRequest(declared.acme, (declared.payroll,), declared.cora)).number == "2027-0001"


def test_after_9999_the_numbers_grow_longer(sent, declared, work):
    sent.number = "2026-9999"
    work.session.flush()
    second = requests.send(work, NewRequest(declared.birch, (declared.cameras,), declared.ben))
    assert second.number == "2026-10000"
    second.closed_at = work.now
    work.session.flush()
    assert requests.send(work, NewRequest(declared.birch, (declared.cameras,), declared.ben)).number == "2026-10001"


@pytest.mark.parametrize(
    ("vendor", "contract", "contact", "field"),
    [
        ("acme", "payroll", "ben", "contact"),
        ("birch", "payroll", "ben", "contracts"),
        ("acme", "cameras", "cora", "contracts"),
    ],
)
def test_another_vendors_contact_or_contract_is_refused(declared, work, vendor, contract, contact, field):
    new = NewRequest(getattr(declared, vendor), (getattr(declared, contract),), getattr(declared, contact))
    with pytest.raises(RuleBroken) as broken:
        requests.send(work, new)
    assert broken.value.field == field


def test_a_contract_is_not_asked_about_twice_at_once(sent, declared, work):
    with pytest.raises(RuleBroken, match="already asked about in request 2026-0001"):
        requests.send(work, NewRequest(declared.acme, (declared.payroll,), declared.cora))


def test_an_undeclared_contract_cannot_be_asked_about(cast, work):
    with pytest.raises(RuleBroken, match="declare it first"):
        requests.send(work, NewRequest(cast.acme, (cast.payroll,), cast.cora))


def test_a_contract_without_personal_data_has_nothing_to_be_asked(declared, work):
    contract = work.session.get_one(Contract, declared.payroll)
    declare_no_personal_data(work, contract, "software only")
    assert askable(work.session, [contract.id], work.today)[0].hindrance is Hindrance.NO_PERSONAL_DATA
    contract.archived_at = work.now
    work.session.flush()
    assert askable(work.session, [contract.id], work.today)[0].hindrance is Hindrance.ARCHIVED


def test_the_due_day_must_not_have_passed(declared, work):
    with pytest.raises(RuleBroken) as broken:
        requests.send(work, NewRequest(declared.acme, (declared.payroll,), declared.cora, date(2026, 11, 22)))
    assert broken.value.field == "due_on"


def test_many_are_sent_at_once(declared, work):
    many = [
        NewRequest(declared.acme, (declared.payroll,), declared.cora),
        NewRequest(declared.birch, (declared.cameras,), declared.ben),
    ]
    assert [request.number for request in requests.send_many(work, many)] == ["2026-0001", "2026-0002"]


def test_sending_again_writes_a_second_letter_with_the_same_link(sent, work, moments):
    with pytest.raises(RuleBroken, match="five minutes"):
        requests.resend(work, sent)
    moments.travel(minutes=6)
    letter = requests.resend(work, sent)
    assert letter.key == f"invitation:{sent.id}:2"
    assert request_links.link(work.settings, sent) in letter.text


def test_changing_the_contact_kills_the_link_and_the_letter_that_waits(sent, declared, work):
    dora = Contact(email="dora@acme.example", name="Dora Diaz", created_at=work.now)
    work.session.add(dora)
    work.session.flush()
    work.session.add(VendorContact(vendor_id=declared.acme, contact_id=dora.id, role="privacy"))
    work.session.flush()
    requests.open_by(work, sent)
    old = _token(work, sent)
    letter = requests.change_contact(work, sent, dora.id)
    assert request_links.read(work.settings, work.session, old) is None
    assert request_links.read(work.settings, work.session, _token(work, sent)) == sent
    assert letter.to_email == "dora@acme.example"
    assert sent.opened_at is None
    states = {row.key: row.state for row in rows(work.session, Letter, request_id=sent.id)}
    assert states == {f"invitation:{sent.id}:1": "withdrawn", f"invitation:{sent.id}:2": "waiting"}
    assert [person.name for person in people_of(work.session, [declared.acme])] == ["Cora Chen", "Dora Diaz"]


def test_another_vendors_contact_cannot_take_a_request_over(sent, declared, work):
    for contact in (declared.ben, declared.cora):
        with pytest.raises(RuleBroken):
            requests.change_contact(work, sent, contact)


def test_a_withdrawn_request_is_closed_and_its_link_is_dead(sent, declared, work):
    old = _token(work, sent)
    with pytest.raises(RuleBroken, match="Say why"):
        requests.revoke(work, sent, "  ")
    requests.revoke(work, sent, "wrong contract")
    assert sent.closed_at is not None
    assert request_links.read(work.settings, work.session, old) is None
    assert last_kind(work, sent) is StepKind.REVOKED
    with pytest.raises(RuleBroken, match="closed"):
        requests.resend(work, sent)


def test_only_the_first_opening_counts(sent, declared, acting):
    cora = acting(declared.cora, "Cora Chen", "contact")
    requests.open_by(cora, sent)
    first = sent.opened_at
    requests.open_by(cora, sent)
    assert sent.opened_at == first
    assert [step.kind for step in rows(cora.session, RequestStep, request_id=sent.id)] == ["sent", "opened"]


@pytest.mark.parametrize("token", ["", "x", "x" * 5000, "WzEsImEiXQ.abc", "é"])
def test_a_forged_link_opens_nothing(sent, work, token):
    assert request_links.read(work.settings, work.session, token) is None


def _token(work, request):
    return urlsplit(request_links.link(work.settings, request)).path.rpartition("/")[2]


def test_a_number_that_another_writer_took_first_is_passed_over(sent, declared, work, monkeypatch):
    numbers = iter(["2026-0001", "2026-0001", "2026-0002"])
    monkeypatch.setattr("tracker.services.request_numbers.next_number", lambda *_given: next(numbers))
    second = requests.send(work, NewRequest(declared.birch, (declared.cameras,), declared.ben))
    work.session.commit()
    assert second.number == "2026-0002"
    assert len(rows(work.session, Request)) == 2
    assert len(rows(work.session, RequestStep, request_id=second.id)) == 1
