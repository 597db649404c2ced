"""Pages of attestations: one attestation, its document, revoke it; and certificates of disposal."""

import io
from datetime import date

import pytest

from tests.cast import rows
from tests.submitted import declare, submitted
from tracker.documents.store import store_of
from tracker.domain.checklist import Check
from tracker.models.attestation import Attestation
from tracker.models.contract import ContractTerm, Disposal
from tracker.models.document import Document
from tracker.models.person import PersonDepartment
from tracker.services import reviews, standings
from tracker.services.reviews import Acceptance

MONDAY = date(2026, 11, 23)
CANARY = "canary-of-the-note"


@pytest.fixture
def accepted(work, cast, acting):
    """Acme's and Birch's attestations, both accepted; gives Acme's id."""
    oscar = acting(cast.oscar, "Oscar Officer")
    numbers = [
        submitted(work, cast.acme, cast.cora, cast.payroll, exceptions={"BRE-1": "96 hours"}),
        submitted(work, cast.birch, cast.ben, cast.cameras),
    ]
    for number in numbers:
        acceptance = Acceptance(MONDAY, date(2027, 11, 23), checklist=tuple(Check), note=CANARY)
        reviews.accept(oscar, work.session.get_one(Attestation, number), acceptance)
    work.session.commit()
    return numbers[0]


@pytest.fixture
def oscar(visitors, cast):
    return visitors.person(cast.oscar)


@pytest.fixture
def stored(session, accepted, settings, oscar):
    """The bytes of Acme's document stand in the store."""
    kept = store_of(settings).put(io.BytesIO(b"%PDF-1.7 signed"), 1000)
    document = rows(session, Document, attestation_id=accepted)[0]
    number = document.id
    document.digest, document.size, document.name = kept.digest, kept.size, 'sign"ed é.pdf'
    session.commit()
    return number


def test_the_page_tells_who_signed_for_what_and_how_it_was_decided(accepted, visitors, cast):
    page = visitors.person(cast.pia).get(f"/attestations/{accepted}").text
    for text in (
        "In force through November 23, 2027.", "Mei Chen", "C-2291 Payroll processing", "BRE-1 · Agree, with an",
        "Oscar Officer", "attestation signed.pdf", "accepted the answer of Acme Payroll, Inc.", "2026-0001",
    ):  # fmt: skip
        assert text in page
    assert CANARY not in page
    assert "Birch" not in page


def test_a_document_comes_back_as_a_download_and_never_in_the_page(accepted, stored, oscar, visitors, cast):
    limited = visitors.person(cast.max)
    answered = oscar.get(f"/attestations/{accepted}/documents/{stored}")
    assert answered.data == b"%PDF-1.7 signed"
    assert answered.headers["Content-Type"] == "application/pdf"
    assert answered.headers["Content-Disposition"].startswith("attachment")
    assert answered.headers["X-Content-Type-Options"] == "nosniff"
    assert answered.headers["Cache-Control"] == "no-store"
    assert limited.get(f"/attestations/{accepted}/documents/{stored}").status_code == 403


def test_documents_of_other_attestations_and_departments_are_missing(accepted, stored, oscar, session, cast):
    other = accepted + 1
    missing = oscar.get("/attestations/999/documents/999")
    assert oscar.get(f"/attestations/{other}/documents/{stored}").text == missing.text
    session.add(PersonDepartment(person_id=cast.oscar, department_id=cast.police))
    session.commit()
    assert oscar.get(f"/attestations/{accepted}/documents/{stored}").text == missing.text
    assert missing.status_code == 404


def test_other_departments_attestations_are_missing(accepted, visitors, cast):
    limited = visitors.person(cast.max)
    assert limited.get(f"/attestations/{accepted}").status_code == 200
    hidden, missing = limited.get(f"/attestations/{accepted + 1}"), limited.get("/attestations/999")
    assert (hidden.status_code, missing.status_code) == (404, 404)
    assert hidden.text == missing.text


def test_a_revocation_names_what_changes_before_it_is_done(accepted, oscar, session):
    url = f"/attestations/{accepted}/revoke"
    typed = {"revoked_on": "2026-12-01", "reason": "The signer had no authority."}
    look = oscar.post(url, data=typed)
    assert look.status_code == 200
    assert "C-2291" in look.text
    assert "Expired since December 1, 2026" in look.text
    assert session.get_one(Attestation, accepted).revoked_on is None
    session.rollback()
    assert oscar.post(url, data={**typed, "deed": "revoke"}).status_code == 303
    page = oscar.get(f"/attestations/{accepted}").text
    assert "The signer had no authority." in page
    again = oscar.post(url, data={**typed, "deed": "revoke"})
    assert again.status_code == 409


def test_a_day_that_makes_no_sense_comes_back_with_what_was_typed(accepted, oscar):
    answered = oscar.post(
        f"/attestations/{accepted}/revoke", data={"revoked_on": "2026-11-01", "reason": "Kept words."}
    )
    assert answered.status_code == 422
    assert "It took effect on November 23, 2026" in answered.text
    assert "Kept words." in answered.text


def test_only_privacy_officers_revoke(accepted, visitors, cast):
    for person in (cast.pia, cast.max, cast.ada, cast.adam):
        assert visitors.person(person).get(f"/attestations/{accepted}/revoke").status_code == 403


@pytest.fixture
def over(work, cast):
    declare(work, cast.payroll)
    rows(work.session, ContractTerm, contract_id=cast.payroll)[0].through_on = date(2026, 10, 31)
    standings.refresh(work, [cast.payroll])
    work.session.commit()
    return f"/attestations/disposal/{cast.payroll}"


def test_a_certificate_is_recorded_once_and_withdrawn_with_a_reason(over, oscar, session):
    typed = {"certified_on": "2026-11-20", "method": "Shredded.", "certified_by": "Cora Chen"}
    assert oscar.post(over, data={**typed, "method": ""}).status_code == 422
    assert oscar.post(over, data=typed).status_code == 303
    assert oscar.post(over, data=typed).status_code == 409
    assert "Shredded." in oscar.get(over).text
    assert oscar.post(f"{over}/withdraw", data={"reason": ""}).status_code == 422
    assert oscar.post(f"{over}/withdraw", data={"reason": "Wrong contract."}).status_code == 303
    [row] = rows(session, Disposal)
    assert row.replaced_at is not None


def test_certificates_of_other_departments_are_missing(over, oscar, session, cast):
    session.add(PersonDepartment(person_id=cast.oscar, department_id=cast.police))
    session.commit()
    assert oscar.get(over).status_code == 404
    assert oscar.post(f"{over}/withdraw", data={"reason": "x"}).status_code == 404
