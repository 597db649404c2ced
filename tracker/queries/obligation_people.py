"""Who is told about contracts: the vendor's contacts by role, and the city's people, with stand-ins."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.domain.catalogue_words import ContactRole
from tracker.domain.obligations import Rhythm, Somebody
from tracker.domain.reminder_policy import Told
from tracker.domain.roles import Role
from tracker.models.contact import Contact, VendorContact
from tracker.models.department import Department
from tracker.models.person import Person, PersonDepartment, PersonRole

AT_ONCE = 500
ANY_ORDER = (ContactRole.SIGNER, ContactRole.PRIMARY, ContactRole.PRIVACY, ContactRole.SECURITY)


@dataclass(slots=True)
class People:
    """Everybody who can be told, looked up once for many obligations."""

    contacts: dict[int, dict[ContactRole, list[Somebody]]] = field(default_factory=dict)
    staff: dict[int, Somebody] = field(default_factory=dict)
    managers: dict[int, Somebody] = field(default_factory=dict)
    officers: list[tuple[Somebody, frozenset[int]]] = field(default_factory=list)
    known: dict[tuple[int, int, int | None, int | None], Mapping[Told, tuple[Somebody, ...]]] = field(
        default_factory=dict
    )

    def told(
        self, vendor_id: int, department_id: int, owner_id: int | None, asked_id: int | None = None
    ) -> Mapping[Told, tuple[Somebody, ...]]:
        """Return who plays each part for a contract; `asked_id` is the contact that a request was sent to.

        Signer and primary contact stand in for each other, then any contact of the vendor, then the contract's
        owner. The department's manager stands in for a missing owner, privacy officers for a missing manager.
        """
        parts = (vendor_id, department_id, owner_id, asked_id)
        if parts not in self.known:
            self.known[parts] = self._told(*parts)
        return self.known[parts]

    def _told(
        self, vendor_id: int, department_id: int, owner_id: int | None, asked_id: int | None
    ) -> Mapping[Told, tuple[Somebody, ...]]:
        officers = tuple(who for who, scope in self.officers if not scope or department_id in scope)
        manager = (self.managers[department_id],) if department_id in self.managers else officers
        owner = (self.staff[owner_id],) if owner_id in self.staff else manager
        signer, primary = self._vendor(vendor_id, asked_id)
        return {
            Told.SIGNER: signer or owner,
            Told.PRIMARY: primary or owner,
            Told.OWNER: owner,
            Told.MANAGER: manager,
            Told.PRIVACY_OFFICER: officers,
        }

    def _vendor(self, vendor_id: int, asked_id: int | None) -> tuple[tuple[Somebody, ...], tuple[Somebody, ...]]:
        roles = self.contacts.get(vendor_id, {})
        asked = tuple({who for held in roles.values() for who in held if who.contact_id == asked_id})
        if asked_id is not None and asked:
            return asked, asked
        some = next((tuple(roles[role]) for role in ANY_ORDER if roles.get(role)), ())
        signer = tuple(roles.get(ContactRole.SIGNER) or roles.get(ContactRole.PRIMARY) or some)
        primary = tuple(roles.get(ContactRole.PRIMARY) or roles.get(ContactRole.SIGNER) or some)
        return signer, primary


def people(session: Session, vendor_ids: Collection[int]) -> People:
    """Look up the contacts of these vendors and all active staff who may be told; who cannot be reached is left out."""
    found = People()
    wanted = sorted(vendor_ids)
    for start in range(0, len(wanted), AT_ONCE):
        found.contacts.update(_contacts(session, wanted[start : start + AT_ONCE]))
    staff = select(Person.id, Person.email, Person.name, Person.rhythm, Person.language)
    for row in session.execute(staff.where(Person.active.is_(True), Person.unreachable_at.is_(None))):
        rhythm = Rhythm(row.rhythm)
        found.staff[row.id] = Somebody(_address(row.email), row.name, None, row.id, rhythm, row.language)
    managed = select(Department.id, Department.manager_id).where(Department.manager_id.is_not(None))
    for department_id, manager_id in session.execute(managed):
        if manager_id in found.staff:
            found.managers[department_id] = found.staff[manager_id]
    found.officers = _officers(session, found.staff)
    return found


def _contacts(session: Session, vendor_ids: Sequence[int]) -> dict[int, dict[ContactRole, list[Somebody]]]:
    statement = (
        select(VendorContact.vendor_id, VendorContact.role, Contact.id, Contact.email, Contact.name, Contact.language)
        .join(Contact, Contact.id == VendorContact.contact_id)
        .where(VendorContact.vendor_id.in_(vendor_ids), Contact.unreachable_at.is_(None))
        .order_by(Contact.id)
    )
    found: dict[int, dict[ContactRole, list[Somebody]]] = defaultdict(lambda: defaultdict(list))
    for row in session.execute(statement):
        somebody = Somebody(_address(row.email), row.name, contact_id=row.id, language=row.language)
        found[row.vendor_id][row.role].append(somebody)
    return found


def _officers(session: Session, staff: Mapping[int, Somebody]) -> list[tuple[Somebody, frozenset[int]]]:
    scopes: dict[int, set[int]] = defaultdict(set)
    for row in session.execute(select(PersonDepartment.person_id, PersonDepartment.department_id)):
        scopes[row.person_id].add(row.department_id)
    held = select(PersonRole.person_id).where(PersonRole.role == Role.PRIVACY_OFFICER).order_by(PersonRole.person_id)
    return [(staff[number], frozenset(scopes[number])) for number in session.scalars(held) if number in staff]


def _address(email: str) -> str:
    return email.strip().lower()
