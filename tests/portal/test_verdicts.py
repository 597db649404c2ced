"""What the sender of a document reads about it: another request's is refused, the rest is told in plain words."""

from zoneinfo import ZoneInfo

import pytest

from tests.cast import rows
from tests.portal.signing_steps import answered as answer_all
from tests.portal.test_upload import uploaded
from tracker.clock import Clock
from tracker.documents.attestation_form import attestation_form
from tracker.documents.signatures.sample import SampleAuthority, Signer
from tracker.models.attestation import Attestation
from tracker.models.document import Document, DocumentCheck
from tracker.models.request import Request
from tracker.models.requirement import RequirementSet
from tracker.queries.attestation_draft import draft
from tracker.services import attestations
from tracker.services.attestations import NewSigner


@pytest.fixture(scope="module")
def authority():
    return SampleAuthority(Clock(ZoneInfo("UTC")).now())


@pytest.fixture
def client(city, visitors):
    return visitors.contact(city.cast.cora)


@pytest.fixture
def form(work, settings):
    """Give the form of a request as it is downloaded now."""

    def made(request_id):
        text = draft(work.session, work.session.get_one(Request, request_id), work.today).text
        pdf = attestation_form(settings.city_name, text, work.today)
        work.session.rollback()
        return pdf

    return made


@pytest.fixture
def answered(city, cora):
    """Acme's answer is ready to be signed."""
    return answer_all(cora, city.acme).id


def test_a_file_of_another_request_is_refused_with_the_reason_and_nothing_is_lost(city, work, client, form):
    own = form(city.acme)
    assert uploaded(client, city.acme, own, "mine.pdf").status_code == 303
    numbers = [work.session.get_one(Request, number).number for number in (city.birch, city.acme)]
    other = form(city.birch)
    answer = uploaded(client, city.acme, other, "other.pdf")
    assert answer.status_code == 422
    assert f"This document belongs to request {numbers[0]}, and this is request {numbers[1]}." in answer.text
    [row] = rows(work.session, Document)
    assert (row.name, row.replaced_at) == ("mine.pdf", None)


def test_an_unsigned_form_is_judged_at_once_and_told_to_be_fine_for_paper(city, work, client, form):
    uploaded(client, city.acme, form(city.acme))
    [row] = rows(work.session, DocumentCheck)
    assert (row.verdict, row.facts["carried"]["state"]) == ("UNSIGNED", "this request's text")
    page = client.get(f"/portal/requests/{city.acme}/send").text
    assert "There is no digital signature in this document." in page
    assert "UNSIGNED" not in page


def test_a_value_changed_after_signing_is_told_by_its_name(city, client, form, authority, work):
    signer = Signer("Cora Chen", "Acme Payroll, Inc.", "")
    pdf = authority.signed_and_changed(form(city.acme), signer, work.now, "CFO", "CEO")
    work.session.rollback()
    uploaded(client, city.acme, pdf)
    page = client.get(f"/portal/requests/{city.acme}/send").text
    # Nobody vouches for the signer here, and that is what the vendor is told first.
    assert "the city does not know who issued its certificate" in page
    assert "Birch" not in page


def test_an_earlier_text_is_told(city, client, form, work, cora):
    before = form(city.acme)
    request = work.session.get_one(Request, city.acme)
    attestations.save_signer(cora, attestations.draft_of(cora, request), NewSigner("Mei Wong", "CFO", "I may."))
    work.session.commit()
    uploaded(client, city.acme, before)
    page = client.get(f"/portal/requests/{city.acme}/send").text
    assert "This document holds an earlier text of the attestation" in page


def test_a_way_to_sign_that_does_not_suffice_is_told_and_not_sent(city, work, client, form, answered):
    for one in rows(work.session, RequirementSet):
        one.signature_kinds = ["certificate", "screen"]
    work.session.commit()
    assert "What suffices: a PDF signed with a certificate." in client.get(f"/portal/requests/{city.acme}/send").text
    uploaded(client, city.acme, form(city.acme))
    page = client.get(f"/portal/requests/{city.acme}/send").text
    assert "This way to sign does not suffice" in page
    assert "This is ink on paper, which does not suffice here." in page
    assert "Send to the city" not in page
    answer = client.post(f"/portal/requests/{city.acme}/send", data={"signed_on": "2026-11-23"})
    assert answer.status_code == 422
    assert "This is ink on paper" in answer.text
    assert rows(work.session, Attestation, request_id=city.acme)[0].submitted_at is None


def test_a_reviewer_reads_that_the_way_to_sign_does_not_suffice_any_more(city, work, visitors, client, form, answered):
    uploaded(client, city.acme, form(city.acme))
    assert client.post(f"/portal/requests/{city.acme}/send", data={"signed_on": "2026-11-23"}).status_code == 303
    for one in rows(work.session, RequirementSet):
        one.signature_kinds = ["certificate"]
    number = rows(work.session, Attestation, request_id=city.acme)[0].id
    work.session.commit()
    page = visitors.person(city.cast.oscar).get(f"/reviews/{number}").text
    assert "This is ink on paper, which does not suffice here." in page
