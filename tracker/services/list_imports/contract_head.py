"""What a list says of a contract itself, apart from its terms: vendor, department, title, amount, owner, note."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Final

from tracker.domain.import_words import ImportKind
from tracker.services.contract_terms import LONGEST_DISPOSAL
from tracker.services.contracts import LARGEST_AMOUNT, LONGEST_BREACH_NOTICE
from tracker.services.list_imports.companies import Company, Found
from tracker.services.list_imports.contract_reads import KnownContract
from tracker.services.list_imports.directory import Directory
from tracker.services.list_imports.labels import erased, first_text, label, said, text
from tracker.services.list_imports.row_plan import NOT_YOURS, Candidate, Change, Effect, Options, Row
from tracker.services.list_imports.surroundings import Surroundings
from tracker.services.list_imports.terms import KnownTerm, Pairing, latest_key

PLAIN: Final = ("amount", "renewal_terms", "breach_notice_hours", "note")
EMPTY: Final[dict[str, Any]] = {"amount": None, "renewal_terms": "", "note": "", "owner_id": None}
NO_TITLE: Final = "Untitled contract"


class NotUsable(Exception):
    """Rows of a contract that cannot be used: the column's heading of ours and the reason."""

    def __init__(self, field_key: str, reason: str, candidates: tuple[Candidate, ...] = (), spelling: str = "") -> None:
        super().__init__(reason)
        self.column = label(ImportKind.CONTRACTS, field_key)
        self.reason, self.candidates, self.spelling = reason, candidates, spelling


@dataclass(slots=True)
class Head:
    """What the lead row says: columns as they shall stand, and what was made or learned on the way."""

    company: Company | None = None
    columns: dict[str, Any] = field(default_factory=dict)
    effects: list[Effect] = field(default_factory=list)
    learned: list[str] = field(default_factory=list)


@dataclass(slots=True)
class HeadPlanner:
    """Plans heads; keeps in mind which departments and vendors are new."""

    directory: Directory
    surroundings: Surroundings
    options: Options

    def head(self, contract: KnownContract | None, rows: Sequence[Row], lead: Row | None) -> Head:
        """Return what the rows say of the contract; without a lead they add older terms and nothing else.

        Raises NotUsable; nothing is kept in mind then.
        """
        self._check_contract(contract)
        if lead is None:
            return Head()
        _check_values(lead)
        department_name = text(lead, "department") or first_text(rows, "department")
        department_id = self._department(contract, department_name)
        found = self.directory.find(text(lead, "vendor"), text(lead, "vendor_number"))
        self._check_vendor(contract, found)
        head = Head()
        if department_id is None and department_name:
            department_id, made = self.surroundings.add_department(department_name)
            head.effects.append(made)
        if found.name[0] or found.company:
            head.company, effects, head.learned = self.directory.take(found)
            head.effects += effects
        title = text(lead, "title") or first_text(rows, "title")
        head.columns = self._columns(lead, contract, title, department_id, head.company)
        return head

    def changes(self, head: Head, contract: KnownContract | None) -> dict[str, tuple[Any, Any]]:
        """Return the columns that become other than they are, with both values; a new contract has all of them."""
        if contract is None:
            return {name: (None, value) for name, value in head.columns.items()}
        pairs = {name: (getattr(contract, name), value) for name, value in head.columns.items()}
        return {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}

    def words(self, changes: dict[str, tuple[Any, Any]], head: Head, vendor_name: str) -> list[Change]:
        """Return changed columns as people read them; `vendor_name` is that of the vendor until now."""
        found = []
        for name, (old, new) in changes.items():
            match name:
                case "vendor_id":
                    told = ("vendor", vendor_name if old else "", head.company.name if head.company else "")
                case "department_id":
                    names = self.surroundings.names
                    told = ("department", names.get(old, ""), names.get(new, ""))
                case "owner_id":
                    people = self.surroundings.people
                    told = ("owner", people.get(old, ""), people.get(new, ""))
                case _:
                    told = (name, said(old), said(new))
            if told[1] != told[2]:
                found.append(Change(label(ImportKind.CONTRACTS, told[0]), told[1], told[2]))
        return found

    def _columns(
        self, lead: Row, contract: KnownContract | None, title: str, department_id: int | None, company: Company | None
    ) -> dict[str, Any]:
        columns: dict[str, Any] = {
            "title": title or (None if contract else NO_TITLE),
            "vendor_id": company.id if company else None,
            "department_id": department_id,
            "owner_id": self.surroundings.owner(text(lead, "owner")),
            **{name: lead.values.get(name) for name in PLAIN},
        }
        kept = {name: value for name, value in columns.items() if value is not None}
        for name in EMPTY:
            if erased(lead, name.removesuffix("_id"), blank_erases=self.options.blank_erases):
                kept[name] = EMPTY[name]
        return kept

    def _check_contract(self, contract: KnownContract | None) -> None:
        if contract is None:
            return
        if contract.archived_at is not None:
            raise NotUsable("contract_number", "the contract is archived here; restore it first")
        if not self.options.covers(contract.department_id):
            raise NotUsable("contract_number", NOT_YOURS)

    def _department(self, contract: KnownContract | None, name: str) -> int | None:
        if not name:
            if contract is None:
                raise NotUsable("department", "the row names no department")
            return None
        found = self.surroundings.department(name)
        if found in self.surroundings.archived:
            raise NotUsable("department", f"the department {name} is archived here")
        if self.options.departments and (found is None or not self.options.covers(found)):
            raise NotUsable("department", NOT_YOURS)
        return found

    def _check_vendor(self, contract: KnownContract | None, found: Found) -> None:
        if found.candidates:
            raise NotUsable(
                "vendor", "the vendor is likely known here by another name", found.candidates, found.name[0]
            )
        company = found.company
        if company is None and not found.name[0]:
            if contract is None:
                raise NotUsable("vendor_number", f"no vendor has the number {found.name[1]}")
            return
        if company and company.archived and (contract is None or contract.vendor_id != company.id):
            raise NotUsable("vendor", f"the vendor {company.name} is archived here; restore it first")


def lead_of(pairings: Sequence[Pairing], terms: Iterable[KnownTerm]) -> Pairing | None:
    """Return the pairing of the latest term; None when a later one is known that the list does not name."""
    lead = max(pairings, key=lambda item: (*latest_key(item.starts_on, item.through_on), item.row.number))
    meant = {pairing.term.id for pairing in pairings if pairing.term}
    others = [latest_key(term.starts_on, term.through_on) for term in terms if term.id not in meant]
    if others and max(others) > latest_key(lead.starts_on, lead.through_on):
        return None
    return lead


def _check_values(lead: Row) -> None:
    amount, hours, days = (lead.values.get(name) for name in ("amount", "breach_notice_hours", "disposal_days"))
    if isinstance(amount, Decimal) and abs(amount) > LARGEST_AMOUNT:
        raise NotUsable("amount", "the amount is too large; there may be a digit too many")
    if isinstance(hours, int) and not 0 < hours <= LONGEST_BREACH_NOTICE:
        raise NotUsable("breach_notice_hours", f"hours are a number from 1 to {LONGEST_BREACH_NOTICE:,}")
    if isinstance(days, int) and not 0 <= days <= LONGEST_DISPOSAL:
        raise NotUsable("disposal_days", f"days are a number from 0 to {LONGEST_DISPOSAL:,}")
