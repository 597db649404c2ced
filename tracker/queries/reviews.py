"""Reviews: what waits to be decided, and what was decided."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from tracker.domain.signature_verdict import Verdict
from tracker.models.attestation import Attestation, AttestationContract, AttestationElement
from tracker.models.catalogue import DataElement
from tracker.models.contract import Contract
from tracker.models.department import Department
from tracker.models.person import Person
from tracker.models.request import Request
from tracker.models.review import AcceptanceProposal, Review
from tracker.queries import attestations, document_checks
from tracker.queries.attestations import AttestationRow
from tracker.queries.scope import Viewer, within

DayOf = Callable[[datetime], date]
ROWS_PER_PAGE = 50


@dataclass(frozen=True, slots=True)
class QueueFilter:
    """What narrows the queue: a department, a tier (the highest that the answer names)."""

    department_id: int | None = None
    tier: int | None = None


@dataclass(frozen=True, slots=True)
class Covered:
    """A contract of a waiting answer that the viewer may see."""

    id: int
    number: str
    title: str
    department: str


@dataclass(frozen=True, slots=True)
class QueueRow:
    """A waiting answer; `row.contracts` counts all contracts, `contracts` holds those that may be seen.

    `verdict` is the worst about its documents (None before the first check); `proposed_by` wants it accepted and
    waits for a second person.
    """

    row: AttestationRow
    tier: int | None
    contracts: tuple[Covered, ...]
    verdict: Verdict | None
    proposed_by: str | None


@dataclass(frozen=True, slots=True)
class Proposed:
    """Who wants an answer accepted that takes a second person, when and why; `asked` is what was filled in."""

    by_id: int
    by: str
    at: datetime
    reason: str
    asked: dict[str, Any]

    @property
    def first_on(self) -> date:
        """The first day on which it would be in force."""
        return date.fromisoformat(self.asked["effective_on"])

    @property
    def last_on(self) -> date:
        """The last day on which it would be in force."""
        return date.fromisoformat(self.asked["expires_on"])


def waiting(session: Session, viewer: Viewer, wanted: QueueFilter, day_of: DayOf) -> list[tuple[int, int | None]]:
    """Return (attestation id, tier) of all that wait, in the order of work.

    The oldest day first by `day_of` (the city's day of a moment), within a day the highest tier first. Only answers
    to open requests wait, so the cost follows the open requests and not the years behind.
    """
    highest = (
        select(func.max(DataElement.tier))
        .join(AttestationElement, AttestationElement.element_id == DataElement.id)
        .where(AttestationElement.attestation_id == Attestation.id)
        .correlate(Attestation)
        .scalar_subquery()
    )
    statement = select(Attestation.id, Attestation.submitted_at, highest.label("tier")).where(*_undecided(viewer))
    if wanted.department_id is not None:
        statement = statement.where(_of_department(viewer, wanted.department_id))
    if wanted.tier is not None:
        statement = statement.where(highest == wanted.tier)
    rows = session.execute(statement).all()
    ordered = sorted(rows, key=lambda row: (day_of(row.submitted_at), -(row.tier or 0), row.submitted_at, row.id))
    return [(row.id, row.tier) for row in ordered]


def waiting_count(session: Session, viewer: Viewer) -> int:
    """Return how many answers wait for a review."""
    return session.scalar(select(func.count()).select_from(Attestation).where(*_undecided(viewer))) or 0


def queue(session: Session, viewer: Viewer, some: Sequence[tuple[int, int | None]]) -> list[QueueRow]:
    """Return these of the waiting answers with what the list shows, in the order given."""
    ids = [number for number, _ in some]
    rows = {row.id: row for row in attestations.by_ids(session, ids)}
    covered: dict[int, list[Covered]] = {}
    statement = (
        select(AttestationContract.attestation_id, Contract.id, Contract.number, Contract.title, Department.name)
        .join(Contract, Contract.id == AttestationContract.contract_id)
        .join(Department, Department.id == Contract.department_id)
        .where(AttestationContract.attestation_id.in_(ids), within(viewer, Contract.department_id))
        .order_by(Contract.number)
    )
    for row in session.execute(statement):
        covered.setdefault(row.attestation_id, []).append(Covered(row.id, row.number, row.title, row.name))
    verdicts, proposed = document_checks.verdicts(session, ids), _proposers(session, ids)
    return [
        QueueRow(rows[number], tier, tuple(covered.get(number, ())), verdicts.get(number), proposed.get(number))
        for number, tier in some
    ]


def proposed(session: Session, attestation_id: int) -> Proposed | None:
    """Return the proposal to accept an answer that waits for a second person, or None."""
    row = session.execute(
        select(
            AcceptanceProposal.proposed_by_id,
            Person.name,
            AcceptanceProposal.proposed_at,
            AcceptanceProposal.reason,
            AcceptanceProposal.asked,
        )
        .join(Person, Person.id == AcceptanceProposal.proposed_by_id)
        .where(AcceptanceProposal.attestation_id == attestation_id)
    ).first()
    return Proposed(*row) if row else None


def _proposers(session: Session, ids: Sequence[int]) -> dict[int, str]:
    statement = (
        select(AcceptanceProposal.attestation_id, Person.name)
        .join(Person, Person.id == AcceptanceProposal.proposed_by_id)
        .where(AcceptanceProposal.attestation_id.in_(ids))
    )
    return {row.attestation_id: row.name for row in session.execute(statement)}


def decided(session: Session, viewer: Viewer, page: int = 1) -> list[AttestationRow]:
    """Return a page of decided answers, the latest decision first."""
    ids = list(
        session.scalars(
            select(Review.attestation_id)
            .join(Attestation, Attestation.id == Review.attestation_id)
            .where(attestations.visible(viewer))
            .order_by(Review.id.desc())
            .limit(ROWS_PER_PAGE)
            .offset((page - 1) * ROWS_PER_PAGE)
        )
    )
    rows = {row.id: row for row in attestations.by_ids(session, ids)}
    return [rows[number] for number in ids if number in rows]


def decided_count(session: Session, viewer: Viewer) -> int:
    """Return how many answers were decided."""
    statement = select(func.count()).select_from(Review)
    if viewer.departments:
        statement = statement.join(Attestation, Attestation.id == Review.attestation_id)
        statement = statement.where(attestations.visible(viewer))
    return session.scalar(statement) or 0


def _undecided(viewer: Viewer) -> tuple[ColumnElement[bool], ...]:
    # IN keeps SQLite on the index of open requests; a join would make it read the attestations of all years.
    open_requests = select(Request.id).where(Request.closed_at.is_(None))
    decision = select(Review.id).where(Review.attestation_id == Attestation.id).correlate(Attestation)
    return (
        Attestation.request_id.in_(open_requests),
        Attestation.submitted_at.is_not(None),
        ~decision.exists(),
        attestations.visible(viewer),
    )


def _of_department(viewer: Viewer, department_id: int) -> ColumnElement[bool]:
    covered = (
        select(AttestationContract.attestation_id)
        .join(Contract, Contract.id == AttestationContract.contract_id)
        .where(
            AttestationContract.attestation_id == Attestation.id,
            Contract.department_id == department_id,
            within(viewer, Contract.department_id),
        )
    )
    return covered.correlate(Attestation).exists()
