"""Sending an answer: complete, once, frozen; returned ones come back with what to correct."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from threading import Barrier

import pytest

from tests.cast import rows
from tests.portal.conftest import SIGNER, complete, shown
from tracker.domain.catalogue_words import Answer
from tracker.domain.facts import StepKind
from tracker.domain.record_words import Outcome
from tracker.models.attestation import Attestation, AttestationElement, ClauseAnswer
from tracker.models.catalogue import DataElement
from tracker.models.contract import Contract
from tracker.models.event import Event
from tracker.models.letter import Letter
from tracker.models.request import Request, RequestStep
from tracker.models.review import Deficiency, Review
from tracker.queries.portal_requests import PortalState, request_of
from tracker.queries.submission import submission
from tracker.services import attestations, request_steps
from tracker.services.attestations import NewAnswer, NewSigner
from tracker.services.data_schedule import NewLine, NewSchedule, declare_schedule
from tracker.services.rules import Conflict, RuleBroken


def test_sending_twice_is_sending_once(city, work, cora, ready):
    first = attestations.submit(cora, ready)
    moment = first.submitted_at
    assert attestations.submit(cora, ready).submitted_at == moment
    work.session.commit()
    assert [step.kind for step in rows(work.session, RequestStep, request_id=city.acme)] == [
        "sent",
        "opened",
        "submitted",
    ]
    assert len(rows(work.session, Letter, kind="receipt")) == 1
    assert len(rows(work.session, Event, action="attestation:submitted")) == 1


def test_a_second_click_shows_what_was_received(city, cora, ready, visitors):
    client = visitors.contact(city.cast.cora)
    for _ in range(2):
        answer = client.post(f"/portal/requests/{city.acme}/send", data={"signed_on": "2026-11-20"})
        assert answer.location == f"/portal/requests/{city.acme}"
    assert "We received your answer" in client.get(answer.location).text


def test_two_clicks_at_once_send_once(city, work, cora, ready, visitors):
    clients = [visitors.contact(city.cast.cora) for _ in range(2)]
    together = Barrier(2)

    def click(client):
        together.wait()
        return client.post(f"/portal/requests/{city.acme}/send", data={"signed_on": "2026-11-20"}).location

    with ThreadPoolExecutor(2) as pool:
        found = list(pool.map(click, clients))
    assert found == [f"/portal/requests/{city.acme}"] * 2
    kinds = [step.kind for step in rows(work.session, RequestStep, request_id=city.acme)]
    assert kinds == ["sent", "opened", "submitted"]
    assert len(rows(work.session, Letter, kind="receipt")) == 1


def test_a_submission_is_read_by_a_reviewer_exceptions_first(city, work, cora, ready):
    rows_ = shown(work, city.acme).answers
    answers = [NewAnswer(row.clause_id, Answer.AGREE) for row in rows_]
    answers[3] = NewAnswer(rows_[3].clause_id, Answer.NOT_APPLICABLE, "<b>none</b>")
    answers[5] = NewAnswer(rows_[5].clause_id, Answer.AGREE_WITH_EXCEPTION, "later", date(2027, 3, 1), "we log")
    attestations.save_answers(cora, ready, answers)
    with pytest.raises(RuleBroken) as stale:
        attestations.submit(cora, ready)
    assert stale.value.field == "document"
    complete(cora, city.acme, digest="cd" * 32)
    attestations.submit(cora, ready, date(2026, 11, 20))
    found = submission(work.session, ready.id)
    assert found is not None
    assert [answer.code for answer in found.answers[:2]] == [rows_[5].code, rows_[3].code]
    assert (found.answers[0].said, found.answers[0].target_on, found.answers[0].control) == (
        "later",
        date(2027, 3, 1),
        "we log",
    )
    assert (found.vendor_name, found.request_number, found.signer_name) == (
        "Acme Payroll, Inc.",
        "2026-0001",
        "Cora Chen",
    )
    assert found.signed_on == date(2026, 11, 20)
    assert [document.digest for document in found.documents] == ["cd" * 32]
    assert [contract.number for contract in found.contracts] == ["C-2291"]
    assert {element.code for element in found.contracts[0].elements} == {"full-name", "home-address"}
    assert found.departments == {city.cast.library}
    assert submission(work.session, ready.id + 1000) is None


def test_a_draft_is_no_submission(work, ready):
    assert submission(work.session, ready.id) is None


@pytest.mark.parametrize("missing", ["answers", "signer", "document", "signed_on"])
def test_what_is_missing_is_named_and_nothing_is_sent(city, work, cora, missing):
    request = work.session.get_one(Request, city.acme)
    if missing in {"document", "signed_on"}:
        draft = complete(cora, city.acme)
    draft = attestations.draft_of(cora, request)
    if missing != "answers":
        attestations.agree_to_rest(cora, draft)
    if missing not in {"answers", "signer"}:
        attestations.save_signer(cora, draft, SIGNER if missing == "signed_on" else NewSigner("Al", "CEO", "I may."))
    tomorrow = work.today + timedelta(days=1)
    with pytest.raises(RuleBroken) as caught:
        attestations.submit(cora, draft, tomorrow if missing == "signed_on" else None)
    assert caught.value.field == missing
    assert draft.submitted_at is None
    assert rows(work.session, AttestationElement) == []


def test_data_added_after_the_signature_must_be_signed_for(city, work, cora, ready, acting):
    lines = tuple(
        NewLine(rows(work.session, DataElement, code=code)[0].id, purpose="pay", subjects=("employee",))
        for code in ("full-name", "home-address", "date-of-birth")
    )
    payroll = work.session.get_one(Contract, city.cast.payroll)
    declare_schedule(acting(city.cast.pia), payroll, NewSchedule(lines=lines))
    with pytest.raises(RuleBroken) as caught:
        attestations.submit(cora, ready)
    assert caught.value.field in {"document", "answers"}
    complete(cora, city.acme, digest="cd" * 32)
    attestations.submit(cora, ready)
    assert len(rows(work.session, AttestationElement, attestation_id=ready.id)) == 3


def returned(work, attestation, officer):
    review = Review(attestation_id=attestation.id, reviewer_id=officer, outcome=Outcome.RETURNED, decided_at=work.now)
    review.note, review.checklist = "SECRET NOTE", []
    work.session.add(review)
    work.session.flush()
    work.session.add(Deficiency(review_id=review.id, code="signature", text="The signature is missing."))
    request_steps.add(work, work.session.get_one(Request, attestation.request_id), StepKind.RETURNED)
    work.session.commit()


def test_a_returned_answer_can_be_corrected_and_sent_again(city, work, cora, ready, visitors):
    attestations.submit(cora, ready)
    returned(work, ready, city.cast.oscar)
    client = visitors.contact(city.cast.cora)
    page = client.get(f"/portal/requests/{city.acme}").text
    assert "The signature is missing." in page
    assert "SECRET NOTE" not in page
    again = attestations.draft_of(cora, work.session.get_one(Request, city.acme))
    assert (again.round, again.signer_name) == (2, "Cora Chen")
    assert shown(work, city.acme).answers_complete(work.today)
    with pytest.raises(RuleBroken) as caught:
        attestations.submit(cora, again)
    assert caught.value.field == "document"
    complete(cora, city.acme, digest="cd" * 32)
    attestations.submit(cora, again)
    work.session.commit()
    seen = request_of(work.session, city.cast.cora, city.acme)
    assert seen is not None
    assert seen.state is PortalState.REVIEWED


def test_what_is_being_reviewed_cannot_be_changed(city, work, cora, ready):
    attestations.submit(cora, ready)
    answer = NewAnswer(shown(work, city.acme).answers[0].clause_id, Answer.AGREE)
    deeds = (
        lambda: attestations.draft_of(cora, work.session.get_one(Request, city.acme)),
        lambda: attestations.save_answers(cora, ready, [answer]),
        lambda: attestations.agree_to_rest(cora, ready),
        lambda: attestations.save_signer(cora, ready, NewSigner("Eve", "CEO", "me")),
    )
    for deed in deeds:
        with pytest.raises(RuleBroken):
            deed()


def test_last_times_answers_are_offered_and_taken_over(city, work, cora, ready, acting):
    rows_ = shown(work, city.acme).answers
    answers = [NewAnswer(row.clause_id, Answer.AGREE) for row in rows_[1:]]
    answers.append(NewAnswer(rows_[0].clause_id, Answer.AGREE_WITH_EXCEPTION, "old pages", date(2026, 12, 1), "log"))
    attestations.save_answers(cora, ready, answers)
    complete(cora, city.acme, digest="cd" * 32)
    attestations.submit(cora, ready)
    ready.effective_on, ready.expires_on = date(2025, 11, 1), date(2026, 10, 31)
    returned(work, ready, city.cast.oscar)
    again = attestations.draft_of(cora, work.session.get_one(Request, city.acme))
    attestations.save_answers(cora, again, [])
    assert shown(work, city.acme).reusable == len(rows_)
    assert shown(work, city.acme).answers[0].past.said == "old pages"
    assert attestations.reuse_past(cora, again) == len(rows_)
    kept = {row.clause_id: row for row in rows(work.session, ClauseAnswer, attestation_id=again.id)}
    assert kept[rows_[0].clause_id].target_on == date(2026, 12, 1)
    birch = acting(city.cast.ben, "Ben", "contact")
    assert shown(birch, city.birch).reusable == 0


def test_a_clause_that_does_not_apply_cannot_be_answered_and_a_stale_page_is_told(city, work, cora, ready):
    with pytest.raises(RuleBroken):
        attestations.save_answers(cora, ready, [NewAnswer(999_999, Answer.AGREE)])
    with pytest.raises(Conflict):
        attestations.save_answers(cora, ready, [], version=ready.row_version - 1)
    assert len(rows(work.session, Attestation)) == 1
