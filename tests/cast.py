"""The fixed cast: a small city with two vendors, always two, and the people who work with them."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.domain.catalogue_words import ContactRole
from tracker.domain.names import name_key
from tracker.domain.roles import Role
from tracker.models.contact import Contact, VendorContact
from tracker.models.contract import Contract, ContractTerm
from tracker.models.department import Department
from tracker.models.person import Person, PersonDepartment, PersonRole
from tracker.models.vendor import Vendor
from tracker.services import standings
from tracker.services.work import Work

PASSWORD = "seventeen-quiet-otters"
BEGAN_AT = datetime(2025, 12, 1, 18, 0, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Cast:
    """Ids of everybody and everything in the city of the tests; fetch rows with session.get."""

    library: int
    police: int
    pia: int  # procurement, whole city
    oscar: int  # privacy officer
    olga: int  # a second privacy officer
    max: int  # manager, sees the library only
    ada: int  # auditor
    adam: int  # administrator
    acme: int  # vendor of the library
    birch: int  # vendor of the police
    cora: int  # primary and signer at Acme
    ben: int  # primary and signer at Birch
    payroll: int  # Acme's contract C-2291, library, owner Pia, Jan 1 2026 to Dec 31 2027
    cameras: int  # Birch's contract C-3300, police, owner Pia, Jan 1 2026 to Dec 31 2027


def settle(work: Work) -> Cast:
    """Put the cast into an empty city (catalogue only), and flush."""
    session = work.session
    library, police = _add(session, Department(name="Library")), _add(session, Department(name="Police"))
    people = {
        "pia": _person(session, "Pia Procurement", Role.PROCUREMENT),
        "oscar": _person(session, "Oscar Officer", Role.PRIVACY_OFFICER),
        "olga": _person(session, "Olga Officer", Role.PRIVACY_OFFICER),
        "max": _person(session, "Max Manager", Role.MANAGER, library),
        "ada": _person(session, "Ada Auditor", Role.AUDITOR),
        "adam": _person(session, "Adam Administrator", Role.ADMINISTRATOR),
    }
    acme, birch = (
        _vendor(session, "V-100", "Acme Payroll, Inc."),
        _vendor(session, "V-200", "Birch Analytics LLC"),
    )
    cora = _contact(session, acme, "Cora Chen", "cora@acme.example")
    ben = _contact(session, birch, "Ben Birch", "ben@birch.example")
    payroll = _contract(session, "C-2291", "Payroll processing", acme, library, people["pia"])
    cameras = _contract(session, "C-3300", "Camera analytics", birch, police, people["pia"])
    standings.refresh(work, [payroll, cameras])
    return Cast(
        library=library, police=police, acme=acme, birch=birch, cora=cora, ben=ben, payroll=payroll, cameras=cameras,
        **people,
    )  # fmt: skip


def rows(session: Session, kind: type, /, **where: object) -> list[Any]:
    """All rows of a table that match."""
    return list(session.scalars(select(kind).filter_by(**where)))


def _add(session: Session, row: object) -> int:
    session.add(row)
    session.flush()
    return row.id  # type: ignore[attr-defined]  # every table of the cast has an id


def _person(session: Session, name: str, role: Role, department: int | None = None) -> int:
    first = name.split(maxsplit=1)[0].lower()
    person = _add(
        session,
        Person(email=f"{first}@city.example", name=name, epoch=f"epoch-{first}", created_at=BEGAN_AT, active=True),
    )
    session.add(PersonRole(person_id=person, role=role))
    if department:
        session.add(PersonDepartment(person_id=person, department_id=department))
    session.flush()
    return person


def _vendor(session: Session, number: str, name: str) -> int:
    return _add(
        session,
        Vendor(
            number=number,
            name=name,
            name_key=name_key(name),
            search_text=f"{number} {name}".casefold(),
            created_at=BEGAN_AT,
        ),
    )


def _contact(session: Session, vendor: int, name: str, email: str) -> int:
    contact = _add(session, Contact(email=email, name=name, title="Chief Financial Officer", created_at=BEGAN_AT))
    for role in (ContactRole.PRIMARY, ContactRole.SIGNER):
        session.add(VendorContact(vendor_id=vendor, contact_id=contact, role=role))
    session.flush()
    return contact


def _contract(session: Session, number: str, title: str, vendor: int, department: int, owner: int) -> int:
    contract = _add(
        session,
        Contract(
            number=number,
            title=title,
            vendor_id=vendor,
            department_id=department,
            owner_id=owner,
            amount=None,
            search_text=f"{number} {title}".casefold(),
            created_at=BEGAN_AT,
            updated_at=BEGAN_AT,
        ),
    )
    _add(
        session,
        ContractTerm(
            contract_id=contract,
            item_number="",
            starts_on=date(2026, 1, 1),
            through_on=date(2027, 12, 31),
            disposal_days=60,
            recorded_at=BEGAN_AT,
        ),
    )
    return contract
