"""Steps out of order, deeds done to oneself, days that make no sense, and letters without end."""

from datetime import timedelta
from io import BytesIO

import pytest

from tests.cast import rows
from tests.portal.conftest import made_pdf
from tests.portal.test_getting_in import newest_code, other_than
from tracker.domain.checklist import Check
from tracker.models.attestation import Attestation, ClauseAnswer
from tracker.models.contact import Contact
from tracker.models.contract import ContractTerm
from tracker.models.data_schedule import DataLine, Declaration
from tracker.models.document import Document, DocumentCheck
from tracker.models.letter import Letter
from tracker.models.person import Person
from tracker.models.portal import PortalCode
from tracker.models.request import Request, RequestStep
from tracker.models.review import Review
from tracker.models.waiver import Waiver
from tracker.services import requests
from tracker.services.rules import RuleBroken

SAID_YES = {
    "accept-checklist": [str(point) for point in Check], "accept-effective_on": "2026-11-23",
    "accept-expires_on": "2027-11-23", "accept-expiry_reason": "as agreed",
    "accept-reason": "seen",
}  # fmt: skip
BACK = {"return-free_text": "The signature is missing.", "return-due_on": "2026-12-24"}
NONSENSE = [
    ("0001-01-01", "9999-12-31"), ("9999-12-31", "9999-12-31"), ("2026-11-23", "2026-11-22"),
    ("2026-11-23", "9999-12-31"), ("2026-11-23", "0001-01-01"), ("2020-01-01", "2027-01-01"),
    ("2026-02-30", "2027-01-01"), ("", ""), ("tomorrow", "never"), ("10000-01-01", "2027-01-01"),
]  # fmt: skip


@pytest.fixture
def oscar(town, visitors):
    return visitors.person(town.cast.oscar)


@pytest.fixture
def pia(town, visitors):
    return visitors.person(town.cast.pia)


def test_nobody_approves_or_refuses_what_they_asked_for(town, work, visitors, oscar):
    asked = {"clauses": "BRE-1", "reason": "Because.", "from_on": "2026-11-23", "through_on": "2026-12-31"}
    place = oscar.post(f"/waivers/new/{town.acme.contract}", data=asked).location
    assert oscar.post(f"{place}/approve").status_code == 403
    assert oscar.post(f"{place}/refuse", data={"refuse-reason": "no"}).status_code == 403
    assert rows(work.session, Waiver, reason="Because.")[0].approved_at is None
    work.session.rollback()
    assert visitors.person(town.cast.olga).post(f"{place}/approve").status_code == 303
    assert oscar.post(f"{place}/refuse", data={"refuse-reason": "no"}).status_code in {403, 409}


def test_nobody_reviews_what_they_sent_themselves(town, work, oscar):
    work.session.get_one(Person, town.cast.oscar).email = "Cora@acme.example"
    work.session.commit()
    for deed, data in (("accept", SAID_YES), ("return", BACK)):
        assert oscar.post(f"/reviews/{town.acme.attestation}/{deed}", data=data).status_code == 403
    assert rows(work.session, Review) == []


def test_the_second_of_two_reviewers_changes_nothing(town, work, visitors, oscar):
    olga, path = visitors.person(town.cast.olga), f"/reviews/{town.acme.attestation}"
    assert oscar.post(f"{path}/return", data=BACK).status_code == 303
    for deed, data in (("accept", SAID_YES), ("return", BACK)):
        assert olga.post(f"{path}/{deed}", data=data).status_code == 409
    assert [row.outcome for row in rows(work.session, Review)] == ["returned"]
    assert work.session.get_one(Attestation, town.acme.attestation).effective_on is None


def test_what_was_returned_cannot_be_accepted_by_the_same_person_either(town, work, oscar):
    path = f"/reviews/{town.acme.attestation}"
    oscar.post(f"{path}/return", data=BACK)
    assert oscar.post(f"{path}/accept", data=SAID_YES).status_code == 409
    assert len(rows(work.session, Review)) == 1


