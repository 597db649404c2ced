"""The catalogue as its settings page lists it."""

from dataclasses import dataclass
from itertools import groupby

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tracker.models.catalogue import DataElement, DataSubject
from tracker.models.data_schedule import DataLine


@dataclass(frozen=True, slots=True)
class ElementRow:
    """A data element and how many contracts share it now or ever will, by their present schedules."""

    id: int
    code: str
    group_name: str
    name: str
    tier: int
    sensitive: bool
    breach_trigger: bool
    retired: bool
    contracts: int


@dataclass(frozen=True, slots=True)
class SubjectRow:
    """A kind of people whose data it is."""

    id: int
    code: str
    name: str
    retired: bool


def elements_by_group(session: Session) -> list[tuple[str, list[ElementRow]]]:
    """Return the groups in the catalogue's order, each with all its elements, retired ones included."""
    uses = (
        select(DataLine.element_id, func.count(DataLine.contract_id.distinct()).label("number"))
        .where(DataLine.replaced_at.is_(None))
        .group_by(DataLine.element_id)
        .subquery()
    )
    first = func.min(DataElement.position).over(partition_by=DataElement.group_name)
    statement = (
        select(
            DataElement.id,
            DataElement.code,
            DataElement.group_name,
            DataElement.name,
            DataElement.tier,
            DataElement.sensitive,
            DataElement.breach_trigger,
            DataElement.retired_at.is_not(None).label("retired"),
            func.coalesce(uses.c.number, 0).label("contracts"),
        )
        .outerjoin(uses, uses.c.element_id == DataElement.id)
        .order_by(first, DataElement.group_name, DataElement.position, DataElement.id)
    )
    rows = [ElementRow(**row) for row in session.execute(statement).mappings()]
    return [(name, list(found)) for name, found in groupby(rows, key=lambda row: row.group_name)]


def groups(session: Session) -> list[str]:
    """Return the names of the groups in the catalogue's order."""
    statement = select(DataElement.group_name).group_by(DataElement.group_name)
    return list(session.scalars(statement.order_by(func.min(DataElement.position))))


def subjects(session: Session) -> list[SubjectRow]:
    """Return all kinds of people whose data it is, in order, retired ones included."""
    statement = select(DataSubject.id, DataSubject.code, DataSubject.name, DataSubject.retired_at.is_not(None))
    return [
        SubjectRow(*row[:3], retired=bool(row[3])) for row in session.execute(statement.order_by(DataSubject.position))
    ]
