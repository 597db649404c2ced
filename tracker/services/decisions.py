"""What both ways to decide about a submission share: it is still to be decided, and not by who sent it."""

from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import select

from tracker.domain.days import day_words
from tracker.domain.record_words import Outcome
from tracker.models.attestation import Attestation, AttestationContract
from tracker.models.contact import Contact
from tracker.models.person import Person
from tracker.models.request import Request
from tracker.models.review import AcceptanceProposal, Review
from tracker.models.vendor import Vendor
from tracker.services import events, standings
from tracker.services.rules import Conflict, NotAllowed, RuleBroken
from tracker.services.work import Work

LONGEST_NOTE = 5000


@dataclass(frozen=True, slots=True)
class Decidable:
    """A submission that is locked for this decision, with whom it is about."""

    attestation: Attestation
    request: Request | None
    vendor_name: str
    contact: Contact | None
    contract_ids: tuple[int, ...]

    @property
    def number(self) -> str:
        """The number of the request that it answers."""
        return self.request.number if self.request else ""


class Deciders(NamedTuple):
    """The person who decided, and the second one where it takes two."""

    first: int | None
    second: int | None = None


def forget_proposal(work: Work, attestation: Attestation) -> None:
    """Drop the proposal to accept, if there is one; its event stays."""
    proposal = work.session.get(AcceptanceProposal, attestation.id)
    if proposal is not None:
        work.session.delete(proposal)
        work.session.flush()


def take(work: Work, attestation: Attestation, version: int | None) -> Decidable:
    """Lock a submission for a decision of the person who acts.

    `version` is the row version that was shown (None skips the comparison). Raises Conflict when somebody decided
    meanwhile or it changed since, RuleBroken when it was never submitted, NotAllowed when the person who acts is
    the one who submitted it, told by the e-mail address.
    """
    session = work.session
    session.refresh(attestation, with_for_update=True)
    _check_undecided(work, attestation)
    if attestation.submitted_at is None:
        raise RuleBroken("", "The vendor has not sent this answer yet.")
    if version is not None and attestation.row_version != version:
        raise Conflict("", "The answer changed since you opened it. Look at it again; nothing was saved.")
    request = session.get(Request, attestation.request_id) if attestation.request_id else None
    _check_reviewer(work, attestation, request)
    return Decidable(
        attestation=attestation,
        request=request,
        vendor_name=session.get_one(Vendor, attestation.vendor_id).name,
        contact=_contact(work, attestation, request),
        contract_ids=contract_ids(work, attestation),
    )


def keep(
    work: Work,
    taken: Decidable,
    outcome: Outcome,
    checklist: list[str],
    note: str,
    deciders: Deciders | None = None,
) -> Review:
    """Write the decision of whoever acts, or of these; the note is for staff only."""
    if len(note) > LONGEST_NOTE:
        raise RuleBroken("note", f"Shorten the note to {LONGEST_NOTE:,} characters.")
    review = Review(
        attestation_id=taken.attestation.id,
        reviewer_id=deciders.first if deciders else work.actor.id,
        second_id=deciders.second if deciders else None,
        outcome=outcome,
        checklist=checklist,
        note=note.strip(),
        decided_at=work.now,
    )
    work.session.add(review)
    work.session.flush()
    return review


def contract_ids(work: Work, attestation: Attestation) -> tuple[int, ...]:
    """Return the ids of the contracts that an attestation covers, in order."""
    statement = select(AttestationContract.contract_id).where(AttestationContract.attestation_id == attestation.id)
    return tuple(sorted(work.session.scalars(statement)))


def subjects(taken: Decidable) -> list[events.Subject]:
    """Return everything on whose page the decision stands."""
    found: list[events.Subject] = [("attestation", taken.attestation.id), ("vendor", taken.attestation.vendor_id)]
    found += [("contract", number) for number in taken.contract_ids]
    if taken.request is not None:
        found.append(("request", taken.request.id))
    if taken.contact is not None:
        found.append(("contact", taken.contact.id))
    return found


def refresh_others(work: Work, taken: Decidable, refreshed: list[int]) -> None:
    """Refresh the contracts that the attestation covers and the request's step did not reach."""
    standings.refresh(work, set(taken.contract_ids) - set(refreshed))


def _check_undecided(work: Work, attestation: Attestation) -> None:
    statement = (
        select(Review.outcome, Review.decided_at, Person.name)
        .join(Person, Person.id == Review.reviewer_id)
        .where(Review.attestation_id == attestation.id)
    )
    review = work.session.execute(statement).first()
    if review is not None:
        day = day_words(work.clock.day_of(review.decided_at))
        raise Conflict("", f"{review.name} has {review.outcome} this answer on {day}. Nothing of yours was saved.")


def _check_reviewer(work: Work, attestation: Attestation, request: Request | None) -> None:
    if work.actor.kind != "person" or work.actor.id is None:
        raise NotAllowed("", "Only a person of staff can decide about an answer.")
    own = work.session.get_one(Person, work.actor.id).email.casefold()
    senders = {number for number in (attestation.submitted_by_id, request and request.contact_id) if number}
    addresses = work.session.scalars(select(Contact.email).where(Contact.id.in_(senders)))
    if own in {address.casefold() for address in addresses}:
        raise NotAllowed("", "You sent this answer yourself, by your e-mail address; somebody else reviews it.")


def _contact(work: Work, attestation: Attestation, request: Request | None) -> Contact | None:
    number = request.contact_id if request else attestation.submitted_by_id
    return work.session.get(Contact, number) if number else None