def test_a_draft_cannot_be_reviewed_or_revoked(town, work, oscar, draft_of):
    draft_of(town.acme)
    for path in (f"/reviews/{town.acme.attestation}/accept", f"/reviews/{town.acme.attestation}/return"):
        assert oscar.post(path, data={**SAID_YES, **BACK}).status_code in {404, 422}
    revoked = {"revoked_on": "2026-11-23", "reason": "x", "deed": "revoke"}
    assert oscar.post(f"/attestations/{town.acme.attestation}/revoke", data=revoked).status_code in {404, 422}
    assert rows(work.session, Review) == []


@pytest.mark.parametrize(("first", "last"), NONSENSE)
def test_days_that_make_no_sense_are_refused_everywhere(town, work, oscar, pia, first, last):
    yes = {**SAID_YES, "accept-effective_on": first, "accept-expires_on": last}
    assert oscar.post(f"/reviews/{town.acme.attestation}/accept", data=yes).status_code == 422
    asked = {"clauses": "BRE-1", "reason": "x", "from_on": first, "through_on": last}
    assert pia.post(f"/waivers/new/{town.acme.contract}", data=asked).status_code == 422
    back = oscar.post(f"/reviews/{town.acme.attestation}/return", data={**BACK, "return-due_on": first})
    # The first day alone may make sense for a return.
    assert back.status_code == 422 or first == "2026-11-23"
    disposal = {"certified_on": last, "method": "x", "certified_by": "x"}
    assert pia.post(f"/attestations/disposal/{town.acme.contract}", data=disposal).status_code == 422
    for deed in ("revoke", "look"):
        revoked = {"revoked_on": first, "reason": "x", "deed": deed}
        assert oscar.post(f"/attestations/{town.acme.attestation}/revoke", data=revoked).status_code in {404, 422}
    assert len(rows(work.session, Waiver)) == 2


@pytest.mark.parametrize(("first", "last"), [*NONSENSE, ("2027-01-01", ""), ("", "9999-12-31"), ("0001-01-01", "")])
def test_terms_at_the_ends_of_the_calendar_break_no_page(town, work, pia, first, last):
    number = rows(work.session, ContractTerm, contract_id=town.acme.contract)[0].id
    work.session.rollback()
    term = {"starts_on": first, "through_on": last, "disposal_days": "60"}
    for path in (f"/contracts/{town.acme.contract}/terms", f"/contracts/{town.acme.contract}/terms/{number}"):
        assert pia.post(path, data=term).status_code in {303, 404, 422}
        assert pia.post(path, data={**term, "disposal_days": "9" * 30}).status_code in {404, 422}
        assert pia.post(path, data={**term, "disposal_days": "-1"}).status_code in {404, 422}
    schedule = {"deed": "confirm", "kind": "schedule", "1-0-on": "1", "1-0-purpose": "x", "1-0-subjects": "employee",
                "1-0-from_on": first, "1-0-through_on": last, "since": first}  # fmt: skip
    assert pia.post(f"/contracts/{town.acme.contract}/data", data=schedule).status_code in {303, 409, 422}
    for path in (f"/contracts/{town.acme.contract}", "/contracts", "/overview", f"/vendors/{town.acme.vendor}",
                 "/reminders", "/exports/status", "/exports/status?format=csv&on=9998-12-31"):  # fmt: skip
        assert pia.get(path).status_code == 200, path


def test_nothing_can_be_asked_before_somebody_said_what_is_shared(town, work, pia):
    for kind in (DataLine, Declaration):
        for row in rows(work.session, kind, contract_id=town.acme.contract):
            work.session.delete(row)
    for step in rows(work.session, RequestStep, request_id=town.acme.request):
        work.session.delete(step)
    work.session.get_one(Request, town.acme.request).closed_at = work.now
    work.session.commit()
    asked = {"contract": str(town.acme.contract), f"contact-{town.acme.vendor}": str(town.cast.cora),
             "due_on": "2026-12-24", "deed": "send"}  # fmt: skip
    assert pia.post("/requests/new", data=asked).status_code in {200, 422}
    skipped = pia.post(f"/onboarding/contract/{town.acme.contract}/request", data=asked)
    assert skipped.location == f"/onboarding/contract/{town.acme.contract}/data"
    assert len(rows(work.session, Request)) == 2


