"""Reviews: accepted from and through a day, or returned with reasons that the vendor reads."""

from datetime import date

import pytest

from tests.cast import rows
from tests.submitted import submitted
from tracker.domain.checklist import Check
from tracker.domain.facts import StepKind
from tracker.models.attestation import Attestation, AttestationElement
from tracker.models.contact import Contact
from tracker.models.event import Event
from tracker.models.letter import Letter
from tracker.models.request import Request, RequestStep
from tracker.models.review import Deficiency, Review
from tracker.models.standing import StandingSpan
from tracker.queries import attestations
from tracker.queries.attestations import State
from tracker.services import attestations as drafts
from tracker.services import request_links, request_steps, reviews, timeline_upkeep
from tracker.services.reviews import Acceptance, Returning
from tracker.services.rules import Conflict, NotAllowed, RuleBroken

MONDAY = date(2026, 11, 23)
ALL = tuple(Check)
CANARY = "canary-of-the-note"


@pytest.fixture
def sent(work, cast):
    """Acme's answer over payroll waits for a review, and so does Birch's."""
    number = submitted(work, cast.acme, cast.cora, cast.payroll, exceptions={"BRE-1": "96 hours"})
    submitted(work, cast.birch, cast.ben, cast.cameras)
    return work.session.get_one(Attestation, number)


@pytest.fixture
def oscar(acting, cast):
    return acting(cast.oscar, "Oscar Officer")


def good(**more):
    given = {"effective_on": MONDAY, "expires_on": date(2027, 11, 23), "checklist": ALL, "reason": "Seen.", **more}
    return Acceptance(**given)


def standing_on(session, contract, day):
    spans = rows(session, StandingSpan, contract_id=contract)
    return next(span.standing for span in spans if span.from_on <= day < span.until_on)


def test_an_accepted_answer_covers_its_contract_from_its_first_through_its_last_day(sent, oscar, session, cast):
    reviews.accept(oscar, sent, good(note=CANARY))
    assert standing_on(session, cast.payroll, MONDAY) == "current"
    assert standing_on(session, cast.payroll, date(2027, 11, 23)) == "expiring"
    assert standing_on(session, cast.payroll, date(2027, 11, 24)) == "expired"
    assert standing_on(session, cast.cameras, MONDAY) == "missing"
    assert timeline_upkeep.check(session, [cast.payroll, cast.cameras]) == []
    assert attestations.of_contract(session, cast.payroll)[0].state(MONDAY) is State.IN_FORCE


def test_accepting_closes_the_request_and_tells_the_contact_without_the_note(sent, oscar, session, cast):
    reviews.accept(oscar, sent, good(note=CANARY))
    request = session.get_one(Request, sent.request_id)
    assert request.closed_at is not None
    assert rows(session, RequestStep, request_id=request.id)[-1].kind == "accepted"
    [letter] = rows(session, Letter, kind="accepted")
    assert (letter.to_email, letter.request_id) == ("cora@acme.example", request.id)
    assert "C-2291 Payroll processing" in letter.text
    assert "November 23, 2027" in letter.text
    [event] = rows(session, Event, action="attestation:accepted")
    assert event.actor_name == "Oscar Officer"
    for text in (letter.text, letter.html, event.sentence, str(event.details)):
        assert CANARY not in text
    assert "Oscar" not in letter.text


def test_the_term_is_capped_at_the_end_of_the_contract(sent, oscar, session):
    with pytest.raises(RuleBroken, match="December 31, 2027") as broken:
        reviews.accept(oscar, sent, good(effective_on=date(2027, 3, 1), expires_on=date(2028, 3, 1)))
    assert broken.value.field == "expiry_reason"
    assert rows(session, Review) == []


def test_another_last_day_needs_a_reason(sent, oscar):
    with pytest.raises(RuleBroken, match="By policy the last day would be November 23, 2027"):
        reviews.accept(oscar, sent, good(expires_on=date(2027, 6, 30)))
    reviews.accept(oscar, sent, good(expires_on=date(2027, 6, 30), expiry_reason="The audit report ends then."))
    assert sent.expiry_reason == "The audit report ends then."


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"checklist": ("vendor", "contract")}, "checklist"),
        ({"effective_on": date(2026, 11, 22)}, "effective_on"),
        ({"effective_on": date(2027, 11, 24)}, "effective_on"),
        ({"expires_on": date(2026, 11, 22)}, "expires_on"),
        ({"expires_on": date(2031, 11, 24), "expiry_reason": "Long."}, "expires_on"),
    ],
)
def test_what_is_not_sensible_is_not_accepted(sent, oscar, session, more, field):
    with pytest.raises(RuleBroken) as broken:
        reviews.accept(oscar, sent, good(**more))
    assert broken.value.field == field
    assert rows(session, Review) == []
    assert rows(session, Letter, kind="accepted") == []


