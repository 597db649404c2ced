"""One attestation as its page and its review show it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from tracker.domain.record_words import Outcome
from tracker.models.attestation import Attestation, AttestationContract
from tracker.models.contact import Contact
from tracker.models.contract import Contract, ContractTerm
from tracker.models.department import Department
from tracker.models.person import Person
from tracker.models.review import Deficiency, Review
from tracker.queries import attestations, documents
from tracker.queries.attestations import AttestationRow, Reach
from tracker.queries.documents import DocumentRow
from tracker.queries.scope import Viewer, within

Second = aliased(Person, name="second")


@dataclass(frozen=True, slots=True)
class AttestationView:
    """A submitted attestation with what lists leave out; `whole` says whether all its contracts may be seen."""

    row: AttestationRow
    submitted_by_email: str | None
    expiry_reason: str
    revoked_reason: str
    whole: bool


@dataclass(frozen=True, slots=True)
class CoveredContract:
    """A contract that an attestation covers; `through_on` is the last day of its last term, None when open."""

    id: int
    number: str
    title: str
    department: str
    starts_on: date | None
    through_on: date | None


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """A decision; `deficiencies` are the sentences that the vendor read, `note` and `reason` are for staff only.

    `reason` says why it was accepted although the document does not carry it alone; `second` confirmed that.
    """

    reviewer: str
    reviewer_id: int
    outcome: Outcome
    decided_at: datetime
    checklist: tuple[str, ...]
    note: str
    deficiencies: tuple[str, ...]
    reason: str
    second: str | None


def find(session: Session, viewer: Viewer, attestation_id: int) -> AttestationView | None:
    """Return a submitted attestation of which the viewer may see at least one contract; None for any other."""
    reach = attestations.reach(session, viewer, attestation_id)
    rows = attestations.by_ids(session, [attestation_id]) if reach is not Reach.NOTHING else []
    if not rows:
        return None
    more = session.execute(
        select(Contact.email, Attestation.expiry_reason, Attestation.revoked_reason)
        .outerjoin(Contact, Contact.id == Attestation.submitted_by_id)
        .where(Attestation.id == attestation_id)
    ).one()
    return AttestationView(rows[0], *more, whole=reach is Reach.WHOLE)


def contracts(session: Session, viewer: Viewer, attestation_id: int) -> list[CoveredContract]:
    """Return the contracts that an attestation covers and the viewer may see, by number."""
    rows = session.execute(
        select(Contract.id, Contract.number, Contract.title, Department.name)
        .join(AttestationContract, AttestationContract.contract_id == Contract.id)
        .join(Department, Department.id == Contract.department_id)
        .where(AttestationContract.attestation_id == attestation_id, within(viewer, Contract.department_id))
        .order_by(Contract.number)
    ).all()
    outlines = _outlines(session, [row.id for row in rows])
    return [CoveredContract(*row, *outlines.get(row.id, (None, None))) for row in rows]


def document(session: Session, viewer: Viewer, attestation_id: int, document_id: int) -> DocumentRow | None:
    """Return a file of a submitted attestation, or None when it is missing or not all contracts may be seen."""
    view = find(session, viewer, attestation_id)
    row = documents.document(session, document_id) if view is not None and view.whole else None
    return row if row is not None and row.attestation_id == attestation_id else None


def review(session: Session, attestation_id: int) -> ReviewRow | None:
    """Return the decision about an attestation, or None while it is to be decided."""
    row = session.execute(
        select(Review, Person.name, Second.name)
        .join(Person, Person.id == Review.reviewer_id)
        .outerjoin(Second, Second.id == Review.second_id)
        .where(Review.attestation_id == attestation_id)
    ).first()
    if row is None:
        return None
    found: Review = row[0]
    reasons = session.scalars(select(Deficiency.text).where(Deficiency.review_id == found.id).order_by(Deficiency.id))
    return ReviewRow(
        row[1],
        found.reviewer_id,
        found.outcome,
        found.decided_at,
        tuple(found.checklist),
        found.note,
        tuple(reasons),
        found.reason,
        row[2],
    )


def _outlines(session: Session, ids: Sequence[int]) -> dict[int, tuple[date | None, date | None]]:
    terms = select(ContractTerm.contract_id, ContractTerm.starts_on, ContractTerm.through_on).where(
        ContractTerm.contract_id.in_(ids), ContractTerm.replaced_at.is_(None)
    )
    found: dict[int, list[tuple[date | None, date | None]]] = {}
    for number, starts_on, through_on in session.execute(terms):
        found.setdefault(number, []).append((starts_on, through_on))
    return {
        number: (
            None if any(first is None for first, _ in days) else min(first for first, _ in days if first),
            None if any(last is None for _, last in days) else max(last for _, last in days if last),
        )
        for number, days in found.items()
    }
