"""Waivers: those of a contract, those that wait for a second person, and what could be excused."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any, cast

from sqlalchemy import ColumnElement, Row, Select, and_, func, or_, select
from sqlalchemy.orm import Session, aliased

from tracker.domain import facts as domain
from tracker.models.catalogue import DataElement
from tracker.models.contract import Contract
from tracker.models.department import Department
from tracker.models.person import Person
from tracker.models.vendor import Vendor
from tracker.models.waiver import Waiver, WaiverClause, WaiverElement
from tracker.queries.scope import Viewer, within

ROWS_PER_PAGE = 50
Approver = aliased(Person, name="approver")


class WaiverState(StrEnum):
    """Where a waiver stands on a day."""

    ASKED = "waiting for approval"
    REFUSED = "refused"
    AHEAD = "not in force yet"
    IN_FORCE = "in force"
    OVER = "over"


class Show(StrEnum):
    """Which waivers a list shows."""

    ASKED = "asked"
    IN_FORCE = "in force"
    ENDING = "ending"
    REFUSED = "refused"
    OVER = "over"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class Narrowed:
    """What narrows a list: a department, and words of the contract's number, its title or the vendor's name."""

    department_id: int | None = None
    text: str = ""


EVERY = Narrowed()
SOON_DAYS = 30


@dataclass(frozen=True, slots=True)
class WaiverRow:
    """A waiver with what it names; days are the city's, `ended_on` the first one without it, moments UTC."""

    id: int
    contract_id: int
    contract_number: str
    contract_title: str
    vendor_name: str
    department: str
    reason: str
    from_on: date
    through_on: date
    asked_by_id: int
    asked_by: str
    asked_at: datetime
    approved_by: str | None
    approved_at: datetime | None
    refused_at: datetime | None
    refused_reason: str
    ended_on: date | None
    ended_at: datetime | None
    ended_reason: str
    elements: tuple[str, ...]
    clauses: tuple[str, ...]

    def state(self, day: date) -> WaiverState:
        """Where it stands on a city day, by what is known now."""
        if self.refused_at is not None:
            return WaiverState.REFUSED
        if self.approved_at is None:
            return WaiverState.ASKED
        if self.through_on < day or (self.ended_on is not None and self.ended_on <= day):
            return WaiverState.OVER
        return WaiverState.AHEAD if day < self.from_on else WaiverState.IN_FORCE


def find(session: Session, viewer: Viewer, waiver_id: int) -> WaiverRow | None:
    """Return a waiver of a contract that the viewer may see; None for any other."""
    found = _filled(session, _rows().where(Waiver.id == waiver_id, within(viewer, Contract.department_id)))
    return found[0] if found else None


def of_contract(session: Session, contract_id: int) -> list[WaiverRow]:
    """Return the waivers of a contract, newest first; the caller checked that it may be seen."""
    return _filled(session, _rows().where(Waiver.contract_id == contract_id).order_by(Waiver.id.desc()))


def of_contracts(session: Session, contract_ids: Sequence[int]) -> dict[int, list[WaiverRow]]:
    """Return the waivers of these contracts by contract, oldest first; the caller checked that they may be seen."""
    found: dict[int, list[WaiverRow]] = {}
    for row in _filled(session, _rows().where(Waiver.contract_id.in_(contract_ids)).order_by(Waiver.id)):
        found.setdefault(row.contract_id, []).append(row)
    return found


def listing(
    session: Session, viewer: Viewer, show: Show, day: date, page: int | None = 1, narrowed: Narrowed = EVERY
) -> list[WaiverRow]:
    """Return a page of waivers: asked ones oldest first, those in force by their last day, others newest first.

    Without a page all of them are returned.
    """
    orders: dict[Show, tuple[ColumnElement[Any], ...]] = {
        Show.ASKED: (Waiver.id.asc(),),
        Show.IN_FORCE: (Waiver.through_on.asc(), Waiver.id.asc()),
        Show.ENDING: (Waiver.through_on.asc(), Waiver.id.asc()),
    }
    statement = _rows().where(*_conditions(viewer, show, day, narrowed))
    statement = statement.order_by(*orders.get(show, (Waiver.id.desc(),)))
    if page is not None:
        statement = statement.limit(ROWS_PER_PAGE).offset((page - 1) * ROWS_PER_PAGE)
    return _filled(session, statement)


