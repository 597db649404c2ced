"""The dated facts of contracts, as the timeline reads them: a fixed number of queries for any number of contracts."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, TypeVar

from sqlalchemy import Select, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from tracker.domain import facts as domain
from tracker.models.attestation import Attestation, AttestationContract
from tracker.models.catalogue import DataElement
from tracker.models.contract import Contract, ContractTerm, Disposal
from tracker.models.data_schedule import DataLine, Declaration
from tracker.models.request import Request, RequestContract, RequestStep
from tracker.models.requirement import RequirementVersion
from tracker.models.review import Review
from tracker.models.waiver import Waiver, WaiverClause, WaiverElement
from tracker.queries.facts_agreed import clauses_answered, elements_agreed

AnySelect = TypeVar("AnySelect", bound=Select[*tuple[Any, ...]])


@dataclass(frozen=True, slots=True)
class ContractFacts:
    """A contract's facts with the department and vendor it belongs to."""

    contract_id: int
    department_id: int
    vendor_id: int
    facts: domain.Facts

    @property
    def starts_on(self) -> date | None:
        """The first day of the first term; None when it is open."""
        starts = [term.starts_on for term in self.facts.terms]
        return min((day for day in starts if day), default=None) if None not in starts else None

    @property
    def through_on(self) -> date | None:
        """The last day of the last term; None when it is open."""
        ends = [term.through_on for term in self.facts.terms]
        return max((day for day in ends if day), default=None) if None not in ends else None


@dataclass(slots=True)
class _Gathered:
    parts: dict[str, dict[int, list[Any]]] = field(default_factory=lambda: defaultdict(lambda: defaultdict(list)))

    def add(self, part: str, contract_id: int, fact: domain.Fact) -> None:
        self.parts[part][contract_id].append(fact)

    def facts(self, contract_id: int, known_at: datetime | None) -> domain.Facts:
        found = {name: tuple(facts.get(contract_id, ())) for name, facts in self.parts.items()}
        if known_at is not None:
            return domain.Facts(**found).known_at(known_at)
        return domain.Facts(**{name: tuple(f for f in facts if f.replaced_at is None) for name, facts in found.items()})


def facts_of(session: Session, contract_ids: Sequence[int], known_at: datetime | None = None) -> list[ContractFacts]:
    """Return the facts of the contracts that exist and are not archived, by contract id.

    Without `known_at` (an aware moment) the facts held true now; with it, those known at that moment.
    Pass at most some thousands of ids at a time; the number of queries does not depend on it.
    """
    contracts = session.execute(
        select(Contract.id, Contract.department_id, Contract.vendor_id)
        .where(Contract.id.in_(contract_ids), Contract.archived_at.is_(None))
        .order_by(Contract.id)
    ).all()
    gathered = _Gathered()
    for gather in (_terms, _declarations, _lines, _attestations, _waivers, _disposals, _steps):
        gather(session, contract_ids, gathered)
    return [
        ContractFacts(row.id, row.department_id, row.vendor_id, gathered.facts(row.id, known_at)) for row in contracts
    ]


def _terms(session: Session, ids: Sequence[int], gathered: _Gathered) -> None:
    for row in session.execute(_of(select(ContractTerm.__table__), ContractTerm.contract_id, ids)):
        gathered.add(
            "terms",
            row.contract_id,
            domain.Term(
                starts_on=row.starts_on,
                through_on=row.through_on,
                disposal_days=row.disposal_days,
                recorded_at=row.recorded_at,
                replaced_at=row.replaced_at,
            ),
        )


def _declarations(session: Session, ids: Sequence[int], gathered: _Gathered) -> None:
    for row in session.execute(_of(select(Declaration.__table__), Declaration.contract_id, ids)):
        gathered.add(
            "declarations",
            row.contract_id,
            domain.Declaration(
                kind=str(row.kind),  # type: ignore[arg-type]  # the enumeration holds the two words
                from_on=row.from_on,
                reason=row.reason,
                uses_ai=row.uses_ai,
                protocol_named=bool(row.usage_protocol),
                recorded_at=row.recorded_at,
                replaced_at=row.replaced_at,
            ),
        )


