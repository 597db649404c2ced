"""The verdict of a document is frozen at receipt; what could not be checked comes again; re-checks stand beside it."""

from datetime import timedelta
from io import BytesIO
from zoneinfo import ZoneInfo

import pytest

from tests.cast import rows
from tests.submitted import ask, declare
from tracker.clock import Clock
from tracker.documents import checked_file
from tracker.documents.attestation_form import attestation_form
from tracker.documents.checked_file import Finding
from tracker.documents.signatures.checking import Checked
from tracker.documents.signatures.sample import SampleAuthority, Signer
from tracker.documents.store import store_of
from tracker.domain.carried import State
from tracker.domain.identity import Likeness
from tracker.domain.signature_verdict import Verdict
from tracker.models.document import DocumentCheck
from tracker.models.event import Event
from tracker.queries import document_checks as questions
from tracker.queries.attestation_draft import draft
from tracker.queries.proof import proof
from tracker.services import attestations, document_checks, trust_lists
from tracker.services.attestations import NewSigner
from tracker.services.documents import NewDocument, receive
from tracker.services.rules import RuleBroken

MEGABYTE = 1024 * 1024


@pytest.fixture(scope="module")
def authority():
    return SampleAuthority(Clock(ZoneInfo("UTC")).now())


@pytest.fixture
def asked(work, cast):
    """Acme's and Birch's requests, Acme's answered but for the document."""
    declare(work, cast.payroll)
    declare(work, cast.cameras)
    other = ask(work, cast.birch, cast.ben, cast.cameras)
    request = ask(work, cast.acme, cast.cora, cast.payroll)
    attestation = attestations.draft_of(work, request)
    attestations.agree_to_rest(work, attestation)
    attestations.save_signer(work, attestation, NewSigner("Cora Chen", "CFO", "As CFO I may sign."))
    work.session.commit()
    return request, attestation, other


@pytest.fixture
def received(work, asked, settings):
    """Let a file arrive for Acme's request."""

    def receive_(make, request=None):
        text = draft(work.session, request or asked[0], work.today).text
        stored = store_of(settings).put(BytesIO(make(attestation_form("City", text, work.today))), MEGABYTE)
        row = receive(work, asked[1], NewDocument(stored.digest, stored.size, "signed.pdf", "application/pdf"))
        work.session.commit()
        return row

    return receive_


def given(found):
    """What is there, for sure."""
    assert found is not None
    return found


def cora(authority, work, organization="Acme Payroll, Inc."):
    return lambda pdf: authority.signed(pdf, Signer("Cora Chen", organization, ""), work.now)


def test_a_signed_document_is_trusted_by_the_list_in_force_and_its_inputs_are_kept(work, received, authority, settings):
    settings.city_name = "City"
    trust_lists.record(work, authority.pem, "", "For the test.")
    document = received(cora(authority, work))
    row = given(document_checks.check_one(work, document.id, work.session.commit))
    work.session.commit()
    assert (row.verdict, row.checked_by_id) == ("TRUSTED", None)
    assert row.reader.startswith("pyHanko ")
    against = row.facts["against"]
    assert (against["trust_list"], len(against["certificates"])) == (1, 1)
    assert against["moment"] == document.received_at.isoformat()
    [found] = proof(work.session, document.attestation_id).documents
    assert given(found.carried).state is State.THIS, given(found.carried).sentence
    assert found.identity is Likeness.MATCH
    assert found.grounds == ()
    [event] = rows(work.session, Event, action="document:checked")
    assert event.actor_kind == "tracker"
    assert event.details["verdict"] == "TRUSTED"


def test_the_first_verdict_stays_and_a_later_check_stands_beside_it(work, received, authority, acting, cast):
    document = received(cora(authority, work))
    first = given(document_checks.check_one(work, document.id))
    assert first.verdict == "UNVERIFIED SIGNER"
    trust_lists.record(work, authority.pem, "", "Now we know them.")
    assert given(document_checks.check_one(work, document.id)).id == first.id
    again = document_checks.again(acting(cast.oscar, "Oscar Officer"), document)
    assert (again.verdict, again.checked_by_id) == ("TRUSTED", cast.oscar)
    assert given(questions.frozen(work.session, document.id)).verdict is Verdict.UNVERIFIED_SIGNER
    assert given(questions.latest(work.session, document.id)).verdict is Verdict.TRUSTED
    [found] = proof(work.session, document.attestation_id).documents
    assert [one.id for one in found.later] == [again.id]
    assert [event.actor_name for event in rows(work.session, Event, action="document:checked")][-1] == "Oscar Officer"


