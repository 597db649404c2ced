"""Staff: who they are, their roles and the departments they see."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tracker.domain.roles import Role
from tracker.models.department import Department
from tracker.models.person import Person, PersonDepartment, PersonRole, SignIn
from tracker.queries.scope import Viewer


@dataclass(frozen=True, slots=True)
class PersonRow:
    """A member of staff; no departments means the whole city. `last_at` is the last sign-in, in UTC."""

    id: int
    name: str
    email: str
    active: bool
    has_password: bool
    second_factor: bool
    roles: tuple[Role, ...]
    departments: tuple[str, ...]
    last_at: datetime | None


def people(session: Session) -> list[PersonRow]:
    """Return everybody by name, the deactivated ones last."""
    statement = select(
        Person.id,
        Person.name,
        Person.email,
        Person.active,
        Person.password.is_not(None).label("has_password"),
        Person.tf_totp_secret.is_not(None).label("second_factor"),
    ).order_by(Person.active.desc(), Person.name, Person.id)
    roles, departments, last = _roles(session), _departments(session), _last_sign_ins(session)
    return [
        PersonRow(
            id=row.id,
            name=row.name,
            email=row.email,
            active=row.active,
            has_password=bool(row.has_password),
            second_factor=bool(row.second_factor),
            roles=tuple(roles[row.id]),
            departments=tuple(departments[row.id]),
            last_at=last.get(row.id),
        )
        for row in session.execute(statement)
    ]


def by_email(session: Session, email: str) -> Person:
    """Return the person with this address; raises LookupError with one sentence when there is none."""
    found = session.scalars(select(Person).where(Person.email == email.strip().casefold())).first()
    if found is None:
        raise LookupError(f"Nobody here has the address {email}.")
    return found


def roles_of(session: Session, person_id: int) -> frozenset[Role]:
    """Return the roles of a person."""
    return frozenset(session.scalars(select(PersonRole.role).where(PersonRole.person_id == person_id)))


def departments_of(session: Session, person_id: int) -> frozenset[int]:
    """Return the departments to which a person's view is limited; none means the whole city."""
    statement = select(PersonDepartment.department_id).where(PersonDepartment.person_id == person_id)
    return frozenset(session.scalars(statement))


def viewer(session: Session, person_id: int) -> Viewer | None:
    """Return a person of staff with the roles and departments of this moment; None when deactivated."""
    statement = select(Person.id, Person.name, Person.email, Person.language).where(
        Person.id == person_id, Person.active
    )
    row = session.execute(statement).first()
    if row is None:
        return None
    roles, departments = roles_of(session, person_id), departments_of(session, person_id)
    return Viewer(row.id, row.name, row.email, roles, departments, row.language)


def choices(session: Session) -> list[tuple[int, str]]:
    """Return (id, name) of the active people, by name, for a form."""
    statement = select(Person.id, Person.name).where(Person.active).order_by(Person.name)
    return [(number, name) for number, name in session.execute(statement)]


def active_with_role(session: Session, role: Role) -> list[int]:
    """Return the ids of the active people who have a role."""
    statement = select(Person.id).join(PersonRole, PersonRole.person_id == Person.id)
    return list(session.scalars(statement.where(Person.active, PersonRole.role == role).order_by(Person.id)))


def _roles(session: Session) -> dict[int, list[Role]]:
    found: dict[int, list[Role]] = defaultdict(list)
    for number, role in session.execute(select(PersonRole.person_id, PersonRole.role).order_by(PersonRole.role)):
        found[number].append(role)
    return found


def _departments(session: Session) -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    statement = select(PersonDepartment.person_id, Department.name).join(
        Department, Department.id == PersonDepartment.department_id
    )
    for number, name in session.execute(statement.order_by(Department.name)):
        found[number].append(name)
    return found


def _last_sign_ins(session: Session) -> dict[int, datetime]:
    statement = select(SignIn.person_id, func.max(SignIn.started_at)).group_by(SignIn.person_id)
    return dict(session.execute(statement).all())
