"""Attestations in lists: of a contract, of a vendor; and who may see one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any, cast

from sqlalchemy import ColumnElement, Select, case, func, select, true
from sqlalchemy.orm import Session

from tracker.domain.catalogue_words import Answer
from tracker.domain.record_words import Outcome
from tracker.models.attestation import Attestation, AttestationContract, AttestationElement, ClauseAnswer
from tracker.models.contract import Contract
from tracker.models.person import Person
from tracker.models.request import Request
from tracker.models.requirement import RequirementVersion
from tracker.models.review import Review
from tracker.models.vendor import Vendor
from tracker.queries.scope import Viewer, within


class State(StrEnum):
    """Where an attestation stands on a day."""

    WAITING = "waiting for review"
    RETURNED = "returned"
    AHEAD = "not in force yet"
    IN_FORCE = "in force"
    EXPIRED = "expired"
    REVOKED = "revoked"


class Reach(StrEnum):
    """How many of an attestation's contracts a viewer may see."""

    NOTHING = "nothing"
    PART = "part"
    WHOLE = "whole"


@dataclass(frozen=True, slots=True)
class AttestationRow:
    """A submitted attestation. Days are the city's, `expires_on` the last one; moments are UTC.

    `contracts` counts all that it covers, also those outside the viewer's scope; `exceptions` counts the answers
    that are not a plain agreement.
    """

    id: int
    vendor_id: int
    vendor_name: str
    request_id: int | None
    request_number: str | None
    version: int
    round: int
    signer_name: str
    signer_title: str
    signed_on: date | None
    submitted_at: datetime
    outcome: Outcome | None
    reviewer: str | None
    decided_at: datetime | None
    effective_on: date | None
    expires_on: date | None
    revoked_on: date | None
    contracts: int
    elements: int
    exceptions: int

    def state(self, day: date) -> State:
        """Where it stands on a city day, by what is known now."""
        if self.outcome is None:
            return State.WAITING
        if self.effective_on is None or self.expires_on is None:
            return State.RETURNED
        if self.revoked_on is not None and self.revoked_on <= day:
            return State.REVOKED
        if day < self.effective_on:
            return State.AHEAD
        return State.IN_FORCE if day <= self.expires_on else State.EXPIRED


def of_contract(session: Session, contract_id: int) -> list[AttestationRow]:
    """Return the attestations that cover a contract, newest first; the caller checked that it may be seen."""
    covered = select(AttestationContract.attestation_id).where(AttestationContract.contract_id == contract_id)
    return listed(session, rows().where(Attestation.id.in_(covered)))


def of_vendor(session: Session, viewer: Viewer, vendor_id: int) -> list[AttestationRow]:
    """Return a vendor's attestations over contracts of which the viewer may see at least one, newest first."""
    return listed(session, rows().where(Attestation.vendor_id == vendor_id, visible(viewer)))


def rounds(session: Session, viewer: Viewer, request_id: int) -> list[AttestationRow]:
    """Return all answers to a request, newest first."""
    return listed(session, rows().where(Attestation.request_id == request_id, visible(viewer)))


def by_ids(session: Session, ids: Sequence[int]) -> list[AttestationRow]:
    """Return these attestations, newest first; the caller checked that they may be seen."""
    return listed(session, rows().where(Attestation.id.in_(ids)))


def reach(session: Session, viewer: Viewer, attestation_id: int) -> Reach:
    """Return whether the viewer may see none, some or all of the contracts that an attestation covers."""
    seen = case((within(viewer, Contract.department_id), 1), else_=0)
    row = session.execute(
        select(func.count(), func.sum(seen))
        .select_from(AttestationContract)
        .join(Contract, Contract.id == AttestationContract.contract_id)
        .where(AttestationContract.attestation_id == attestation_id)
    ).one()
    if not row[1]:
        return Reach.NOTHING
    return Reach.WHOLE if row[0] == row[1] else Reach.PART


def visible(viewer: Viewer) -> ColumnElement[bool]:
    """The condition that an attestation covers at least one contract that the viewer may see."""
    if not viewer.departments:
        return true()
    seen = (
        select(AttestationContract.attestation_id)
        .join(Contract, Contract.id == AttestationContract.contract_id)
        .where(AttestationContract.attestation_id == Attestation.id, within(viewer, Contract.department_id))
    )
    return seen.correlate(Attestation).exists()


def exceptions() -> Any:  # noqa: ANN401  # a scalar subquery
    """Return, as a column, how many answers of the attestation at hand are not a plain agreement."""
    answers = select(func.count()).where(
        ClauseAnswer.attestation_id == Attestation.id, ClauseAnswer.answer != Answer.AGREE
    )
    return answers.correlate(Attestation).scalar_subquery()


def rows() -> Select[Any]:
    """Return the statement that AttestationRow is made of, to be narrowed; drafts are left out."""
    contracts = select(func.count()).where(AttestationContract.attestation_id == Attestation.id)
    elements = select(func.count(AttestationElement.element_id.distinct())).where(
        AttestationElement.attestation_id == Attestation.id
    )
    statement = (
        select(
            Attestation.id, Attestation.vendor_id, Vendor.name, Attestation.request_id, Request.number,
            RequirementVersion.number, Attestation.round, Attestation.signer_name, Attestation.signer_title,
            Attestation.signed_on, Attestation.submitted_at, Review.outcome, Person.name, Review.decided_at,
            Attestation.effective_on, Attestation.expires_on, Attestation.revoked_on,
            contracts.correlate(Attestation).scalar_subquery(),
            elements.correlate(Attestation).scalar_subquery(), exceptions(),
        )
        .join(Vendor, Vendor.id == Attestation.vendor_id)
        .join(RequirementVersion, RequirementVersion.id == Attestation.version_id)
        .outerjoin(Request, Request.id == Attestation.request_id)
        .outerjoin(Review, Review.attestation_id == Attestation.id)
        .outerjoin(Person, Person.id == Review.reviewer_id)
        .where(Attestation.submitted_at.is_not(None))
    )  # fmt: skip
    return cast("Select[Any]", statement)


def listed(session: Session, statement: Select[Any]) -> list[AttestationRow]:
    """Run a narrowed statement of `rows`, newest first."""
    newest_first = statement.order_by(Attestation.submitted_at.desc(), Attestation.id.desc())
    return [AttestationRow(*row) for row in session.execute(newest_first)]