def test_only_staff_has_a_document_checked_again(work, received, acting, cast):
    document = received(lambda pdf: pdf)
    with pytest.raises(RuleBroken):
        document_checks.again(acting(cast.cora, "Cora Chen", "contact"), document)


def test_another_companys_trusted_signature_and_another_requests_file_are_told(work, asked, received, authority):
    trust_lists.record(work, authority.pem, "", "For the test.")
    document = received(cora(authority, work, "Birch Analytics LLC"), asked[2])
    document_checks.check_one(work, document.id)
    [found] = proof(work.session, document.attestation_id).documents
    assert (found.verdict, found.identity) == (Verdict.TRUSTED, Likeness.UNLIKE)
    assert given(found.carried).state is State.OTHER
    assert len(found.grounds) == 2


def test_what_could_not_be_checked_comes_again_later_and_later_and_then_stays(work, received, moments, acting, cast):
    document = received(lambda pdf: pdf)
    assert document_checks.due(work) == [document.id]

    def fails(_paper, _store):
        return Finding(Checked(Verdict.COULD_NOT_CHECK, "It did not end.", (), "pyHanko 0"), None, {})

    for tried, wait in enumerate(document_checks.WAITS, start=1):
        row = given(document_checks.check_one(work, document.id, judge=fails))
        assert row.attempts == tried
        assert document_checks.due(work) == []
        moments.travel(minutes=wait.total_seconds() / 60)
        assert document_checks.due(work) == [document.id]
    document_checks.check_one(work, document.id, judge=fails)
    moments.travel(days=9)
    assert document_checks.due(work) == []
    assert rows(work.session, Event, action="document:checked") == []
    assert proof(work.session, document.attestation_id).grounds
    document_checks.again(acting(cast.oscar, "Oscar Officer"), document)
    assert given(questions.frozen(work.session, document.id)).verdict is Verdict.UNSIGNED
    assert len(rows(work.session, DocumentCheck)) == 2


def test_a_try_that_came_to_no_end_becomes_the_verdict_in_its_own_row(work, received, moments):
    document = received(lambda pdf: pdf)
    failed = Finding(Checked(Verdict.COULD_NOT_CHECK, "It did not end.", (), "pyHanko 0"), None, {})
    document_checks.check_one(work, document.id, judge=lambda _paper, _store: failed)
    moments.travel(minutes=2)
    assert document_checks.check_due(work, work.session.commit) == "judged 1 documents"
    [row] = rows(work.session, DocumentCheck)
    assert (row.verdict, row.attempts) == ("UNSIGNED", 2)


def test_a_file_that_is_gone_is_no_verdict(work, asked):
    new = NewDocument("ab" * 32, 10, "gone.pdf", "application/pdf")
    document = receive(work, asked[1], new)
    work.session.commit()
    row = given(document_checks.check_one(work, document.id))
    assert (row.verdict, row.sentence) == ("COULD NOT CHECK", checked_file.GONE)


def test_two_that_look_at_once_keep_one_verdict(work, received):
    document = received(lambda pdf: pdf)

    def slow(paper, store):
        document_checks.check_one(work, document.id)
        return checked_file.judge(paper, store)

    document_checks.check_one(work, document.id, judge=slow)
    assert len(rows(work.session, DocumentCheck)) == 1
    assert len(rows(work.session, Event, action="document:checked")) == 1


def test_large_files_are_left_to_the_job(work, received):
    document = received(lambda pdf: pdf)
    assert document_checks.is_quick(document)
    document.size = document_checks.QUICK_BYTES + 1
    assert not document_checks.is_quick(document)
    assert document_checks.WAITS[0] == timedelta(minutes=1)
