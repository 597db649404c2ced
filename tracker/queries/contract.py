"""One contract as its page shows it."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from tracker.models.contract import Contract, ContractTerm, Disposal
from tracker.models.department import Department
from tracker.models.person import Person
from tracker.models.vendor import Vendor
from tracker.queries.scope import Viewer, within


@dataclass(frozen=True, slots=True)
class ContractView:
    """A contract with the names of everything that it belongs to; moments are UTC, amount in dollars."""

    id: int
    number: str
    title: str
    vendor_id: int
    vendor: str
    vendor_number: str | None
    department_id: int
    department: str
    owner_id: int | None
    owner: str | None
    manager: str | None
    amount: Decimal | None
    renewal_terms: str
    breach_notice_hours: int
    note: str
    updated_at: datetime
    archived_at: datetime | None
    version: int


@dataclass(frozen=True, slots=True)
class TermRow:
    """A term held true now; days are the city's, the last one counts, None is open."""

    id: int
    item_number: str
    starts_on: date | None
    through_on: date | None
    disposal_days: int


@dataclass(frozen=True, slots=True)
class DisposalRow:
    """A certificate that the data was returned or destroyed."""

    id: int
    certified_on: date
    method: str
    certified_by: str


@dataclass(frozen=True, slots=True)
class Choice:
    """Something to choose from a list."""

    id: int
    name: str


Manager = aliased(Person, name="manager")


def contract(session: Session, viewer: Viewer, contract_id: int) -> ContractView | None:
    """Return the contract, archived ones included, or None when it is missing or not the viewer's to see."""
    statement = (
        select(
            Contract.id,
            Contract.number,
            Contract.title,
            Contract.vendor_id,
            Vendor.name,
            Vendor.number,
            Contract.department_id,
            Department.name,
            Contract.owner_id,
            Person.name,
            Manager.name,
            Contract.amount,
            Contract.renewal_terms,
            Contract.breach_notice_hours,
            Contract.note,
            Contract.updated_at,
            Contract.archived_at,
            Contract.version,
        )
        .join(Vendor, Vendor.id == Contract.vendor_id)
        .join(Department, Department.id == Contract.department_id)
        .outerjoin(Person, Person.id == Contract.owner_id)
        .outerjoin(Manager, Manager.id == Department.manager_id)
        .where(Contract.id == contract_id, within(viewer, Contract.department_id))
    )
    row = session.execute(statement).first()
    values: tuple[Any, ...] | None = tuple(row) if row else None
    return ContractView(*values) if values else None


def terms(session: Session, contract_id: int) -> list[TermRow]:
    """Return the terms held true now, earliest first."""
    columns = (
        ContractTerm.id,
        ContractTerm.item_number,
        ContractTerm.starts_on,
        ContractTerm.through_on,
        ContractTerm.disposal_days,
    )
    statement = select(*columns).where(ContractTerm.contract_id == contract_id, ContractTerm.replaced_at.is_(None))
    rows = [TermRow(*row) for row in session.execute(statement)]
    return sorted(rows, key=lambda row: (row.starts_on or date.min, row.through_on or date.max, row.id))


def disposals(session: Session, contract_id: int) -> list[DisposalRow]:
    """Return the certificates held true now, newest first."""
    columns = (Disposal.id, Disposal.certified_on, Disposal.method, Disposal.certified_by)
    statement = select(*columns).where(Disposal.contract_id == contract_id, Disposal.replaced_at.is_(None))
    return [DisposalRow(*row) for row in session.execute(statement.order_by(Disposal.certified_on.desc()))]


def departments(session: Session, viewer: Viewer) -> list[Choice]:
    """Return the departments that the viewer may put a contract into, by name."""
    statement = select(Department.id, Department.name).where(
        Department.archived_at.is_(None), within(viewer, Department.id)
    )
    return [Choice(*row) for row in session.execute(statement.order_by(Department.name))]


def owners(session: Session) -> list[Choice]:
    """Return the people who can own a contract: everybody who can sign in, by name."""
    statement = select(Person.id, Person.name).where(Person.active).order_by(Person.name)
    return [Choice(*row) for row in session.execute(statement)]
