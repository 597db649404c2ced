"""Accepting what a document does not carry: one privacy officer proposes it, a second one confirms or declines."""

from dataclasses import asdict
from datetime import date

from sqlalchemy.exc import IntegrityError

from tracker.models.attestation import Attestation
from tracker.models.person import Person
from tracker.models.review import AcceptanceProposal, Review
from tracker.queries.proof import proof
from tracker.services import decisions, events, reviews
from tracker.services.decisions import Deciders
from tracker.services.reviews import Acceptance
from tracker.services.rules import Conflict, NotAllowed, RuleBroken
from tracker.services.work import Work

LONGEST_REASON = 2000
PROPOSED = "Somebody proposed to accept this answer already; it waits for a second person."


def propose(work: Work, attestation: Attestation, acceptance: Acceptance) -> AcceptanceProposal:
    """Propose to accept a submission whose signature is ALTERED or REVOKED; nothing is in force by it.

    Raises RuleBroken as reviews.accept does, and where no second person is needed; Conflict when somebody decided
    or proposed meanwhile.
    """
    taken = decisions.take(work, attestation, acceptance.version)
    proved = proof(work.session, attestation.id)
    reviews.check_acceptance(work, taken, acceptance, proved)
    if not proved.second_person:
        raise RuleBroken("", "This answer can be accepted by one person; load the page again.")
    if work.session.get(AcceptanceProposal, attestation.id, populate_existing=True) is not None:
        raise Conflict("", PROPOSED)
    row = AcceptanceProposal(
        attestation_id=attestation.id,
        proposed_by_id=work.actor.id,
        proposed_at=work.now,
        reason=acceptance.reason.strip(),
        asked=_plain(acceptance),
    )
    try:
        with work.session.begin_nested():
            work.session.add(row)
    except IntegrityError as error:
        raise Conflict("", PROPOSED) from error
    sentence = f"proposed to accept the answer of {taken.vendor_name} to request {taken.number}: {row.reason}"
    details = {"documents": proved.as_json(), "reason": row.reason}
    events.record(work, "acceptance:proposed", sentence, *decisions.subjects(taken), details=details)
    return row


def confirm(work: Work, attestation: Attestation, version: int | None = None) -> Review:
    """Accept as it was proposed, as the second person; both stand in the decision.

    Raises NotAllowed to whoever proposed it or sent the answer, Conflict when it was decided or withdrawn meanwhile.
    """
    taken = decisions.take(work, attestation, version)
    row = _of_another(work, attestation)
    acceptance = _given(row)
    proved = proof(work.session, attestation.id)
    reviews.check_acceptance(work, taken, acceptance, proved)
    first = work.session.get_one(Person, row.proposed_by_id)
    words = f", as {first.name} had proposed"
    return reviews.put_in_force(work, taken, acceptance, proved, Deciders(first.id, work.actor.id), words)


def decline(work: Work, attestation: Attestation, reason: str, version: int | None = None) -> None:
    """Turn a proposal down; the answer waits for a review as before.

    Raises RuleBroken on `decline_reason`, NotAllowed and Conflict as `confirm` does.
    """
    taken = decisions.take(work, attestation, version)
    row = _of_another(work, attestation)
    words = reason.strip()
    if not words:
        raise RuleBroken("decline_reason", "Say why you do not confirm it; who proposed it reads this.")
    if len(words) > LONGEST_REASON:
        raise RuleBroken("decline_reason", f"Shorten the reason to {LONGEST_REASON:,} characters.")
    first = work.session.get_one(Person, row.proposed_by_id)
    decisions.forget_proposal(work, attestation)
    sentence = (
        f"declined to accept the answer of {taken.vendor_name} to request {taken.number}, "
        f"as {first.name} had proposed: {words}"
    )
    events.record(work, "acceptance:declined", sentence, *decisions.subjects(taken), details={"reason": words})


def _of_another(work: Work, attestation: Attestation) -> AcceptanceProposal:
    row = work.session.get(AcceptanceProposal, attestation.id, populate_existing=True)
    if row is None:
        raise Conflict("", "Nobody proposes to accept this answer any more. Look at it again.")
    if row.proposed_by_id == work.actor.id:
        raise NotAllowed("", "You proposed this yourself; somebody else confirms or declines it.")
    return row


def _plain(acceptance: Acceptance) -> dict[str, object]:
    days = {name: getattr(acceptance, name).isoformat() for name in ("effective_on", "expires_on")}
    exceptions = {str(number): day.isoformat() for number, day in acceptance.follow_ups.items()}
    points = list(acceptance.checklist)
    return {**asdict(acceptance), **days, "checklist": points, "version": None, "follow_ups": exceptions}


def _given(row: AcceptanceProposal) -> Acceptance:
    asked = row.asked
    return Acceptance(
        effective_on=date.fromisoformat(asked["effective_on"]),
        expires_on=date.fromisoformat(asked["expires_on"]),
        expiry_reason=asked["expiry_reason"],
        checklist=tuple(asked["checklist"]),
        note=asked["note"],
        reason=row.reason,
        follow_ups={int(number): date.fromisoformat(day) for number, day in asked.get("follow_ups", {}).items()},
    )
