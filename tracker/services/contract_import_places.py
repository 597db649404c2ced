"""Vendors, departments and owners that the rows of a list name: found, or recorded as new."""

from __future__ import annotations

from dataclasses import dataclass, field

from sqlalchemy import select

from tracker.domain.names import name_key, search_text
from tracker.imports.contract_list import ContractRow
from tracker.models.department import Department
from tracker.models.person import Person
from tracker.models.vendor import Vendor, VendorAlias
from tracker.services.work import Work


@dataclass(slots=True)
class Places:
    """Everybody whom a row can name, by what it is known by."""

    work: Work
    by_number: dict[str, Vendor] = field(default_factory=dict)
    by_key: dict[str, list[Vendor]] = field(default_factory=dict)
    spellings: dict[Vendor, set[str]] = field(default_factory=dict)
    departments: dict[str, Department] = field(default_factory=dict)
    owners: dict[str, int] = field(default_factory=dict)
    aliases: list[tuple[Vendor, str]] = field(default_factory=list)

    @classmethod
    def of(cls, work: Work) -> Places:
        """Gather the vendors with their aliases, the departments and the people who are in the city now."""
        places, session = cls(work), work.session
        vendors = {vendor.id: vendor for vendor in session.scalars(select(Vendor).order_by(Vendor.id))}
        for vendor in vendors.values():
            places._know(vendor)
        for alias in session.execute(select(VendorAlias.vendor_id, VendorAlias.name, VendorAlias.name_key)):
            places.by_key.setdefault(alias.name_key, []).append(vendors[alias.vendor_id])
            places.spellings[vendors[alias.vendor_id]].add(_spelling(alias.name))
        for department in session.scalars(select(Department).order_by(Department.id)):
            places.departments.setdefault(_department_key(department.name), department)
        for person in session.execute(select(Person.id, Person.name, Person.email).where(Person.active)):
            places.owners[person.email.casefold()] = places.owners[person.name.casefold()] = person.id
        return places

    def vendor(self, row: ContractRow) -> tuple[Vendor, list[str]]:
        """Return the vendor that a row means and, as phrases, what the row taught about one known before.

        Known by its number, else by its name or an alias, unless that vendor has another number; else it is new.
        """
        vendor = self._known(row)
        if vendor is None:
            return self._new(row), []
        learned = []
        if row.vendor_number and vendor.number is None:
            vendor.number = row.vendor_number
            self.by_number[row.vendor_number] = vendor
            learned.append(f"vendor number {row.vendor_number} recorded")
        if _spelling(row.vendor) not in self.spellings[vendor]:
            self.spellings[vendor].add(_spelling(row.vendor))
            self.aliases.append((vendor, row.vendor))
            learned.append(f"vendor also written {row.vendor}")
        return vendor, learned

    def archived(self, row: ContractRow) -> Vendor | None:
        """Return the vendor that a row means when it is archived."""
        vendor = self._known(row)
        return vendor if vendor is not None and vendor.archived_at is not None else None

    def department(self, name: str) -> Department | None:
        """Return the department of that name, made if it is new; None without a name."""
        if not name:
            return None
        known = self.departments.get(_department_key(name))
        if known is None:
            known = self.departments[_department_key(name)] = Department(name=name)
            self.work.session.add(known)
        return known

    def owner(self, name: str) -> int | None:
        """Return the id of the person with that name or e-mail address, or None."""
        return self.owners.get(name.casefold()) if name else None

    def write_down(self) -> None:
        """Flush new vendors and departments, and record the spellings that were learned as aliases."""
        session = self.work.session
        session.flush()
        for vendor, name in self.aliases:
            session.add(VendorAlias(vendor_id=vendor.id, name=name, name_key=name_key(name)))
            vendor.search_text = search_text(*vendor.search_text.split("\n"), name)
        self.aliases.clear()
        session.flush()

    def _known(self, row: ContractRow) -> Vendor | None:
        if row.vendor_number and row.vendor_number in self.by_number:
            return self.by_number[row.vendor_number]
        key = name_key(row.vendor)
        named = [
            vendor
            for vendor in self.by_key.get(key, ())
            if not row.vendor_number or vendor.number in {None, row.vendor_number}
        ]
        exact = [vendor for vendor in named if _spelling(vendor.name) == _spelling(row.vendor)]
        # A name of signs only has no key, and two such names have nothing in common.
        alike = [*exact, *(named if key else ())]
        return min(alike, key=lambda vendor: vendor.archived_at is not None, default=None)

    def _new(self, row: ContractRow) -> Vendor:
        vendor = Vendor(
            number=row.vendor_number or None,
            name=row.vendor,
            name_key=name_key(row.vendor),
            search_text=search_text(row.vendor, row.vendor_number),
            created_at=self.work.now,
        )
        self.work.session.add(vendor)
        self._know(vendor)
        return vendor

    def _know(self, vendor: Vendor) -> None:
        self.by_key.setdefault(vendor.name_key, []).append(vendor)
        self.spellings[vendor] = {_spelling(vendor.name)}
        if vendor.number:
            self.by_number[vendor.number] = vendor


def _spelling(name: str) -> str:
    return " ".join(name.casefold().split())


def _department_key(name: str) -> str:
    return "".join(letter for letter in name.casefold() if letter.isalnum())
