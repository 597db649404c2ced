"""What a contact sees: the requests addressed to it, and one of them, never another's."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlalchemy import ColumnElement, and_, exists, select
from sqlalchemy.orm import Session

from tracker.domain.facts import StepKind
from tracker.domain.record_words import Outcome
from tracker.models.attestation import Attestation
from tracker.models.contact import VendorContact
from tracker.models.contract import Contract
from tracker.models.document import Document
from tracker.models.request import Request, RequestContract, RequestStep
from tracker.models.review import Deficiency, Review
from tracker.models.vendor import Vendor


class PortalState(StrEnum):
    """Where a request stands, as its vendor sees it."""

    ASKED = "asked"
    STARTED = "started"
    REVIEWED = "being reviewed"
    RETURNED = "returned"
    ACCEPTED = "accepted"
    WITHDRAWN = "withdrawn"

    @property
    def answerable(self) -> bool:
        """Whether the vendor has something to do."""
        return self in {PortalState.ASKED, PortalState.STARTED, PortalState.RETURNED}


STATE_OF = {
    StepKind.SENT: PortalState.ASKED,
    StepKind.OPENED: PortalState.ASKED,
    StepKind.SUBMITTED: PortalState.REVIEWED,
    StepKind.RETURNED: PortalState.RETURNED,
    StepKind.ACCEPTED: PortalState.ACCEPTED,
    StepKind.REVOKED: PortalState.WITHDRAWN,
}


@dataclass(frozen=True, slots=True)
class PortalRequest:
    """A request as its vendor sees it: no names and notes of staff; contracts are "number title"."""

    id: int
    number: str
    vendor_id: int
    vendor_name: str
    due_on: date
    message: str
    state: PortalState
    contracts: tuple[str, ...]


def addressed_to(contact_id: int) -> ColumnElement[bool]:
    """The condition that a request is addressed to this contact, who still acts for the vendor."""
    acts = exists().where(
        and_(VendorContact.vendor_id == Request.vendor_id, VendorContact.contact_id == Request.contact_id)
    )
    return and_(Request.contact_id == contact_id, acts)


def requests_of(session: Session, contact_id: int) -> list[PortalRequest]:
    """Return every request addressed to a contact: what it has to do first, by due day, then the rest, newest first."""
    found = _requests(session, addressed_to(contact_id))
    todo = sorted((row for row in found if row.state.answerable), key=lambda row: (row.due_on, row.id))
    rest = sorted((row for row in found if not row.state.answerable), key=lambda row: -row.id)
    return todo + rest


def request_of(session: Session, contact_id: int, request_id: int) -> PortalRequest | None:
    """Return one request when it is addressed to the contact; None for another's as for a missing one."""
    return next(iter(_requests(session, addressed_to(contact_id), Request.id == request_id)), None)


def request_shown(session: Session, request_id: int) -> PortalRequest:
    """Return a request that a valid link has opened; raises LookupError when it is gone."""
    found = _requests(session, Request.id == request_id)
    if not found:
        raise LookupError("There is no such request.")
    return found[0]


def deficiencies(session: Session, request_id: int) -> tuple[str, ...]:
    """Return what the newest reviewed round of a request was returned for; empty when it was accepted."""
    newest = (
        select(Review.id, Review.outcome)
        .join(Attestation, Attestation.id == Review.attestation_id)
        .where(Attestation.request_id == request_id)
        .order_by(Attestation.round.desc())
        .limit(1)
    )
    row = session.execute(newest).first()
    if row is None or row.outcome is not Outcome.RETURNED:
        return ()
    statement = select(Deficiency.text).where(Deficiency.review_id == row.id).order_by(Deficiency.id)
    return tuple(session.scalars(statement))


def document_of(session: Session, contact_id: int, request_id: int, document_id: int) -> int | None:
    """Return the document's id when it was received for this request, addressed to the contact; else None."""
    statement = (
        select(Document.id)
        .join(Attestation, Attestation.id == Document.attestation_id)
        .join(Request, Request.id == Attestation.request_id)
        .where(Document.id == document_id, Request.id == request_id, addressed_to(contact_id))
    )
    return session.scalars(statement).first()


def _requests(session: Session, *conditions: ColumnElement[bool]) -> list[PortalRequest]:
    statement = (
        select(Request.id, Request.number, Request.vendor_id, Vendor.name, Request.due_on, Request.message)
        .join(Vendor, Vendor.id == Request.vendor_id)
        .where(*conditions)
    )
    rows = session.execute(statement).all()
    ids = [row.id for row in rows]
    states, contracts = _states(session, ids), _contracts(session, ids)
    return [PortalRequest(*row, state=states[row.id], contracts=tuple(contracts[row.id])) for row in rows]


def _states(session: Session, ids: Sequence[int]) -> dict[int, PortalState]:
    steps = select(RequestStep.request_id, RequestStep.kind).where(RequestStep.request_id.in_(ids))
    states = {row.request_id: STATE_OF[StepKind(row.kind)] for row in session.execute(steps.order_by(RequestStep.id))}
    drafts = select(Attestation.request_id).where(
        Attestation.request_id.in_(ids), Attestation.submitted_at.is_(None), Attestation.round == 1
    )
    for number in session.scalars(drafts):
        if number is not None and states[number] is PortalState.ASKED:
            states[number] = PortalState.STARTED
    return states


def _contracts(session: Session, ids: Sequence[int]) -> dict[int, list[str]]:
    statement = (
        select(RequestContract.request_id, Contract.number, Contract.title)
        .join(Contract, Contract.id == RequestContract.contract_id)
        .where(RequestContract.request_id.in_(ids))
        .order_by(Contract.number)
    )
    names: dict[int, list[str]] = defaultdict(list)
    for row in session.execute(statement):
        names[row.request_id].append(f"{row.number} {row.title}")
    return names
