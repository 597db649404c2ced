"""What the page of a review shows, gathered once for reading and for a form that comes back."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import abort, request

from tracker.domain.catalogue_words import Answer
from tracker.models.attestation import Attestation
from tracker.queries import attestation as questions
from tracker.queries import attestations, element_fit, outlook, proposals, reviews
from tracker.queries.attestation import AttestationView, CoveredContract, ReviewRow
from tracker.queries.attestations import AttestationRow
from tracker.queries.element_fit import ContractElements
from tracker.queries.list_questions import queue_asked
from tracker.queries.outlook import Outlook
from tracker.queries.proof import Proof, proof
from tracker.queries.proposals import Terms
from tracker.queries.reviews import Proposed, QueueFilter
from tracker.queries.submission import Submission, SubmittedAnswer, submission
from tracker.services.reviews import proposed_effective_on, terms_of
from tracker.web.context import clock, session, the_viewer, work


@dataclass(frozen=True, slots=True)
class Place:
    """Where an answer stands among those that wait: its number, how many wait, and the one after it."""

    number: int | None
    total: int
    following: int | None


@dataclass(frozen=True, slots=True)
class Proposal:
    """The proposed days with what they are derived from; `covered_through` is how long it complies anyway."""

    effective_on: date
    expires_on: date
    terms: Terms
    capped: bool
    covered_through: date | None


@dataclass(frozen=True, slots=True)
class Shown:
    """Everything on the page of a review; contracts outside the viewer's scope are only counted (`hidden`)."""

    view: AttestationView
    sub: Submission
    contracts: list[CoveredContract]
    hidden: int
    unusual: list[SubmittedAnswer]
    agreed: list[SubmittedAnswer]
    fits: list[ContractElements]
    review: ReviewRow | None
    earlier: list[AttestationRow]
    proposal: Proposal
    outlooks: list[Outlook]
    place: Place
    proof: Proof
    proposed: Proposed | None

    @property
    def misfits(self) -> bool:
        """Whether some element is attested and not shared, or shared and not attested."""
        return any(fit.misfits for fit in self.fits)


def wanted() -> QueueFilter:
    """The filter of the queue, as the address says it."""
    return queue_asked(request.args)


def kept(narrowed: QueueFilter) -> dict[str, Any]:
    """The filter as parts of an address."""
    parts = {"department": narrowed.department_id, "tier": narrowed.tier}
    return {name: value for name, value in parts.items() if value is not None}


def shown(attestation_id: int) -> Shown:
    """Gather the page of a review, or answer 404 when it is missing or not the viewer's to see."""
    view = questions.find(session(), the_viewer(), attestation_id)
    sub = submission(session(), attestation_id)
    if view is None or sub is None:
        abort(404)
    today = clock().today()
    contracts = questions.contracts(session(), the_viewer(), attestation_id)
    ids = [contract.id for contract in contracts]
    proposal = _proposal(attestation_id, [contract.id for contract in sub.contracts])
    review = questions.review(session(), attestation_id)
    rounds = attestations.rounds(session(), the_viewer(), sub.request_id) if sub.request_id else []
    return Shown(
        view=view,
        sub=sub,
        contracts=contracts,
        hidden=len(sub.contracts) - len(contracts),
        unusual=[answer for answer in sub.answers if answer.answer is not Answer.AGREE],
        agreed=[answer for answer in sub.answers if answer.answer is Answer.AGREE],
        fits=element_fit.elements(session(), attestation_id, ids, today),
        review=review,
        earlier=[row for row in rounds if row.id != attestation_id],
        proposal=proposal,
        outlooks=[] if review else _outlooks(attestation_id, ids, proposal),
        place=place(attestation_id),
        proof=proof(session(), attestation_id),
        proposed=None if review else reviews.proposed(session(), attestation_id),
    )


def place(attestation_id: int) -> Place:
    """Where an answer stands in the queue that the address narrows."""
    order = [number for number, _ in reviews.waiting(session(), the_viewer(), wanted(), clock().day_of)]
    if attestation_id not in order:
        return Place(None, len(order), order[0] if order else None)
    at = order.index(attestation_id)
    others = order[at + 1 :] + order[:at]
    return Place(at + 1, len(order), others[0] if others else None)


def _proposal(attestation_id: int, contract_ids: list[int]) -> Proposal:
    attestation = session().get_one(Attestation, attestation_id)
    terms, effective_on = terms_of(work(), attestation), proposed_effective_on(work(), attestation)
    return Proposal(
        effective_on=effective_on,
        expires_on=terms.expiry(effective_on),
        terms=terms,
        capped=terms.capped(effective_on),
        covered_through=proposals.covered_through(session(), contract_ids, clock().today()),
    )


def _outlooks(attestation_id: int, contract_ids: list[int], proposal: Proposal) -> list[Outlook]:
    change = outlook.accepting(session(), attestation_id, proposal.effective_on, proposal.expires_on, clock().now())
    return outlook.outlook(session(), contract_ids, clock().today(), change)
