"""The verdict on the pages: the review, a second person, checked again, the file as it was signed, the contract."""

from io import BytesIO
from zoneinfo import ZoneInfo

import pikepdf
import pytest

from tests.cast import rows
from tests.submitted import checked, submitted
from tests.web.test_reviews_pages import accepted, returned
from tracker.clock import Clock
from tracker.documents.signatures.sample import FIELD, SampleAuthority, Signer
from tracker.documents.store import store_of
from tracker.domain.signature_verdict import Verdict
from tracker.models.document import Document, DocumentCheck
from tracker.models.person import PersonDepartment
from tracker.models.review import AcceptanceProposal, Review
from tracker.services import document_checks, trust_lists

REASON = {"accept-reason": "We called the signer."}


@pytest.fixture(scope="module")
def authority():
    return SampleAuthority(Clock(ZoneInfo("UTC")).now())


@pytest.fixture
def oscar(visitors, cast):
    return visitors.person(cast.oscar)


@pytest.fixture
def olga(visitors, cast):
    return visitors.person(cast.olga)


@pytest.fixture
def altered(work, cast):
    submitted(work, cast.birch, cast.ben, cast.cameras)
    return submitted(work, cast.acme, cast.cora, cast.payroll, verdict=Verdict.ALTERED)


@pytest.fixture
def changed(work, cast, authority, settings, made_pdf):
    """Acme's answer with a real file whose value was changed after it was signed, judged."""
    trust_lists.record(work, authority.pem, "", "For the test.")
    number = submitted(work, cast.acme, cast.cora, cast.payroll, verdict=None)
    signer = Signer("Cora Chen", "Birch Analytics LLC", "")
    pdf = authority.signed_and_changed(made_pdf, signer, work.now, "Owner", "<b>Queen</b>")
    stored = store_of(settings).put(BytesIO(pdf), 1024 * 1024)
    [document] = rows(work.session, Document, attestation_id=number)
    document.digest, document.size = stored.digest, stored.size
    work.session.commit()
    document_checks.check_one(work, document.id, work.session.commit)
    work.session.commit()
    return document


@pytest.fixture
def made_pdf():
    pdf = pikepdf.new()
    pdf.add_blank_page(page_size=(612, 792))
    file = BytesIO()
    pdf.save(file)
    return file.getvalue()


def test_the_review_shows_the_verdict_its_facts_and_asks_for_a_reason(changed, oscar):
    page = oscar.get(f"/reviews/{changed.attestation_id}").text
    for text in (
        'data-verdict="changed-after-signing"', f"“{FIELD}”", "&lt;b&gt;Queen&lt;/b&gt;",
        "As signed", "Owner", "<b>match</b>: Cora Chen is a contact of the vendor", "<b>unlike</b>",
        "The organization Birch Analytics LLC is not the vendor, Acme Payroll, Inc.", "not checked", "trust list 1",
        "none that is trusted", "Accepting it needs a reason", "Why you accept it all the same", "no mark",
    ):  # fmt: skip
        assert text in page, text
    refused = oscar.post(f"/reviews/{changed.attestation_id}/accept", data=accepted())
    assert refused.status_code == 422
    assert "Say why you accept it all the same." in refused.text
    done = oscar.post(f"/reviews/{changed.attestation_id}/accept", data=accepted(**REASON))
    assert done.status_code == 303
    page = oscar.get(f"/attestations/{changed.attestation_id}").text
    assert "We called the signer." in page
    assert 'data-verdict="changed-after-signing"' in page


def test_the_file_as_it_was_signed_is_a_download_of_its_first_bytes(changed, oscar, olga, visitors, cast, settings):
    address = f"/attestations/{changed.attestation_id}/documents/{changed.id}/signed/1"
    answer = oscar.get(address)
    with store_of(settings).open(changed.digest) as file:
        whole = file.read()
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert len(answer.data) < len(whole)
    assert whole.startswith(answer.data)
    assert b"Queen" not in answer.data
    assert oscar.get(address.replace("/signed/1", "/signed/2")).status_code == 404
    assert oscar.get(address.replace("/signed/1", "/signed/0")).status_code == 404
    assert visitors.person(cast.max).get(address).status_code == 403


def test_a_check_again_stands_beside_the_frozen_verdict(changed, oscar, session, cast, visitors):
    address = f"/attestations/{changed.attestation_id}/documents/{changed.id}/check"
    for back, page in (("review", "reviews"), ("page", "attestations")):
        answer = oscar.post(address, data={"back": back})
        assert answer.location == f"/{page}/{changed.attestation_id}#document"
    assert len(rows(session, DocumentCheck, document_id=changed.id)) == 3
    assert "asked for by Oscar Officer" in oscar.get(f"/attestations/{changed.attestation_id}").text
    assert visitors.person(cast.ada).post(address).status_code == 403


