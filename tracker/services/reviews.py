"""Reviews: accept a vendor's answer, or return it with reasons."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from sqlalchemy import select

from tracker.domain.checklist import Check
from tracker.domain.days import day_words
from tracker.domain.deficiencies import Deficiency, sentence
from tracker.domain.expiry import plus_months
from tracker.domain.facts import StepKind
from tracker.domain.record_words import Outcome
from tracker.models.attestation import Attestation, ClauseAnswer
from tracker.models.requirement import Clause
from tracker.models.review import Deficiency as DeficiencyRow
from tracker.models.review import Review
from tracker.queries.facts import facts_of
from tracker.queries.policy import policy
from tracker.queries.proof import Proof, proof
from tracker.queries.proposals import Terms, terms
from tracker.services import addenda, decisions, document_scans, events, follow_ups, request_steps, review_letters
from tracker.services.decisions import Decidable, Deciders
from tracker.services.rules import RuleBroken
from tracker.services.work import Work

LATEST_START_MONTHS = 12
LONGEST_TERM_MONTHS = 60
DAYS_TO_CORRECT = 14
LONGEST_MESSAGE = 2000


@dataclass(frozen=True, slots=True)
class Acceptance:
    """Accepted: in force from `effective_on` through `expires_on` (city's days, the last one included).

    `checklist` holds the confirmed points (domain.checklist); `note` never reaches the vendor; `version` is the
    row version that the reviewer saw (None: not compared). `reason` says why it is accepted although what proves it
    does not carry it alone (queries.proof); it is for staff. `follow_ups` are the days on which exceptions are looked
    at again, by clause id; those left out get the proposed one.
    """

    effective_on: date
    expires_on: date
    expiry_reason: str = ""
    checklist: tuple[str, ...] = ()
    note: str = ""
    version: int | None = None
    reason: str = ""
    follow_ups: Mapping[int, date] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Returning:
    """Returned: reasons as (code, text) of domain.deficiencies, to be corrected by `due_on`.

    `text` is a clause code with "exception" and empty with the fixed reasons; `free_text` is one more reason in
    the reviewer's own words. All of these the vendor reads; `note` never.
    """

    reasons: tuple[tuple[str, str], ...]
    due_on: date
    free_text: str = ""
    note: str = ""
    version: int | None = None


def accept(work: Work, attestation: Attestation, acceptance: Acceptance) -> Review:
    """Accept a submission: it covers its contracts from its effective day through its expiry day.

    Closes the request, refreshes the standings and writes the letter to the contact. Raises RuleBroken on
    `checklist`, `effective_on`, `expires_on`, `expiry_reason` or `reason`; Conflict and NotAllowed as decisions.take
    does. What takes a second person is refused here: see services.acceptances.
    """
    taken = decisions.take(work, attestation, acceptance.version)
    proved = proof(work.session, attestation.id)
    check_acceptance(work, taken, acceptance, proved)
    if proved.second_person:
        raise RuleBroken("", "Propose it: a second privacy officer confirms what a document like this one carries.")
    return put_in_force(work, taken, acceptance, proved, Deciders(work.actor.id))


def put_in_force(
    work: Work, taken: Decidable, acceptance: Acceptance, proved: Proof, deciders: Deciders, words: str = ""
) -> Review:
    """Do what accepting does, once everything was checked; `words` follow the sentence of the event."""
    attestation = taken.attestation
    attestation.effective_on, attestation.expires_on = acceptance.effective_on, acceptance.expires_on
    attestation.expiry_reason = acceptance.expiry_reason.strip()
    review = decisions.keep(work, taken, Outcome.ACCEPTED, list(acceptance.checklist), acceptance.note, deciders)
    review.reason = acceptance.reason.strip() if proved.grounds else ""
    _step(work, taken, StepKind.ACCEPTED)
    follow_ups.begin(work, attestation, acceptance.follow_ups)
    review_letters.accepted(work, taken)
    events.record(
        work,
        "attestation:accepted",
        f"accepted the answer of {taken.vendor_name} to request {taken.number}, in force from "
        f"{day_words(acceptance.effective_on)} through {day_words(acceptance.expires_on)}{words}",
        *decisions.subjects(taken),
        details={
            "effective_on": acceptance.effective_on.isoformat(),
            "expires_on": acceptance.expires_on.isoformat(),
            "expiry_reason": attestation.expiry_reason,
            "documents": proved.as_json(),
            "reason": review.reason,
        },
    )
    return review


def return_(work: Work, attestation: Attestation, returning: Returning) -> Review:
    """Return a submission with reasons; the request is open again, due on `due_on`, and a letter says why.

    Raises RuleBroken on `reasons`, `clauses`, `free_text` or `due_on`; Conflict and NotAllowed as decisions.take.
    """
    taken = decisions.take(work, attestation, returning.version)
    sentences = _check_returning(work, taken, returning)
    decisions.forget_proposal(work, attestation)
    review = decisions.keep(work, taken, Outcome.RETURNED, [], returning.note)
    work.session.add_all(DeficiencyRow(review_id=review.id, code=code, text=text) for code, text in sentences)
    due_before = taken.request.due_on if taken.request else None
    if taken.request is not None:
        taken.request.due_on = returning.due_on
    _step(work, taken, StepKind.RETURNED)
    review_letters.returned(work, taken, [text for _, text in sentences], returning.due_on)
    events.record(
        work,
        "attestation:returned",
        f"returned the answer of {taken.vendor_name} to request {taken.number}, to be corrected by "
        f"{day_words(returning.due_on)}",
        *decisions.subjects(taken),
        details={
            "reasons": [text for _, text in sentences],
            **events.changes({"due_on": due_before}, {"due_on": returning.due_on}),
        },
    )
    return review


def terms_of(work: Work, attestation: Attestation) -> Terms:
    """Return for how long the policy lets this attestation be good."""
    contracts = decisions.contract_ids(work, attestation)
    found = terms(facts_of(work.session, contracts), policy(work.session), work.today)
    return replace(found, main_through_on=addenda.last_day_of_main(work, attestation, contracts))


def proposed_effective_on(work: Work, attestation: Attestation) -> date:
    """Return the city's day on which the answer was sent: from then on the vendor stands by it."""
    return work.clock.day_of(attestation.submitted_at or work.now)


def proposed_due_on(work: Work) -> date:
    """Return by when a returned answer is to be corrected, unless the reviewer says otherwise."""
    return work.today + timedelta(days=DAYS_TO_CORRECT)


def _step(work: Work, taken: Decidable, kind: StepKind) -> None:
    refreshed: list[int] = []
    if taken.request is not None:
        request_steps.add(work, taken.request, kind)
        refreshed = request_steps.contract_ids(work, taken.request)
    decisions.refresh_others(work, taken, refreshed)


def check_acceptance(work: Work, taken: Decidable, acceptance: Acceptance, proved: Proof) -> None:
    """Raise RuleBroken on whatever forbids to accept with these days, points and reason."""
    document_scans.check_acceptable(work, taken.attestation.id)
    if not set(Check) <= set(acceptance.checklist):
        raise RuleBroken("checklist", "Confirm every point before you accept, or return the answer.")
    _check_effective_day(work, taken, acceptance.effective_on)
    if acceptance.expires_on < acceptance.effective_on:
        raise RuleBroken("expires_on", "The last day lies before the first day.")
    if acceptance.expires_on > plus_months(acceptance.effective_on, LONGEST_TERM_MONTHS):
        raise RuleBroken("expires_on", "Choose a last day within five years of the first day.")
    proposed = terms_of(work, taken.attestation).expiry(acceptance.effective_on)
    if proposed < acceptance.effective_on:
        raise RuleBroken("effective_on", f"The contract ends on {day_words(proposed)}, before this day.")
    if acceptance.expires_on != proposed and not acceptance.expiry_reason.strip():
        raise RuleBroken(
            "expiry_reason",
            f"By policy the last day would be {day_words(proposed)}; say why it shall be another one.",
        )
    if proved.grounds and not acceptance.reason.strip():
        raise RuleBroken("reason", f"{' '.join(proved.grounds)} Say why you accept it all the same.")
    if len(acceptance.reason) > LONGEST_MESSAGE:
        raise RuleBroken("reason", f"Shorten the reason to {LONGEST_MESSAGE:,} characters.")


def _check_effective_day(work: Work, taken: Decidable, effective_on: date) -> None:
    sent_on = proposed_effective_on(work, taken.attestation)
    earliest = min(sent_on, taken.attestation.signed_on or sent_on)
    if effective_on < earliest:
        raise RuleBroken("effective_on", f"Choose {day_words(earliest)}, when it was signed, or a later day.")
    if effective_on > plus_months(sent_on, LATEST_START_MONTHS):
        raise RuleBroken("effective_on", "Choose a first day within twelve months of the day on which it was sent.")


def _check_returning(work: Work, taken: Decidable, returning: Returning) -> list[tuple[str, str]]:
    free_text = returning.free_text.strip()
    if len(free_text) > LONGEST_MESSAGE:
        raise RuleBroken("free_text", f"Shorten the text to {LONGEST_MESSAGE:,} characters.")
    if not returning.reasons and not free_text:
        raise RuleBroken("reasons", "Choose at least one reason, or write one; the vendor reads it.")
    if returning.due_on < work.today:
        raise RuleBroken("due_on", "Choose today or a later day.")
    if returning.due_on > plus_months(work.today, LATEST_START_MONTHS):
        raise RuleBroken("due_on", "Choose a day within twelve months.")
    found = [_reason(work, taken, code, text) for code, text in dict.fromkeys(returning.reasons)]
    return [*found, (Deficiency.OTHER.value, free_text)] if free_text else found


def _reason(work: Work, taken: Decidable, code: str, text: str) -> tuple[str, str]:
    if code not in set(Deficiency) - {Deficiency.OTHER}:
        raise RuleBroken("reasons", "Choose the reasons from the list.")
    if code == Deficiency.EXCEPTION and text not in _clause_codes(work, taken.attestation.id):
        raise RuleBroken("clauses", "Choose the clauses whose answers cannot be accepted.")
    return code, sentence(Deficiency(code), text)


def _clause_codes(work: Work, attestation_id: int) -> set[str]:
    answered = select(Clause.code).join(ClauseAnswer, ClauseAnswer.clause_id == Clause.id)
    return set(work.session.scalars(answered.where(ClauseAnswer.attestation_id == attestation_id)))
