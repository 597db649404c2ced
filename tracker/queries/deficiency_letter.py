"""What the letter about a returned answer says: to whom, about which contracts, which reasons, by which day."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.domain.record_words import Outcome
from tracker.models.attestation import Attestation, AttestationContract
from tracker.models.contract import Contract
from tracker.models.event import Event, EventSubject
from tracker.models.request import Request
from tracker.models.requirement import RequirementSet, RequirementVersion
from tracker.models.review import Deficiency, Review
from tracker.models.vendor import Vendor
from tracker.queries.portal_requests import addressed_to


@dataclass(frozen=True, slots=True)
class ReturnedAnswer:
    """A returned answer without whoever reviewed it and what they noted; `reasons` are (code, sentence).

    `due_on` is the city's day by which to correct it, None when the answer came without a request.
    """

    attestation_id: int
    vendor: str
    request_number: str
    requirements: str
    contracts: tuple[str, ...]
    reasons: tuple[tuple[str, str], ...]
    returned_at: datetime
    due_on: date | None


def returned_answer(session: Session, attestation_id: int) -> ReturnedAnswer | None:
    """Return what the letter about a returned answer says, or None when it was not returned."""
    row = session.execute(
        select(
            Review.id, Review.decided_at, Vendor.name, Request.number, Request.due_on,
            RequirementSet.name.label("set_name"), RequirementVersion.number.label("version"),
        )
        .join(Attestation, Attestation.id == Review.attestation_id)
        .join(Vendor, Vendor.id == Attestation.vendor_id)
        .join(RequirementVersion, RequirementVersion.id == Attestation.version_id)
        .join(RequirementSet, RequirementSet.id == RequirementVersion.set_id)
        .outerjoin(Request, Request.id == Attestation.request_id)
        .where(Review.attestation_id == attestation_id, Review.outcome == Outcome.RETURNED)
    ).first()  # fmt: skip
    if row is None:
        return None
    reasons = select(Deficiency.code, Deficiency.text).where(Deficiency.review_id == row.id).order_by(Deficiency.id)
    return ReturnedAnswer(
        attestation_id,
        row.name,
        row.number or "",
        f"{row.set_name}, version {row.version}",
        _contracts(session, attestation_id),
        tuple((code, text) for code, text in session.execute(reasons)),
        row.decided_at,
        _due_on(session, attestation_id) or row.due_on,
    )


def newest_returned(session: Session, contact_id: int, request_id: int) -> int | None:
    """Return the attestation that was returned last for a request addressed to the contact, or None."""
    statement = (
        select(Attestation.id)
        .join(Review, Review.attestation_id == Attestation.id)
        .join(Request, Request.id == Attestation.request_id)
        .where(Request.id == request_id, addressed_to(contact_id), Review.outcome == Outcome.RETURNED)
        .order_by(Attestation.round.desc())
    )
    return session.scalars(statement.limit(1)).first()


def _contracts(session: Session, attestation_id: int) -> tuple[str, ...]:
    statement = (
        select(Contract.number, Contract.title)
        .join(AttestationContract, AttestationContract.contract_id == Contract.id)
        .where(AttestationContract.attestation_id == attestation_id)
        .order_by(Contract.number)
    )
    return tuple(f"{number} {title}".strip() for number, title in session.execute(statement))


def _due_on(session: Session, attestation_id: int) -> date | None:
    # The request knows only its day of today; an earlier round was due on another.
    statement = (
        select(Event.details)
        .join(EventSubject, EventSubject.event_id == Event.id)
        .where(
            EventSubject.kind == "attestation",
            EventSubject.subject_id == attestation_id,
            Event.action == "attestation:returned",
        )
        .order_by(Event.id.desc())
    )
    details: dict[str, Any] = session.scalars(statement.limit(1)).first() or {}
    told = details.get("due_on")
    return date.fromisoformat(told[1]) if isinstance(told, list) else None
