"""Accepting what a document does not carry: a reason, and for ALTERED or REVOKED a second person."""

from datetime import date

import pytest

from tests.cast import rows
from tests.services.test_reviews import good
from tests.submitted import checked, submitted
from tracker.domain.roles import Role
from tracker.domain.signature_verdict import Verdict
from tracker.models.attestation import Attestation
from tracker.models.document import Document
from tracker.models.event import Event
from tracker.models.person import Person
from tracker.models.review import AcceptanceProposal, Review
from tracker.queries import reviews as questions
from tracker.queries.scope import Viewer
from tracker.services import acceptances, reviews
from tracker.services.reviews import Returning
from tracker.services.rules import Conflict, NotAllowed, RuleBroken

SINGLE = (Verdict.UNSIGNED, Verdict.UNVERIFIED_SIGNER, Verdict.CHANGED_AFTER_SIGNING, Verdict.COULD_NOT_CHECK, None)


@pytest.fixture
def sent(work, cast):
    """Give a waiting answer of Acme whose document proved something; Birch's waits too."""

    def answered(verdict, **facts):
        number = submitted(work, cast.acme, cast.cora, cast.payroll, verdict=None if facts else verdict)
        submitted(work, cast.birch, cast.ben, cast.cameras)
        if facts:
            [document] = rows(work.session, Document, attestation_id=number)
            work.session.add(checked(work, document.id, verdict, **facts))
            work.session.commit()
        return work.session.get_one(Attestation, number)

    return answered


@pytest.fixture
def oscar(acting, cast):
    return acting(cast.oscar, "Oscar Officer")


@pytest.fixture
def olga(acting, cast):
    return acting(cast.olga, "Olga Officer")


def test_what_is_trusted_needs_no_reason_and_keeps_none(sent, oscar):
    assert reviews.accept(oscar, sent(Verdict.TRUSTED), good(reason="")).reason == ""


@pytest.mark.parametrize("verdict", SINGLE)
def test_anything_else_needs_a_reason_which_stays_with_the_decision(sent, oscar, session, verdict):
    attestation = sent(verdict)
    with pytest.raises(RuleBroken) as broken:
        reviews.accept(oscar, attestation, good(reason="  "))
    assert broken.value.field == "reason"
    review = reviews.accept(oscar, attestation, good(reason="We called the signer."))
    assert (review.reason, review.second_id) == ("We called the signer.", None)
    [event] = rows(session, Event, action="attestation:accepted")
    assert event.details["reason"] == "We called the signer."
    assert event.details["documents"][0]["verdict"] == (verdict.value if verdict else None)


def test_a_trusted_signature_of_somebody_else_needs_a_reason(sent, oscar):
    stranger = {"field": "s", "kind": "person", "signer": "Sam Stranger", "organization": "Birch Analytics LLC"}
    attestation = sent(Verdict.TRUSTED, signatures=[stranger])
    with pytest.raises(RuleBroken) as broken:
        reviews.accept(oscar, attestation, good(reason=""))
    assert "Who signed is not who the vendor is" in broken.value.sentence


def test_the_mark_of_another_request_needs_a_reason(sent, oscar):
    told = {"state": "another request's text", "sentence": "Another's.", "request": "2026-9999"}
    with pytest.raises(RuleBroken) as broken:
        reviews.accept(oscar, sent(Verdict.TRUSTED, carried=told), good(reason=""))
    assert "another request's text" in broken.value.sentence


def test_the_citys_seal_alone_is_nobodys_signature_of_the_vendor(sent, oscar):
    seal = {"field": "s", "kind": "city counter-signature", "signer": "City"}
    with pytest.raises(RuleBroken) as broken:
        reviews.accept(oscar, sent(Verdict.TRUSTED, signatures=[seal]), good(reason=""))
    assert "nobody of the vendor signed" in broken.value.sentence


