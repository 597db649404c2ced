"""What can be asked for today: contracts with what hinders asking, and the people who could be asked."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from tracker.domain.catalogue_words import ContactRole
from tracker.domain.coming import Coming, Declared, coming
from tracker.models.contact import Contact, VendorContact
from tracker.models.contract import Contract
from tracker.models.department import Department
from tracker.models.request import Request, RequestContract
from tracker.models.vendor import Vendor
from tracker.queries.facts import facts_of

ROLE_ORDER = (ContactRole.SIGNER, ContactRole.PRIMARY, ContactRole.PRIVACY, ContactRole.SECURITY)
AT_MOST = 1000


class Hindrance(StrEnum):
    """Why a contract cannot be asked about."""

    ARCHIVED = "archived"
    UNDECLARED = "undeclared"
    NO_PERSONAL_DATA = "no personal data"
    OPEN_REQUEST = "open request"


@dataclass(frozen=True, slots=True)
class AskRow:
    """A contract that somebody wants to ask about; `hindrance` is None when nothing stands in the way."""

    contract_id: int
    number: str
    title: str
    department: str
    vendor_id: int
    vendor_name: str
    coming: Coming
    hindrance: Hindrance | None
    open_request_id: int | None = None
    open_request_number: str | None = None


@dataclass(frozen=True, slots=True)
class VendorPerson:
    """A contact of a vendor with the roles it has there, the most fitting to be asked first."""

    contact_id: int
    vendor_id: int
    name: str
    email: str
    title: str
    roles: tuple[ContactRole, ...]
    language: str = "en"


def askable(
    session: Session, contract_ids: Sequence[int], day: date, scope: ColumnElement[bool] | None = None
) -> list[AskRow]:
    """Return these contracts, by vendor and number, each with what hinders asking on `day`.

    What does not exist, or lies outside `scope` (a condition on Contract.department_id), is left out.
    """
    rows = session.execute(_contracts(contract_ids, scope)).all()
    found = {item.contract_id: coming(item.facts, day) for item in facts_of(session, [row.id for row in rows])}
    open_requests = open_by_contract(session, [row.id for row in rows])
    answers = []
    for row in rows:
        kind = found.get(row.id, Coming(Declared.UNDECLARED))
        asked = open_requests.get(row.id)
        answers.append(
            AskRow(
                row.id, row.number, row.title, row.department, row.vendor_id, row.vendor_name, kind,
                _hindrance(kind, archived=row.archived_at is not None, asked=asked is not None),
                *(asked or (None, None)),
            )
        )  # fmt: skip
    return answers


def open_by_contract(session: Session, contract_ids: Sequence[int]) -> dict[int, tuple[int, str]]:
    """Return the id and number of the open request of each contract that has one."""
    statement = (
        select(RequestContract.contract_id, Request.id, Request.number)
        .join(Request, Request.id == RequestContract.request_id)
        .where(RequestContract.contract_id.in_(contract_ids), Request.closed_at.is_(None))
    )
    return {row.contract_id: (row.id, row.number) for row in session.execute(statement)}


def people_of(session: Session, vendor_ids: Sequence[int]) -> list[VendorPerson]:
    """Return the contacts of these vendors: signers first, then primary contacts, then by name."""
    statement = (
        select(
            Contact.id,
            VendorContact.vendor_id,
            Contact.name,
            Contact.email,
            Contact.title,
            Contact.language,
            VendorContact.role,
        )
        .join(VendorContact, VendorContact.contact_id == Contact.id)
        .where(VendorContact.vendor_id.in_(vendor_ids))
        .order_by(Contact.name, Contact.id)
    )
    people: dict[tuple[int, int], VendorPerson] = {}
    for row in session.execute(statement):
        key = (row.vendor_id, row.id)
        roles = (*(people[key].roles if key in people else ()), row.role)
        ordered = tuple(sorted(roles, key=ROLE_ORDER.index))
        people[key] = VendorPerson(row.id, row.vendor_id, row.name, row.email, row.title, ordered, row.language)
    return sorted(people.values(), key=lambda person: ROLE_ORDER.index(person.roles[0]))


def _contracts(contract_ids: Sequence[int], scope: ColumnElement[bool] | None):  # type: ignore[no-untyped-def]  # noqa: ANN202  # a Select of columns
    statement = (
        select(
            Contract.id,
            Contract.number,
            Contract.title,
            Contract.vendor_id,
            Contract.archived_at,
            Department.name.label("department"),
            Vendor.name.label("vendor_name"),
        )
        .join(Vendor, Vendor.id == Contract.vendor_id)
        .join(Department, Department.id == Contract.department_id)
        .where(Contract.id.in_(list(contract_ids)[:AT_MOST]))
        .order_by(Vendor.name, Contract.vendor_id, Contract.number)
    )
    return statement if scope is None else statement.where(scope)


def _hindrance(kind: Coming, *, archived: bool, asked: bool) -> Hindrance | None:
    if archived:
        return Hindrance.ARCHIVED
    if asked:
        return Hindrance.OPEN_REQUEST
    if kind.declared is Declared.UNDECLARED:
        return Hindrance.UNDECLARED
    return Hindrance.NO_PERSONAL_DATA if kind.declared is Declared.NO_PERSONAL_DATA else None
