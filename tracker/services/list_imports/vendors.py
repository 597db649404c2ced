"""Planning a list of vendors: one row is one vendor, found by number, else by name or alias."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Final

from tracker.domain.import_words import Fate, ImportKind
from tracker.services.list_imports.companies import Company, Found, spelling
from tracker.services.list_imports.directory import Directory
from tracker.services.list_imports.drafts import Drafts
from tracker.services.list_imports.labels import erased, label, said, text
from tracker.services.list_imports.named_contacts import NamedContacts
from tracker.services.list_imports.row_plan import NOT_YOURS, Change, Effect, Options, Row, RowPlan, Step, Told
from tracker.services.list_imports.vendor_scope import hidden_vendors
from tracker.services.vendors import LONGEST_NOTE
from tracker.services.work import Work

FIELDS: Final = ("website", "note")
KIND: Final = ImportKind.VENDORS


class _NotUsable(Exception):
    def __init__(self, field: str, reason: str) -> None:
        super().__init__(reason)
        self.column, self.reason = label(KIND, field), reason


class VendorPlanner:
    """Plans one list of vendors."""

    def __init__(self, work: Work, options: Options) -> None:
        self._work, self._options = work, options
        self._drafts = Drafts()
        self._directory = Directory(work, options, self._drafts)
        self._contacts = NamedContacts(work, self._drafts)
        self._seen: dict[int, Row] = {}

    def steps(self, records: Iterable[Row]) -> Iterator[Step]:
        """Give one step per row, in the order of the list."""
        rows = list(records)
        self._directory.prepare((text(row, "vendor"), text(row, "vendor_number")) for row in rows)
        self._contacts.prepare(rows)
        self._hidden = hidden_vendors(self._work, self._options, self._directory.known_ids)
        for row in rows:
            yield self._step(row)

    def _step(self, row: Row) -> Step:
        name = text(row, "vendor")
        found = self._directory.find(name, text(row, "vendor_number"))
        if found.candidates:
            reason = "the vendor is likely known here by another name"
            undecided = RowPlan(
                row.number, Fate.UNDECIDED, name, label(KIND, "vendor"), reason, (), name, found.candidates
            )
            return Step((undecided,))
        try:
            self._check(row, found)
        except _NotUsable as error:
            return Step((RowPlan(row.number, Fate.REFUSED, name, error.column, error.reason),))
        new = found.company is None
        company, effects, learned = self._directory.take(found)
        self._seen.setdefault(company.id, row)
        told, more = self._changes(row, company, new=new)
        contacts = self._contacts.effects(company.id, row)
        effects += [*more, *contacts[0]]
        told += contacts[1]
        if new:
            told.insert(0, Change(label(KIND, "vendor"), "", name))
        changed = bool(told or learned)
        fate = Fate.CREATED if new else Fate.CHANGED if changed else Fate.UNCHANGED
        plan = RowPlan(row.number, fate, name, "", ", ".join(learned), tuple(told))
        return Step((plan,), tuple(effects), self._told(company, plan, new=new) if changed else ())

    def _changes(self, row: Row, company: Company, *, new: bool) -> tuple[list[Change], list[Effect]]:
        told: list[Change] = []
        effects: list[Effect] = []
        columns: dict[str, Any] = {}
        for field in FIELDS:
            value, known = text(row, field), getattr(company, field)
            if (value or erased(row, field, blank_erases=self._options.blank_erases)) and value != known:
                columns[field] = value
                told.append(Change(label(KIND, field), known, value))
        if columns:
            effects.append(self._directory.change(company, **columns))
        aliases = row.values.get("aliases") or ()
        for alias in aliases if isinstance(aliases, tuple) else (aliases,):
            made = self._directory.add_alias(company, alias)
            if made:
                effects += made
                told.append(Change(label(KIND, "aliases"), "", alias))
        if new and company.number:
            told.insert(0, Change(label(KIND, "vendor_number"), "", company.number))
        return told, effects

    def _check(self, row: Row, found: Found) -> None:
        company = found.company
        website, note = text(row, "website"), text(row, "note")
        if website and not website.startswith(("https://", "http://")):
            raise _NotUsable("website", "an address begins with https://")
        if len(note) > LONGEST_NOTE:
            raise _NotUsable("note", f"use at most {LONGEST_NOTE:,} characters")
        if company is None:
            return
        if company.archived:
            raise _NotUsable("vendor", "the vendor is archived here; restore it first")
        if company.id in self._hidden:
            raise _NotUsable("vendor", NOT_YOURS)
        other = self._seen.get(company.id)
        if other is not None:
            self._check_against(row, other)

    def _check_against(self, row: Row, other: Row) -> None:
        for field in ("vendor_number", *FIELDS):
            one, two = text(row, field), text(other, field)
            if one and two and one != two:
                raise _NotUsable(field, f"row {other.number} says {said(two)} of the same vendor; one of them is wrong")
        same_name = spelling(text(row, "vendor")) == spelling(text(other, "vendor"))
        if not same_name and text(row, "vendor_number") and text(row, "vendor_number") == text(other, "vendor_number"):
            raise _NotUsable(
                "vendor", f"row {other.number} gives the same number to {text(other, 'vendor')}; one of them is wrong"
            )

    def _told(self, company: Company, plan: RowPlan, *, new: bool) -> tuple[Told, ...]:
        subjects = (("vendor", company.id),)
        if new:
            return (Told("vendor:imported", f"imported vendor {company.name}", subjects),)
        phrases = [plan.reason] if plan.reason else []
        phrases += [f"{change.field.lower()} became “{change.new}”" for change in plan.changes]
        details = {change.field: [change.old, change.new] for change in plan.changes}
        sentence = f"changed vendor {company.name}: {', '.join(phrases)}"
        return (Told("vendor:changed by import", sentence, subjects, details),)
