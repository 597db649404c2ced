"""A submission as a reviewer reads it: answers that are not plain agreement first, beside what was sent with them."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import RowMapping, select
from sqlalchemy.orm import Session

from tracker.domain.catalogue_words import Answer
from tracker.models.attestation import Attestation, AttestationContract, AttestationElement, ClauseAnswer
from tracker.models.catalogue import DataElement
from tracker.models.contact import Contact
from tracker.models.contract import Contract
from tracker.models.request import Request
from tracker.models.requirement import Clause, RequirementSet, RequirementVersion
from tracker.models.vendor import Vendor
from tracker.queries.documents import DocumentRow, documents_of

ANSWER_ORDER = (Answer.AGREE_WITH_EXCEPTION, Answer.NOT_APPLICABLE, Answer.AGREE)


@dataclass(frozen=True, slots=True)
class NamedElement:
    """A data element that an attestation names for a contract, frozen when it was submitted."""

    code: str
    name: str
    group: str
    tier: int
    sensitive: bool


@dataclass(frozen=True, slots=True)
class SubmittedContract:
    """A contract that a submission answers for."""

    id: int
    number: str
    title: str
    department_id: int
    elements: tuple[NamedElement, ...]


@dataclass(frozen=True, slots=True)
class SubmittedAnswer:
    """One answer; `said` is the exception or the reason why the clause does not apply, in the vendor's words."""

    clause_id: int
    code: str
    clause: str
    principle: str
    answer: Answer
    said: str
    target_on: date | None
    control: str


@dataclass(frozen=True, slots=True)
class Submission:
    """What a vendor sent; `request_number` is None for one that was entered without a request."""

    attestation_id: int
    round: int
    request_id: int | None
    request_number: str | None
    due_on: date | None
    vendor_id: int
    vendor_name: str
    version_id: int
    version_number: int
    set_name: str
    signer_name: str
    signer_title: str
    signer_authority: str
    signed_on: date | None
    submitted_by: str | None
    submitted_by_id: int | None
    submitted_at: datetime | None
    effective_on: date | None
    expires_on: date | None
    row_version: int
    contracts: tuple[SubmittedContract, ...]
    answers: tuple[SubmittedAnswer, ...]
    documents: tuple[DocumentRow, ...]

    @property
    def departments(self) -> frozenset[int]:
        """The departments of its contracts, by which a viewer may or may not see it."""
        return frozenset(contract.department_id for contract in self.contracts)


def submission(session: Session, attestation_id: int) -> Submission | None:
    """Return one submission, exceptions first, or None when there is no such attestation or it is still a draft.

    Moments are UTC, days the city's; the documents are those that were not replaced.
    """
    head = _head(session, attestation_id)
    if head is None:
        return None
    return Submission(
        **head,
        contracts=_contracts(session, attestation_id),
        answers=_answers(session, attestation_id),
        documents=documents_of(session, attestation_id),
    )


def _head(session: Session, attestation_id: int) -> RowMapping | None:
    statement = (
        select(
            Attestation.id.label("attestation_id"),
            Attestation.round,
            Attestation.request_id,
            Request.number.label("request_number"),
            Request.due_on,
            Attestation.vendor_id,
            Vendor.name.label("vendor_name"),
            Attestation.version_id,
            RequirementVersion.number.label("version_number"),
            RequirementSet.name.label("set_name"),
            Attestation.signer_name,
            Attestation.signer_title,
            Attestation.signer_authority,
            Attestation.signed_on,
            Contact.name.label("submitted_by"),
            Attestation.submitted_by_id,
            Attestation.submitted_at,
            Attestation.effective_on,
            Attestation.expires_on,
            Attestation.row_version,
        )
        .join(Vendor, Vendor.id == Attestation.vendor_id)
        .join(RequirementVersion, RequirementVersion.id == Attestation.version_id)
        .join(RequirementSet, RequirementSet.id == RequirementVersion.set_id)
        .outerjoin(Request, Request.id == Attestation.request_id)
        .outerjoin(Contact, Contact.id == Attestation.submitted_by_id)
        .where(Attestation.id == attestation_id, Attestation.submitted_at.is_not(None))
    )
    return session.execute(statement).mappings().first()


def _contracts(session: Session, attestation_id: int) -> tuple[SubmittedContract, ...]:
    statement = (
        select(Contract.id, Contract.number, Contract.title, Contract.department_id)
        .join(AttestationContract, AttestationContract.contract_id == Contract.id)
        .where(AttestationContract.attestation_id == attestation_id)
        .order_by(Contract.number)
    )
    named = _elements(session, attestation_id)
    return tuple(SubmittedContract(*row, elements=tuple(named[row.id])) for row in session.execute(statement))


def _elements(session: Session, attestation_id: int) -> dict[int, list[NamedElement]]:
    statement = (
        select(
            AttestationElement.contract_id,
            DataElement.code,
            DataElement.name,
            DataElement.group_name,
            DataElement.tier,
            DataElement.sensitive,
        )
        .join(DataElement, DataElement.id == AttestationElement.element_id)
        .where(AttestationElement.attestation_id == attestation_id)
        .order_by(DataElement.position, DataElement.id)
    )
    named: dict[int, list[NamedElement]] = defaultdict(list)
    for row in session.execute(statement):
        named[row.contract_id].append(NamedElement(row.code, row.name, row.group_name, row.tier, row.sensitive))
    return named


def _answers(session: Session, attestation_id: int) -> tuple[SubmittedAnswer, ...]:
    statement = (
        select(
            Clause.id,
            Clause.code,
            Clause.text,
            Clause.principle,
            ClauseAnswer.answer,
            ClauseAnswer.text,
            ClauseAnswer.target_on,
            ClauseAnswer.control,
        )
        .join(Clause, Clause.id == ClauseAnswer.clause_id)
        .where(ClauseAnswer.attestation_id == attestation_id)
        .order_by(Clause.position, Clause.id)
    )
    rows = [SubmittedAnswer(*row) for row in session.execute(statement)]
    return tuple(sorted(rows, key=lambda row: ANSWER_ORDER.index(row.answer)))
