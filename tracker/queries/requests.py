"""Requests as staff see them: the list, one request with its steps, letters and history."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import Session

from tracker.domain.facts import StepKind
from tracker.models.attestation import Attestation
from tracker.models.contact import Contact
from tracker.models.contract import Contract
from tracker.models.person import Person
from tracker.models.request import Request, RequestContract, RequestStep
from tracker.models.requirement import RequirementVersion
from tracker.models.vendor import Vendor
from tracker.queries import search
from tracker.queries.scope import Viewer, within

ROWS_PER_PAGE, AT_ONCE = 50, 500
WITH_VENDOR = (StepKind.SENT, StepKind.OPENED, StepKind.RETURNED)


class Show(StrEnum):
    """Which requests a list shows."""

    OPEN = "open"
    OVERDUE = "overdue"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    CLOSED = "closed"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class RequestRow:
    """A request with its last step; `contracts` counts all of them, also those outside the viewer's scope."""

    id: int
    number: str
    vendor_id: int
    vendor_name: str
    contact_id: int
    contact_name: str
    contact_email: str
    version: int
    due_on: date
    message: str
    sent_by: str | None
    created_at: datetime
    opened_at: datetime | None
    submitted_at: datetime | None
    closed_at: datetime | None
    step: StepKind
    contracts: int

    @property
    def unanswered(self) -> bool:
        """Whether the vendor is to answer or to correct."""
        return self.closed_at is None and self.step in WITH_VENDOR

    def overdue(self, day: date) -> bool:
        """Whether the vendor should have answered before `day` and has not."""
        return self.unanswered and self.due_on < day


def find(session: Session, viewer: Viewer, request_id: int) -> RequestRow | None:
    """Return a request of which the viewer may see at least one contract; None for any other."""
    row = session.execute(_rows().where(Request.id == request_id, _visible(viewer))).first()
    return RequestRow(*row) if row else None


def listing(session: Session, viewer: Viewer, show: Show, day: date, text: str = "", page: int = 1) -> list[RequestRow]:
    """Return a page of requests: those due first in front while they are open, the newest first otherwise."""
    statement = _ordered(session, viewer, show, day, text)
    found = session.execute(statement.limit(ROWS_PER_PAGE).offset((page - 1) * ROWS_PER_PAGE))
    return [RequestRow(*row) for row in found]


def every(session: Session, viewer: Viewer, show: Show, day: date, text: str = "") -> Iterator[RequestRow]:
    """Yield all requests of a list in its order, read in portions."""
    statement = _ordered(session, viewer, show, day, text)
    for row in session.execute(statement, execution_options={"yield_per": AT_ONCE}):
        yield RequestRow(*row)


def count(session: Session, viewer: Viewer, show: Show, day: date, text: str = "") -> int:
    """Return how many requests the list has."""
    counted = select(func.count()).select_from(Request)
    if text:
        counted = counted.join(Vendor, Vendor.id == Request.vendor_id)
        counted = counted.join(Contact, Contact.id == Request.contact_id)
    return session.scalar(_narrowed(session, counted, viewer, show, day, text)) or 0


def of_contract(session: Session, contract_id: int) -> list[RequestRow]:
    """Return the requests about a contract, newest first; the caller checked that it may be seen."""
    asked = select(RequestContract.request_id).where(RequestContract.contract_id == contract_id)
    return [
        RequestRow(*row) for row in session.execute(_rows().where(Request.id.in_(asked)).order_by(Request.id.desc()))
    ]


def contract_numbers(session: Session, viewer: Viewer, request_ids: Sequence[int]) -> dict[int, tuple[str, ...]]:
    """Return, by request, the numbers of the contracts that it asks about and the viewer may see."""
    statement = (
        select(RequestContract.request_id, Contract.number)
        .join(Contract, Contract.id == RequestContract.contract_id)
        .where(RequestContract.request_id.in_(request_ids), within(viewer, Contract.department_id))
        .order_by(Contract.number)
    )
    found: dict[int, tuple[str, ...]] = {}
    for request_id, number in session.execute(statement):
        found[request_id] = (*found.get(request_id, ()), number)
    return found


def last_step() -> Any:  # noqa: ANN401  # a scalar subquery
    """Return the kind of the last step of the request at hand, as a column."""
    steps_of = select(RequestStep.kind).where(RequestStep.request_id == Request.id).order_by(RequestStep.id.desc())
    return steps_of.limit(1).correlate(Request).scalar_subquery()


def _ordered(session: Session, viewer: Viewer, show: Show, day: date, text: str) -> Select[Any]:
    by_due_day = show in {Show.OPEN, Show.OVERDUE, Show.RETURNED}
    order = (Request.due_on, Request.id) if by_due_day else (Request.id.desc(),)
    return _narrowed(session, _rows(), viewer, show, day, text).order_by(*order)


def _rows() -> Select[Any]:
    submitted = select(func.max(Attestation.submitted_at)).where(Attestation.request_id == Request.id)
    asked = select(func.count()).where(RequestContract.request_id == Request.id)
    columns: list[Any] = [
        Request.id, Request.number, Request.vendor_id, Vendor.name, Request.contact_id, Contact.name,
        Contact.email, RequirementVersion.number, Request.due_on, Request.message, Person.name,
        Request.created_at, Request.opened_at, submitted.correlate(Request).scalar_subquery(),
        Request.closed_at, last_step(), asked.correlate(Request).scalar_subquery(),
    ]  # fmt: skip
    return (
        select(*columns)
        .join(Vendor, Vendor.id == Request.vendor_id)
        .join(Contact, Contact.id == Request.contact_id)
        .join(RequirementVersion, RequirementVersion.id == Request.version_id)
        .outerjoin(Person, Person.id == Request.sent_by_id)
    )


def _narrowed(
    session: Session, statement: Select[Any], viewer: Viewer, show: Show, day: date, text: str
) -> Select[Any]:
    conditions = {
        Show.OPEN: Request.closed_at.is_(None),
        Show.OVERDUE: and_(Request.closed_at.is_(None), Request.due_on < day, last_step().in_(WITH_VENDOR)),
        Show.SUBMITTED: and_(Request.closed_at.is_(None), last_step() == StepKind.SUBMITTED),
        Show.RETURNED: and_(Request.closed_at.is_(None), last_step() == StepKind.RETURNED),
        Show.CLOSED: Request.closed_at.is_not(None),
    }
    statement = statement.where(_visible(viewer))
    if show in conditions:
        statement = statement.where(conditions[show])
    for word in search.words_of(text):
        by_vendor = search.vendors_holding(session, word, Vendor.id)
        by_contact = func.lower(Contact.name).contains(word, autoescape=True)
        statement = statement.where(or_(Request.number.startswith(word, autoescape=True), by_contact, *by_vendor))
    return statement


def _visible(viewer: Viewer) -> ColumnElement[bool]:
    if not viewer.departments:
        return within(viewer, Contract.department_id)
    seen = (
        select(RequestContract.request_id)
        .join(Contract, Contract.id == RequestContract.contract_id)
        .where(RequestContract.request_id == Request.id, within(viewer, Contract.department_id))
    )
    return seen.correlate(Request).exists()