def test_checks_and_revisions_of_another_department_or_another_answer_are_not_there(
    changed, work, cast, oscar, visitors
):
    other = submitted(work, cast.birch, cast.ben, cast.cameras)
    work.session.add(PersonDepartment(person_id=cast.olga, department_id=cast.police))
    work.session.commit()
    olga = visitors.person(cast.olga)
    for client, attestation in ((olga, changed.attestation_id), (oscar, other), (oscar, 9999)):
        address = f"/attestations/{attestation}/documents/{changed.id}"
        assert client.get(f"{address}/signed/1").status_code == 404
        assert client.post(f"{address}/check").status_code == 404
    for deed in ("accept", "confirm", "decline"):
        assert olga.post(f"/reviews/{changed.attestation_id}/{deed}").status_code == 404


def test_accepting_what_was_altered_is_proposed_and_a_second_officer_confirms(altered, oscar, olga, session, cast):
    page = oscar.get(f"/reviews/{altered}").text
    assert "Accepting it takes a second officer" in page
    answer = oscar.post(f"/reviews/{altered}/accept", data=accepted(**REASON))
    assert answer.status_code == 303
    assert rows(session, Review) == []
    assert "Oscar Officer proposes to accept it" in oscar.get("/reviews/").text
    page = oscar.get(f"/reviews/{altered}").text
    assert "You proposed it" in page
    assert "/confirm" not in page
    own = oscar.post(f"/reviews/{altered}/confirm", data={"second-version": "1"})
    assert own.status_code == 403
    page = olga.get(f"/reviews/{altered}").text
    assert "We called the signer." in page
    assert "Confirm and accept" in page
    assert olga.post(f"/reviews/{altered}/confirm", data={"second-version": "1"}).status_code == 303
    [review] = rows(session, Review)
    assert (review.reviewer_id, review.second_id) == (cast.oscar, cast.olga)
    assert "Olga Officer" in olga.get(f"/attestations/{altered}").text
    again = olga.post(f"/reviews/{altered}/confirm", data={"second-version": "1"})
    assert again.status_code == 409


def test_a_proposal_is_declined_with_a_reason(altered, oscar, olga, session):
    oscar.post(f"/reviews/{altered}/accept", data=accepted(**REASON))
    empty = olga.post(f"/reviews/{altered}/decline", data={"second-version": "1"})
    assert empty.status_code == 422
    assert "Say why you do not confirm it" in empty.text
    done = olga.post(f"/reviews/{altered}/decline", data={"second-version": "1", "second-decline_reason": "Anew."})
    assert done.status_code == 303
    assert rows(session, AcceptanceProposal) == []
    assert "Propose to accept" in oscar.get(f"/reviews/{altered}").text


def test_a_proposed_answer_can_still_be_returned(altered, oscar, olga, session):
    oscar.post(f"/reviews/{altered}/accept", data=accepted(**REASON))
    assert olga.post(f"/reviews/{altered}/return", data=returned()).status_code == 303
    assert rows(session, AcceptanceProposal) == []


def test_an_answer_not_checked_yet_says_so(work, cast, oscar):
    number = submitted(work, cast.acme, cast.cora, cast.payroll, verdict=None)
    page = oscar.get(f"/reviews/{number}").text
    assert "Its signatures were not checked yet; that happens within a minute." in page
    assert "not checked yet" in oscar.get("/reviews/").text


def test_the_contract_page_shows_the_verdict_beside_the_signer(altered, oscar, olga, cast):
    oscar.post(f"/reviews/{altered}/accept", data=accepted(**REASON))
    olga.post(f"/reviews/{altered}/confirm", data={"second-version": "1"})
    assert 'data-verdict="altered"' in oscar.get(f"/contracts/{cast.payroll}").text


def test_words_of_a_certificate_are_shown_as_text(work, cast, oscar):
    number = submitted(work, cast.acme, cast.cora, cast.payroll, verdict=None)
    [document] = rows(work.session, Document, attestation_id=number)
    hostile = "<script>alert(1)</script>"
    told = dict.fromkeys(("signer", "organization", "email", "subject", "issuer", "serial", "broken", "field"), hostile)
    signature = {**told, "kind": "person", "revocation": "not checked", "path": "unknown issuer", "changes": []}
    work.session.add(checked(work, document.id, Verdict.ALTERED, signatures=[signature]))
    work.session.commit()
    for page in (f"/reviews/{number}", f"/attestations/{number}"):
        assert hostile not in oscar.get(page).text
