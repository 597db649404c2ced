"""Planning a list of contacts: a person is known by its address; the vendor must be known already."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Final

from tracker.domain.catalogue_words import ContactRole
from tracker.domain.import_words import Fate, ImportKind
from tracker.services.contacts import ADDRESS, LONGEST
from tracker.services.list_imports.companies import Company
from tracker.services.list_imports.directory import Directory
from tracker.services.list_imports.drafts import Drafts
from tracker.services.list_imports.labels import erased, label, said, text
from tracker.services.list_imports.named_contacts import NamedContacts, Person, addresses
from tracker.services.list_imports.row_plan import NOT_YOURS, Change, Effect, Options, Row, RowPlan, Step, Told
from tracker.services.list_imports.vendor_scope import hidden_vendors
from tracker.services.work import Work

KIND: Final = ImportKind.CONTACTS
FIELDS: Final = ("name", "title", "phone", "language")
ERASABLE: Final = frozenset({"title", "phone"})


class ContactPlanner:
    """Plans one list of contacts."""

    def __init__(self, work: Work, options: Options) -> None:
        self._work, self._options = work, options
        self._drafts = Drafts()
        self._directory = Directory(work, options, self._drafts)
        self._people = NamedContacts(work, self._drafts, "email")
        self._seen: dict[str, Row] = {}
        self._hidden: set[int] = set()

    def steps(self, records: Iterable[Row]) -> Iterator[Step]:
        """Give one step per row, in the order of the list."""
        rows = list(records)
        self._directory.prepare((text(row, "vendor"), text(row, "vendor_number")) for row in rows)
        self._people.prepare(rows)
        self._hidden = hidden_vendors(self._work, self._options, self._directory.known_ids)
        for row in rows:
            yield self._step(row)

    def _step(self, row: Row) -> Step:
        emails = list(addresses(row, "email"))
        named = text(row, "name") or (emails[0] if emails else "")
        found = self._directory.find(text(row, "vendor"), text(row, "vendor_number"))
        if found.candidates:
            why = (label(KIND, "vendor"), "the vendor is likely known here by another name", ())
            return Step((RowPlan(row.number, Fate.UNDECIDED, named, *why, found.name[0], found.candidates),))
        problem = self._problem(row, emails, found.company)
        if problem is not None or found.company is None:
            column, reason = problem or ("vendor", "no vendor is known by this name")
            return Step((RowPlan(row.number, Fate.REFUSED, named, label(KIND, column), reason),))
        effects: list[Effect] = []
        told: list[Change] = []
        events: list[Told] = []
        new = False
        for email in emails:
            self._seen.setdefault(email, row)
            known = self._people.people.get(email)
            changes, made = self._person(row, email, found.company, only=len(emails) == 1)
            new = new or known is None
            told += changes
            effects += made
            if changes:
                events.append(self._told(self._people.people[email], found.company, changes, new=known is None))
        fate = Fate.CREATED if new else Fate.CHANGED if told else Fate.UNCHANGED
        return Step((RowPlan(row.number, fate, named, changes=tuple(told)),), tuple(effects), tuple(events))

    def _person(self, row: Row, email: str, company: Company, *, only: bool) -> tuple[list[Change], list[Effect]]:
        person = self._people.people.get(email)
        name = text(row, "name") if only else ""
        if person is None:
            more = (text(row, "title") if only else "", text(row, "phone"), text(row, "language") or "en")
            person, made = self._people.new(email, name or email, *more)
            told = [Change(label(KIND, "email"), "", email), *([Change(label(KIND, "name"), "", name)] if name else [])]
            effects = [made]
        else:
            told, effects = self._changes(row, person) if only else ([], [])
        held = person.roles.get(company.id, frozenset())
        wanted = self._roles(row, held)
        if wanted != held:
            effects.append(self._people.give_roles(person, company.id, wanted))
            told.append(Change(label(KIND, "roles"), "; ".join(sorted(held)), "; ".join(sorted(wanted))))
        return told, effects

    def _changes(self, row: Row, person: Person) -> tuple[list[Change], list[Effect]]:
        columns: dict[str, Any] = {}
        for field in FIELDS:
            value = text(row, field)
            erases = field in ERASABLE and erased(row, field, blank_erases=self._options.blank_erases)
            if (value or erases) and value != getattr(person, field):
                columns[field] = value
        if not columns:
            return [], []
        before = {field: getattr(person, field) for field in columns} | {"version": person.version}
        told = [Change(label(KIND, field), before[field], value) for field, value in columns.items()]
        for field, value in columns.items():
            setattr(person, field, value)
        person.version += 1
        return told, [Effect("contact", person.id, before, {**columns, "version": person.version})]

    def _roles(self, row: Row, held: frozenset[ContactRole]) -> frozenset[ContactRole]:
        named = row.values.get("roles")
        if isinstance(named, tuple) and named:
            return frozenset(ContactRole(role) for role in named)
        return held or frozenset({ContactRole.PRIMARY})

    def _problem(self, row: Row, emails: list[str], company: Company | None) -> tuple[str, str] | None:
        for email in emails:
            if not ADDRESS.match(email) or ".." in email or len(email) > LONGEST["email"]:
                return "email", f"{email} is not an e-mail address"
            other = self._seen.get(email)
            field = next((name for name in FIELDS if other is not None and _contradict(row, other, name)), None)
            if other is not None and field is not None:
                return field, f"row {other.number} says {said(text(other, field))} of the same person"
        if company is None:
            return None
        if company.archived:
            return "vendor", "the vendor is archived here; restore it first"
        return ("vendor", NOT_YOURS) if company.id in self._hidden else None

    def _told(self, person: Person, company: Company, changes: list[Change], *, new: bool) -> Told:
        subjects = (("vendor", company.id), ("contact", person.id))
        if new:
            return Told("contact:imported", f"imported contact {person.name} of {company.name}", subjects)
        phrases = ", ".join(f"{change.field.lower()} became “{change.new}”" for change in changes)
        details = {change.field: [change.old, change.new] for change in changes}
        sentence = f"changed contact {person.name} at {company.name}: {phrases}"
        return Told("contact:changed by import", sentence, subjects, details)


def _contradict(row: Row, other: Row, field: str) -> bool:
    one, two = text(row, field), text(other, field)
    return bool(one and two and one.casefold() != two.casefold())
