"""The contact that a row of vendors or contracts names: made with its roles where the vendor has no such person."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from sqlalchemy import select

from tracker.domain.catalogue_words import ContactRole
from tracker.models.contact import Contact, VendorContact
from tracker.services.list_imports.directory import portions
from tracker.services.list_imports.drafts import Drafts
from tracker.services.list_imports.labels import text
from tracker.services.list_imports.row_plan import Change, Effect, Row
from tracker.services.work import Work

ROLES: Final = (ContactRole.PRIMARY, ContactRole.SIGNER)


@dataclass(slots=True, eq=False)
class Person:
    """A contact as it is known now; `roles` by vendor."""

    id: int
    email: str
    name: str
    title: str = ""
    phone: str = ""
    language: str = "en"
    version: int = 1
    roles: dict[int, frozenset[ContactRole]] = field(default_factory=dict)


class NamedContacts:
    """Finds contacts by their address, and keeps in mind which are new."""

    def __init__(self, work: Work, drafts: Drafts, email_field: str = "contact_email") -> None:
        self._work, self._drafts, self._field = work, drafts, email_field
        self.people: dict[str, Person] = {}

    def prepare(self, rows: Iterable[Row]) -> None:
        """Read the contacts of all addresses that the rows name, with their roles, in a few queries."""
        wanted = {email for row in rows for email in addresses(row, self._field)}
        by_id: dict[int, Person] = {}
        columns = (Contact.id, Contact.email, Contact.name, Contact.title, Contact.phone, Contact.language)
        for some in portions(wanted):
            found = select(*columns, Contact.version).where(Contact.email.in_(some))
            for row in self._work.session.execute(found):
                person = by_id[row.id] = self.people[row.email] = Person(*row)
                person.roles = {}
        for numbers in portions(by_id):
            roles = select(VendorContact).where(VendorContact.contact_id.in_(numbers))
            for role in self._work.session.execute(roles.with_only_columns(*VendorContact.__table__.c)):
                held = by_id[role.contact_id].roles
                held[role.vendor_id] = held.get(role.vendor_id, frozenset()) | {ContactRole(role.role)}

    def effects(self, vendor_id: int, row: Row) -> tuple[list[Effect], list[Change]]:
        """Return what makes the contacts that a row names for a vendor, and how it is said; nothing for known ones."""
        made: list[Effect] = []
        told: list[Change] = []
        for email in addresses(row, self._field):
            person = self.people.get(email)
            if person is not None and vendor_id in person.roles:
                continue
            if person is None:
                person, effect = self.new(email, text(row, "contact_name") or email, phone=text(row, "contact_phone"))
                made.append(effect)
            made.append(self.give_roles(person, vendor_id, frozenset(ROLES)))
            told.append(Change("Contact", "", f"{person.name} <{email}>" if person.name != email else email))
        return made, told

    def new(
        self, email: str, name: str, title: str = "", phone: str = "", language: str = "en"
    ) -> tuple[Person, Effect]:
        """Return a new contact and what makes it."""
        person = self.people[email] = Person(self._drafts.new("contact"), email, name[:200], title, phone, language)
        after: dict[str, Any] = {
            "email": email,
            "name": person.name,
            "title": person.title,
            "phone": person.phone,
            "language": person.language,
            "created_at": self._work.now,
            "version": 1,
        }
        return person, Effect("contact", person.id, None, after)

    def give_roles(self, person: Person, vendor_id: int, roles: frozenset[ContactRole]) -> Effect:
        """Return what gives a person these roles at a vendor in the place of those it has there."""
        before = sorted(person.roles.get(vendor_id, frozenset()))
        person.roles[vendor_id] = roles
        known = {"vendor_id": vendor_id, "contact_id": person.id}
        return Effect("vendor_contact", person.id, {**known, "roles": before}, {**known, "roles": sorted(roles)})


def addresses(row: Row, field_key: str) -> Iterator[str]:
    """Give the addresses of a cell, in lower case."""
    value = row.values.get(field_key)
    for email in value if isinstance(value, tuple) else (value,) if isinstance(value, str) and value else ():
        yield email.casefold()
