"""Tasks: what staff must look at, within the departments and roles of whoever looks."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session, aliased

from tracker.domain.record_words import TaskKind
from tracker.domain.roles import Role
from tracker.models.contact import Contact, VendorContact
from tracker.models.contract import Contract
from tracker.models.letter import Letter, LetterContract
from tracker.models.person import Person
from tracker.models.task import Task
from tracker.models.vendor import Vendor
from tracker.queries.scope import Viewer, within

PAGE: Final = 50
AT_ONCE: Final = 500
MOST_COUNTED: Final = 1000
ABOUT_STAFF: Final = frozenset({Role.ADMINISTRATOR, Role.AUDITOR})
"""Who sees tasks about colleagues: those who can mend their addresses, and those who check."""
ACTS: Final = frozenset({Role.PROCUREMENT, Role.PRIVACY_OFFICER, Role.ADMINISTRATOR})
DOER = aliased(Person)


@dataclass(frozen=True, slots=True)
class TaskRow:
    """A task with what it is about; `contact_marked` says that mail to the contact does not arrive now."""

    id: int
    kind: TaskKind
    sentence: str
    opened_at: datetime
    done_at: datetime | None
    done_by: str | None
    note: str
    letter_id: int | None
    letter_subject: str | None
    vendor_id: int | None
    vendor: str | None
    contact_id: int | None
    contact: str | None
    contact_marked: bool
    person_id: int | None
    person: str | None
    person_marked: bool


def tasks(session: Session, viewer: Viewer, *, done: bool, page: int = 1) -> tuple[list[TaskRow], int]:
    """Return a page of open tasks, the oldest first, or of done ones, the latest first, and how many there are.

    A task about a vendor is seen by who sees one of its contracts; one about a colleague by administrators and
    auditors.
    """
    statement = _listed(viewer, done=done).limit(PAGE).offset((page - 1) * PAGE)
    return [TaskRow(*row) for row in session.execute(statement)], count(session, viewer, done=done)


def every(session: Session, viewer: Viewer, *, done: bool) -> Iterator[TaskRow]:
    """Yield all tasks of a list in its order, read in portions."""
    for row in session.execute(_listed(viewer, done=done), execution_options={"yield_per": AT_ONCE}):
        yield TaskRow(*row)


def count(session: Session, viewer: Viewer, *, done: bool) -> int:
    """Return how many tasks a list has."""
    return session.scalars(select(func.count()).select_from(Task).where(*_conditions(viewer, done=done))).one()


def task(session: Session, viewer: Viewer, task_id: int) -> TaskRow | None:
    """Return one task, or None when it is missing or not the viewer's to see."""
    row = session.execute(_rows().where(Task.id == task_id, _visible(viewer))).first()
    return TaskRow(*row) if row else None


def waiting(session: Session, viewer: Viewer) -> int:
    """Return how many open tasks the viewer can do something about, at most MOST_COUNTED; none for who only reads."""
    if not viewer.roles & ACTS:
        return 0
    found = select(Task.id).where(Task.done_at.is_(None), _visible(viewer)).limit(MOST_COUNTED)
    return session.scalars(select(func.count()).select_from(found.subquery())).one()


def _listed(viewer: Viewer, *, done: bool) -> Any:  # noqa: ANN401  # a select of the columns of TaskRow
    order = (Task.done_at.desc(), Task.id.desc()) if done else (Task.opened_at, Task.id)
    return _rows().where(*_conditions(viewer, done=done)).order_by(*order)


def _conditions(viewer: Viewer, *, done: bool) -> tuple[ColumnElement[bool], ...]:
    return _visible(viewer), Task.done_at.is_not(None) if done else Task.done_at.is_(None)


def _rows() -> Any:  # noqa: ANN401  # a select of the columns of TaskRow
    columns: tuple[Any, ...] = (
        Task.id, Task.kind, Task.sentence, Task.opened_at, Task.done_at, DOER.name, Task.note,
        Task.letter_id, Letter.subject, Task.vendor_id, Vendor.name,
        Task.contact_id, Contact.name, Contact.unreachable_at.is_not(None),
        Task.person_id, Person.name, Person.unreachable_at.is_not(None),
    )  # fmt: skip
    return (
        select(*columns)
        .outerjoin(Letter, Letter.id == Task.letter_id)
        .outerjoin(Vendor, Vendor.id == Task.vendor_id)
        .outerjoin(Contact, Contact.id == Task.contact_id)
        .outerjoin(Person, Person.id == Task.person_id)
        .outerjoin(DOER, DOER.id == Task.done_by_id)
    )


def _visible(viewer: Viewer) -> ColumnElement[bool]:
    of_vendors = Task.person_id.is_(None)
    seen = and_(of_vendors, _within_departments(viewer)) if viewer.departments else of_vendors
    return or_(seen, Task.person_id.is_not(None)) if viewer.roles & ABOUT_STAFF else seen


def _within_departments(viewer: Viewer) -> ColumnElement[bool]:
    mine = within(viewer, Contract.department_id)
    vendors = select(Contract.vendor_id).where(mine)
    acts = select(VendorContact.contact_id).where(VendorContact.vendor_id.in_(vendors))
    about = select(LetterContract.letter_id).join(Contract, Contract.id == LetterContract.contract_id).where(mine)
    return or_(
        Task.contract_id.in_(select(Contract.id).where(mine)),
        Task.vendor_id.in_(vendors),
        and_(Task.vendor_id.is_(None), Task.contact_id.in_(acts)),
        and_(Task.vendor_id.is_(None), Task.contact_id.is_(None), Task.letter_id.in_(about)),
    )