def _lines(session: Session, ids: Sequence[int], gathered: _Gathered) -> None:
    lines = select(DataLine.__table__, DataElement.code.label("element"), DataElement.tier, DataElement.sensitive).join(
        DataElement, DataElement.id == DataLine.element_id
    )
    for row in session.execute(_of(lines, DataLine.contract_id, ids).order_by(DataLine.id)):
        gathered.add(
            "lines",
            row.contract_id,
            domain.Line(
                element=row.element,
                tier=row.tier,
                sensitive=row.sensitive,
                form=row.form,
                from_on=row.from_on,
                through_on=row.through_on,
                recorded_at=row.recorded_at,
                replaced_at=row.replaced_at,
            ),
        )


def _attestations(session: Session, ids: Sequence[int], gathered: _Gathered) -> None:
    accepted = (
        select(
            AttestationContract.contract_id,
            Attestation.id,
            RequirementVersion.number,
            Attestation.effective_on,
            Attestation.expires_on,
            Attestation.revoked_on,
            Attestation.revoked_at,
            Review.decided_at,
            Request.kind,
        )
        .join(Attestation, Attestation.id == AttestationContract.attestation_id)
        .join(Review, Review.attestation_id == Attestation.id)
        .join(RequirementVersion, RequirementVersion.id == Attestation.version_id)
        .outerjoin(Request, Request.id == Attestation.request_id)
        .where(Attestation.effective_on.is_not(None))
    )
    rows = session.execute(_of(accepted, AttestationContract.contract_id, ids).order_by(Attestation.id)).all()
    elements = elements_agreed(session, ids)
    clauses = clauses_answered(session, {row.id for row in rows})
    for row in rows:
        gathered.add(
            "attestations",
            row.contract_id,
            domain.Attested(
                attestation_id=row.id,
                version=row.number,
                effective_on=row.effective_on,
                expires_on=row.expires_on,
                elements=frozenset(elements.get((row.id, row.contract_id), ())),
                clauses=frozenset(clauses.get(row.id, ())),
                revoked_on=row.revoked_on,
                revoked_at=row.revoked_at,
                addendum=row.kind == "addendum",
                recorded_at=row.decided_at,
            ),
        )


def _waivers(session: Session, ids: Sequence[int], gathered: _Gathered) -> None:
    approved = select(Waiver.__table__).where(Waiver.approved_at.is_not(None))
    rows = session.execute(_of(approved, Waiver.contract_id, ids).order_by(Waiver.id)).all()
    numbers = [row.id for row in rows]
    elements: dict[int, list[str]] = defaultdict(list)
    clauses: dict[int, list[str]] = defaultdict(list)
    named = select(WaiverElement.waiver_id, DataElement.code).join(
        DataElement, DataElement.id == WaiverElement.element_id
    )
    for row in session.execute(named.where(WaiverElement.waiver_id.in_(numbers))):
        elements[row.waiver_id].append(row.code)
    codes = select(WaiverClause.waiver_id, WaiverClause.code)
    for row in session.execute(codes.where(WaiverClause.waiver_id.in_(numbers))):
        clauses[row.waiver_id].append(row.code)
    for row in rows:
        gathered.add(
            "waivers",
            row.contract_id,
            domain.Waiver(
                waiver_id=row.id,
                from_on=row.from_on,
                through_on=row.through_on,
                elements=frozenset(elements[row.id]),
                clauses=frozenset(clauses[row.id]),
                ended_on=row.ended_on,
                ended_at=row.ended_at,
                recorded_at=row.approved_at,
            ),
        )


def _disposals(session: Session, ids: Sequence[int], gathered: _Gathered) -> None:
    for row in session.execute(_of(select(Disposal.__table__), Disposal.contract_id, ids)):
        gathered.add(
            "disposals",
            row.contract_id,
            domain.Disposal(certified_on=row.certified_on, recorded_at=row.recorded_at, replaced_at=row.replaced_at),
        )


def _steps(session: Session, ids: Sequence[int], gathered: _Gathered) -> None:
    steps = select(
        RequestContract.contract_id,
        RequestStep.request_id,
        RequestStep.kind,
        RequestStep.on_day,
        RequestStep.recorded_at,
    ).join(RequestStep, RequestStep.request_id == RequestContract.request_id)
    ordered = _of(steps, RequestContract.contract_id, ids).order_by(RequestStep.recorded_at, RequestStep.id)
    for row in session.execute(ordered):
        gathered.add(
            "steps",
            row.contract_id,
            domain.Step(request_id=row.request_id, kind=row.kind, on=row.on_day, recorded_at=row.recorded_at),
        )


def _of(statement: AnySelect, column: InstrumentedAttribute[int], ids: Sequence[int]) -> AnySelect:
    return statement.where(column.in_(ids))
