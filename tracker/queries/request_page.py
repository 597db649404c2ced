"""What the page of one request shows: its contracts, steps, letters, answers and history."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.domain.facts import StepKind
from tracker.domain.record_words import LetterState
from tracker.models.attestation import Attestation
from tracker.models.catalogue import DataElement
from tracker.models.contract import Contract
from tracker.models.department import Department
from tracker.models.event import Event, EventSubject
from tracker.models.letter import Letter
from tracker.models.request import Request, RequestContract, RequestElement, RequestStep
from tracker.queries.addendum import ADDENDUM
from tracker.queries.scope import Viewer, within


@dataclass(frozen=True, slots=True)
class AskedContract:
    """A contract that a request asks about."""

    id: int
    number: str
    title: str
    department: str


@dataclass(frozen=True, slots=True)
class StepRow:
    """A step of a request."""

    kind: StepKind
    on_day: date
    recorded_at: datetime


@dataclass(frozen=True, slots=True)
class LetterRow:
    """A letter of a request; `answer` is what the mail server last said."""

    id: int
    kind: str
    to_name: str
    to_email: str
    subject: str
    state: LetterState
    written_at: datetime
    sent_at: datetime | None
    answer: str


@dataclass(frozen=True, slots=True)
class SubmissionRow:
    """An answer of the vendor to a request, draft or submitted."""

    id: int
    round: int
    submitted_at: datetime | None


@dataclass(frozen=True, slots=True)
class HistoryRow:
    """An event on the page of a request."""

    at: datetime
    actor: str
    sentence: str


def contracts(session: Session, viewer: Viewer, request_id: int) -> list[AskedContract]:
    """Return the contracts of a request that the viewer may see, by number."""
    statement = (
        select(Contract.id, Contract.number, Contract.title, Department.name)
        .join(RequestContract, RequestContract.contract_id == Contract.id)
        .join(Department, Department.id == Contract.department_id)
        .where(RequestContract.request_id == request_id, within(viewer, Contract.department_id))
    )
    return [AskedContract(*row) for row in session.execute(statement.order_by(Contract.number))]


def added(session: Session, viewer: Viewer, request_id: int) -> list[str] | None:
    """Return the elements that an addendum asks about, by name, as far as the viewer sees their contracts.

    None for what is no addendum; an addendum can be about clauses alone.
    """
    if session.scalars(select(Request.kind).where(Request.id == request_id)).first() != ADDENDUM:
        return None
    statement = (
        select(DataElement.name)
        .join(RequestElement, RequestElement.element_id == DataElement.id)
        .join(Contract, Contract.id == RequestElement.contract_id)
        .where(RequestElement.request_id == request_id, within(viewer, Contract.department_id))
        .distinct()
        .order_by(DataElement.name)
    )
    return list(session.scalars(statement))


def steps(session: Session, request_id: int) -> list[StepRow]:
    """Return the steps of a request, oldest first."""
    statement = select(RequestStep.kind, RequestStep.on_day, RequestStep.recorded_at)
    found = session.execute(statement.where(RequestStep.request_id == request_id).order_by(RequestStep.id))
    return [StepRow(StepKind(row.kind), row.on_day, row.recorded_at) for row in found]


def letters(session: Session, request_id: int) -> list[LetterRow]:
    """Return the letters of a request with where they stand, newest first."""
    statement = select(
        Letter.id, Letter.kind, Letter.to_name, Letter.to_email, Letter.subject, Letter.state,
        Letter.written_at, Letter.sent_at, Letter.answer,
    ).where(Letter.request_id == request_id)  # fmt: skip
    return [LetterRow(*row) for row in session.execute(statement.order_by(Letter.id.desc()))]


def submissions(session: Session, request_id: int) -> list[SubmissionRow]:
    """Return the vendor's answers to a request, newest first."""
    statement = select(Attestation.id, Attestation.round, Attestation.submitted_at)
    found = session.execute(statement.where(Attestation.request_id == request_id).order_by(Attestation.round.desc()))
    return [SubmissionRow(*row) for row in found]


def history(session: Session, request_id: int) -> list[HistoryRow]:
    """Return the events of a request, newest first."""
    statement = (
        select(Event.at, Event.actor_name, Event.sentence)
        .join(EventSubject, EventSubject.event_id == Event.id)
        .where(EventSubject.kind == "request", EventSubject.subject_id == request_id)
        .order_by(Event.id.desc())
        .limit(100)
    )
    return [HistoryRow(*row) for row in session.execute(statement)]