def test_nothing_is_sent_before_it_is_answered_signed_and_uploaded(town, work, visitors, draft_of):
    draft_of(town.acme)
    for check in rows(work.session, DocumentCheck):
        work.session.delete(check)
    work.session.flush()
    for kind in (ClauseAnswer, Document):
        for row in rows(work.session, kind, attestation_id=town.acme.attestation):
            work.session.delete(row)
    work.session.commit()
    cora = visitors.contact(town.cast.cora)
    sent = cora.post(f"/portal/requests/{town.acme.request}/send", data={"signed_on": "2026-11-20"})
    assert sent.status_code == 422
    assert work.session.get_one(Attestation, town.acme.attestation).submitted_at is None


def answered(client, number):
    path = f"/portal/requests/{number}"
    data = {"version": "1", "then": "rest", "name": "Eve", "title": "x", "authority": "x", "signed_on": "2026-11-20"}
    found = [client.post(path + page, data=data) for page in ("/answers", "/signer", "/send")]
    return [*found, client.post(f"{path}/document", data={"document": (BytesIO(made_pdf()), "a.pdf")})]


def test_what_was_sent_or_withdrawn_takes_no_more_answers(town, work, visitors, acting, draft_of):
    draft_of(town.birch)
    requests.revoke(acting(town.cast.pia), work.session.get_one(Request, town.birch.request), "a mistake")
    work.session.commit()
    for side, who in ((town.acme, town.cast.cora), (town.birch, town.cast.ben)):
        for answer in answered(visitors.contact(who), side.request):
            assert (answer.status_code, answer.location) == (303, f"/portal/requests/{side.request}")
        assert work.session.get_one(Attestation, side.attestation).signer_name == "Mei Chen"
        work.session.rollback()
    assert len(rows(work.session, Document)) == 2
    assert work.session.get_one(Attestation, town.birch.attestation).submitted_at is None


def test_a_request_is_resent_five_times_a_day_at_most(town, work, moments, pia, draft_of):
    draft_of(town.acme)
    path, tries = f"/requests/{town.acme.request}/resend", []
    for _ in range(8):
        moments.travel(minutes=6)
        tries.append(pia.post(path))
    assert [answer.status_code for answer in tries] == [303] * 4 + [422] * 4
    assert "wait until tomorrow" in tries[-1].text
    assert len(rows(work.session, Letter, request_id=town.acme.request, kind="invitation")) == 5
    work.session.rollback()
    moments.travel(days=1)
    assert pia.post(path).status_code == 303


def test_changing_the_contact_to_and_fro_sends_no_letters_without_end(town, work, moments, acting, pia, draft_of):
    draft_of(town.acme)
    added = {"name": "Dora", "email": "dora@acme.example", "roles": "signer"}
    assert pia.post(f"/vendors/{town.acme.vendor}/contacts/new", data=added).status_code == 303
    dora = rows(work.session, Contact, email="dora@acme.example")[0].id
    work.session.rollback()
    for turn in range(12):
        pia.post(f"/requests/{town.acme.request}/contact", data={"contact": str((dora, town.cast.cora)[turn % 2])})
    assert len(rows(work.session, Letter, request_id=town.acme.request, kind="invitation")) == 5
    with pytest.raises(RuleBroken):
        requests.resend(acting(town.cast.pia), work.session.get_one(Request, town.acme.request))


def test_codes_are_not_sent_without_end(town, work, moments, visitors):
    for _ in range(60):
        visitors.nobody().post("/portal", data={"email": "cora@acme.example"})
        moments.travel(minutes=6)
    sent = rows(work.session, Letter, kind="code")
    last = max(letter.written_at for letter in sent)
    assert len([letter for letter in sent if last - letter.written_at < timedelta(days=1)]) <= 20
    for letter in sent:
        near = [other for other in sent if timedelta() <= other.written_at - letter.written_at < timedelta(minutes=15)]
        assert len(near) <= 3


def test_a_code_is_guessed_five_times_at_most_and_good_once_in_one_browser(town, work, visitors):
    browser = visitors.nobody()
    browser.post("/portal", data={"email": "cora@acme.example"})
    code = newest_code(work)
    work.session.rollback()
    assert visitors.nobody().post("/portal/code", data={"code": code}).status_code == 422
    for _ in range(5):
        assert browser.post("/portal/code", data={"code": other_than(code)}).status_code == 422
    assert browser.post("/portal/code", data={"code": code}).status_code == 422
    assert all(row.used_at is None for row in rows(work.session, PortalCode))
