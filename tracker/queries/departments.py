"""The city's departments."""

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tracker.models.contract import Contract
from tracker.models.department import Department
from tracker.models.person import Person


@dataclass(frozen=True, slots=True)
class DepartmentRow:
    """A department, its manager's name or None, and how many contracts it has that are not archived."""

    id: int
    name: str
    manager_id: int | None
    manager: str | None
    contracts: int
    archived: bool


def departments(session: Session) -> list[DepartmentRow]:
    """Return all departments by name, the archived ones last."""
    contracts = (
        select(Contract.department_id, func.count().label("number"))
        .where(Contract.archived_at.is_(None))
        .group_by(Contract.department_id)
        .subquery()
    )
    archived = Department.archived_at.is_not(None)
    statement = (
        select(
            Department.id,
            Department.name,
            Department.manager_id,
            Person.name,
            func.coalesce(contracts.c.number, 0),
            archived,
        )
        .outerjoin(Person, Person.id == Department.manager_id)
        .outerjoin(contracts, contracts.c.department_id == Department.id)
        .order_by(archived, Department.name)
    )
    return [
        DepartmentRow(number, name, manager_id, manager, count, bool(gone))
        for number, name, manager_id, manager, count, gone in session.execute(statement)
    ]


def choices(session: Session) -> list[tuple[int, str]]:
    """Return (id, name) of the departments that are not archived, by name, for a form."""
    statement = select(Department.id, Department.name).where(Department.archived_at.is_(None))
    return [(number, name) for number, name in session.execute(statement.order_by(Department.name))]