def test_a_draft_cannot_be_decided(sent, oscar, session):
    sent.submitted_at = None
    session.flush()
    with pytest.raises(RuleBroken, match="has not sent"):
        reviews.accept(oscar, sent, good())


def test_nobody_reviews_what_was_sent_from_the_own_address(sent, oscar, session, cast):
    session.get_one(Contact, cast.cora).email = "OSCAR@City.Example"
    session.flush()
    with pytest.raises(NotAllowed):
        reviews.accept(oscar, sent, good())
    with pytest.raises(NotAllowed):
        reviews.return_(oscar, sent, Returning((("unreadable", ""),), MONDAY))
    assert rows(session, Review) == []


def test_the_tracker_and_contacts_review_nothing(sent, work, acting, cast):
    for somebody in (work, acting(cast.cora, "Cora Chen", "contact")):
        with pytest.raises(NotAllowed):
            reviews.accept(somebody, sent, good())


def test_a_second_decision_is_a_conflict_that_names_the_first(sent, oscar, acting, cast):
    reviews.accept(oscar, sent, good())
    olga = acting(cast.olga, "Olga Officer")
    with pytest.raises(Conflict, match="Oscar Officer has accepted this answer on November 23, 2026"):
        reviews.return_(olga, sent, Returning((("unreadable", ""),), MONDAY))


def test_a_decision_about_something_that_changed_since_is_a_conflict(sent, oscar):
    with pytest.raises(Conflict, match="changed since"):
        reviews.accept(oscar, sent, good(version=sent.row_version + 1))


def test_a_returned_answer_goes_back_with_its_reasons_and_its_link_and_without_the_note(sent, oscar, session, cast):
    reasons = (("signature missing", ""), ("exception", "BRE-1"))
    due_on = date(2026, 12, 7)
    reviews.return_(oscar, sent, Returning(reasons, due_on, "Please use the newest form.", CANARY, sent.row_version))
    [letter] = rows(session, Letter, kind="returned")
    expected = [
        "The document is not signed.",
        "We cannot accept the answer to BRE-1.",
        "Please use the newest form.",
    ]
    for text in [*expected, "December 7, 2026"]:
        assert text in letter.text
    request = session.get_one(Request, sent.request_id)
    assert request_links.link(oscar.settings, request) in letter.text
    assert CANARY not in letter.text + letter.html
    assert [row.text for row in rows(session, Deficiency)] == expected
    assert (request.due_on, request.closed_at) == (due_on, None)
    spans = rows(session, StandingSpan, contract_id=cast.payroll)
    assert next(span.stage for span in spans if span.from_on <= MONDAY < span.until_on) == "vendor corrects"
    assert sent.effective_on is None
    [event] = rows(session, Event, action="attestation:returned")
    assert CANARY not in event.sentence + str(event.details)


@pytest.mark.parametrize(
    ("returning", "field"),
    [
        (Returning((), MONDAY), "reasons"),
        (Returning((("made up", ""),), MONDAY), "reasons"),
        (Returning((("other", "x"),), MONDAY), "reasons"),
        (Returning((("exception", "XYZ-9"),), MONDAY), "clauses"),
        (Returning((("unreadable", ""),), date(2026, 11, 22)), "due_on"),
        (Returning((), MONDAY, "x" * 2001), "free_text"),
    ],
)
def test_what_is_not_sensible_is_not_returned(sent, oscar, session, returning, field):
    with pytest.raises(RuleBroken) as broken:
        reviews.return_(oscar, sent, returning)
    assert broken.value.field == field
    assert rows(session, Deficiency) == []


def test_a_returned_answer_can_be_corrected_and_sent_again(sent, oscar, acting, session, cast):
    reviews.return_(oscar, sent, Returning((("exception", "BRE-1"),), date(2026, 12, 7)))
    request = session.get_one(Request, sent.request_id)
    draft = drafts.draft_of(acting(cast.cora, "Cora Chen", "contact"), request)
    assert draft.round == 2
    draft.submitted_at = oscar.now
    for named in rows(session, AttestationElement, attestation_id=sent.id):
        session.add(
            AttestationElement(attestation_id=draft.id, contract_id=named.contract_id, element_id=named.element_id)
        )
    request_steps.add(oscar, request, StepKind.SUBMITTED)
    reviews.accept(oscar, draft, good())
    assert standing_on(session, cast.payroll, MONDAY) == "current"
    states = [(row.round, row.state(MONDAY)) for row in attestations.of_contract(session, cast.payroll)]
    assert states == [(2, State.IN_FORCE), (1, State.RETURNED)]