@pytest.mark.parametrize("verdict", [Verdict.ALTERED, Verdict.REVOKED])
def test_altered_and_revoked_take_two_and_both_are_recorded(sent, oscar, olga, session, cast, verdict):
    attestation = sent(verdict)
    with pytest.raises(RuleBroken):
        reviews.accept(oscar, attestation, good())
    with pytest.raises(RuleBroken) as broken:
        acceptances.propose(oscar, attestation, good(reason=""))
    assert broken.value.field == "reason"
    acceptances.propose(oscar, attestation, good(reason="The scan tore.", note="Only for us."))
    assert attestation.effective_on is None
    assert rows(session, Review) == []
    first = questions.proposed(session, attestation.id)
    assert first is not None
    assert first.by == "Oscar Officer"
    review = acceptances.confirm(olga, attestation)
    assert (review.reviewer_id, review.second_id) == (cast.oscar, cast.olga)
    assert (review.reason, review.note) == ("The scan tore.", "Only for us.")
    assert attestation.expires_on == date(2027, 11, 23)
    [event] = rows(session, Event, action="attestation:accepted")
    assert event.actor_name == "Olga Officer"
    assert event.sentence.endswith(", as Oscar Officer had proposed")


def test_nobody_confirms_or_declines_their_own_proposal(sent, oscar, session):
    attestation = sent(Verdict.ALTERED)
    acceptances.propose(oscar, attestation, good())
    for deed in (
        lambda: acceptances.confirm(oscar, attestation),
        lambda: acceptances.decline(oscar, attestation, "No"),
    ):
        with pytest.raises(NotAllowed):
            deed()
    assert rows(session, Review) == []


def test_whoever_sent_the_answer_confirms_nothing(sent, oscar, olga, session, cast):
    attestation = sent(Verdict.ALTERED)
    acceptances.propose(oscar, attestation, good())
    session.get_one(Person, cast.olga).email = "cora@acme.example"
    with pytest.raises(NotAllowed):
        acceptances.confirm(olga, attestation)


def test_a_declined_proposal_needs_a_reason_and_may_be_made_again(sent, oscar, olga, session):
    attestation = sent(Verdict.REVOKED)
    acceptances.propose(oscar, attestation, good())
    with pytest.raises(RuleBroken) as broken:
        acceptances.decline(olga, attestation, " ")
    assert broken.value.field == "decline_reason"
    acceptances.decline(olga, attestation, "It must be signed anew.")
    assert rows(session, AcceptanceProposal) == []
    assert "It must be signed anew." in rows(session, Event, action="acceptance:declined")[0].sentence
    acceptances.propose(oscar, attestation, good())


def test_a_second_proposal_and_a_confirmation_of_none_are_conflicts(sent, oscar, olga):
    attestation = sent(Verdict.ALTERED)
    with pytest.raises(Conflict):
        acceptances.confirm(olga, attestation)
    acceptances.propose(oscar, attestation, good())
    with pytest.raises(Conflict):
        acceptances.propose(olga, attestation, good())


def test_a_proposed_answer_can_be_returned_and_the_proposal_goes(sent, oscar, olga, session):
    attestation = sent(Verdict.ALTERED)
    acceptances.propose(oscar, attestation, good())
    reviews.return_(olga, attestation, Returning((("signature missing", ""),), date(2026, 12, 7)))
    assert rows(session, AcceptanceProposal) == []
    with pytest.raises(Conflict):
        acceptances.confirm(olga, attestation)


def test_an_answer_that_one_person_may_accept_is_not_proposed(sent, oscar):
    with pytest.raises(RuleBroken):
        acceptances.propose(oscar, sent(Verdict.UNSIGNED), good())


def test_the_queue_says_the_verdict_and_who_proposes(sent, oscar, session, viewer_of):
    attestation = sent(Verdict.ALTERED)
    acceptances.propose(oscar, attestation, good())
    [row] = questions.queue(session, viewer_of, [(attestation.id, None)])
    assert (row.verdict, row.proposed_by) == (Verdict.ALTERED, "Oscar Officer")


@pytest.fixture
def viewer_of(cast):
    return Viewer(cast.olga, "Olga Officer", "olga@city.example", frozenset({Role.PRIVACY_OFFICER}))