def count(session: Session, viewer: Viewer, show: Show, day: date, narrowed: Narrowed = EVERY) -> int:
    """Return how many waivers the list has."""
    statement = select(func.count()).select_from(Waiver).join(Contract, Contract.id == Waiver.contract_id)
    statement = statement.join(Vendor, Vendor.id == Contract.vendor_id)
    return session.scalar(statement.where(*_conditions(viewer, show, day, narrowed))) or 0


def as_fact(session: Session, row: WaiverRow, day: date, at: datetime) -> domain.Waiver:
    """Return a waiver as the timeline would read it when it were approved on `day` at `at`."""
    codes = select(DataElement.code).join(WaiverElement, WaiverElement.element_id == DataElement.id)
    return domain.Waiver(
        recorded_at=at,
        waiver_id=row.id,
        from_on=max(row.from_on, day),
        through_on=row.through_on,
        elements=frozenset(session.scalars(codes.where(WaiverElement.waiver_id == row.id))),
        clauses=frozenset(row.clauses),
    )


def _conditions(viewer: Viewer, show: Show, day: date, narrowed: Narrowed) -> list[ColumnElement[bool]]:
    found = [within(viewer, Contract.department_id)]
    if narrowed.department_id is not None:
        found.append(Contract.department_id == narrowed.department_id)
    if narrowed.text:
        columns = (Contract.number, Contract.title, Vendor.name)
        found.append(or_(*(column.icontains(narrowed.text, autoescape=True) for column in columns)))
    return [*found, *_standing(show, day)]


def _standing(show: Show, day: date) -> list[ColumnElement[bool]]:
    ended = or_(Waiver.through_on < day, and_(Waiver.ended_on.is_not(None), Waiver.ended_on <= day))
    runs = [Waiver.approved_at.is_not(None), Waiver.through_on >= day]
    runs.append(or_(Waiver.ended_on.is_(None), Waiver.ended_on > day))
    soon = day + timedelta(days=SOON_DAYS)
    found: dict[Show, list[ColumnElement[bool]]] = {
        Show.ASKED: [Waiver.approved_at.is_(None), Waiver.refused_at.is_(None)],
        Show.IN_FORCE: runs,
        Show.ENDING: [*runs, Waiver.ended_on.is_(None), Waiver.through_on <= soon],
        Show.REFUSED: [Waiver.refused_at.is_not(None)],
        Show.OVER: [Waiver.approved_at.is_not(None), ended],
    }
    return found.get(show, [])


def _rows() -> Select[Any]:
    statement = (
        select(
            Waiver.id, Waiver.contract_id, Contract.number, Contract.title, Vendor.name, Department.name,
            Waiver.reason, Waiver.from_on, Waiver.through_on, Waiver.asked_by_id, Person.name, Waiver.asked_at,
            Approver.name, Waiver.approved_at, Waiver.refused_at, Waiver.refused_reason,
            Waiver.ended_on, Waiver.ended_at, Waiver.ended_reason,
        )
        .join(Contract, Contract.id == Waiver.contract_id)
        .join(Vendor, Vendor.id == Contract.vendor_id)
        .join(Department, Department.id == Contract.department_id)
        .join(Person, Person.id == Waiver.asked_by_id)
        .outerjoin(Approver, Approver.id == Waiver.approved_by_id)
    )  # fmt: skip
    return cast("Select[Any]", statement)


def _filled(session: Session, statement: Select[Any]) -> list[WaiverRow]:
    rows = session.execute(statement).all()
    if not rows:
        return []
    ids = [row[0] for row in rows]
    named = select(WaiverElement.waiver_id, DataElement.name).join(
        DataElement, DataElement.id == WaiverElement.element_id
    )
    named = named.where(WaiverElement.waiver_id.in_(ids)).order_by(DataElement.position)
    codes = select(WaiverClause.waiver_id, WaiverClause.code).where(WaiverClause.waiver_id.in_(ids))
    elements = _grouped(session.execute(named).all())
    clauses = _grouped(session.execute(codes.order_by(WaiverClause.code)).all())
    return [_row(tuple(row), elements.get(row[0], ()), clauses.get(row[0], ())) for row in rows]


def _row(head: tuple[Any, ...], elements: tuple[str, ...], clauses: tuple[str, ...]) -> WaiverRow:
    return WaiverRow(*head, elements, clauses)  # type: ignore[call-arg]  # the head has the columns of _rows


def _grouped(pairs: Sequence[Row[int, str]]) -> dict[int, tuple[str, ...]]:
    found: dict[int, tuple[str, ...]] = {}
    for number, word in pairs:
        found[number] = (*found.get(number, ()), word)
    return found
