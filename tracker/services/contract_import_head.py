"""What a list says of a contract itself, apart from its terms: vendor, department, title, amount, owner."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from tracker.domain.names import search_text
from tracker.imports.contract_list import ContractRow
from tracker.models.contract import Contract, ContractTerm
from tracker.models.department import Department
from tracker.models.vendor import Vendor
from tracker.services.contract_import_places import Places
from tracker.services.contract_import_terms import Pairing, latest_key
from tracker.services.work import Work


@dataclass(slots=True)
class Head:
    """What one contract's rows say of it; `lead` is the row of its latest term, whose words count."""

    lead: ContractRow
    vendor: Vendor | None = None
    department: Department | None = None
    title: str = ""
    owner_id: int | None = None
    learned: list[str] = field(default_factory=list)
    refusal: str = ""
    changes: dict[str, list[Any]] = field(default_factory=dict)

    def write(self, work: Work, contract: Contract | None, *, breach_notice_hours: int) -> Contract:
        """Record the contract, or what changed of it; the caller flushes. Vendor and department have their ids."""
        if contract is not None:
            self._change(work, contract)
            return contract
        assert self.vendor is not None and self.department is not None  # noqa: S101, PT018  # else it was refused
        made = Contract(
            number=self.lead.contract_number,
            title=self.title,
            vendor_id=self.vendor.id,
            department_id=self.department.id,
            owner_id=self.owner_id,
            amount=self.lead.amount,
            breach_notice_hours=breach_notice_hours,
            search_text=search_text(self.lead.contract_number, self.title),
            created_at=work.now,
            updated_at=work.now,
        )
        work.session.add(made)
        return made

    def _change(self, work: Work, contract: Contract) -> None:
        told = {
            "title": self.title or None,
            "amount": self.lead.amount,
            "vendor_id": self.vendor.id if self.vendor else None,
            "department_id": self.department.id if self.department else None,
            "owner_id": self.owner_id,
        }
        for name, value in told.items():
            before = getattr(contract, name)
            if value is not None and value != before:
                setattr(contract, name, value)
                self.changes[name] = [before, value]
        if "title" in self.changes:
            contract.search_text = search_text(contract.number, contract.title)
        if self.changes:
            contract.updated_at = work.now

    @property
    def phrases(self) -> list[str]:
        """What changed, as phrases; known after `write`."""
        said = list(self.learned)
        for name, (before, after) in self.changes.items():
            if name == "vendor_id" and self.vendor:
                said.append(f"moved to {self.vendor.name}")
            elif name == "department_id" and self.department:
                said.append(f"department {self.department.name}")
            elif name == "owner_id":
                said.append(f"owner {self.lead.owner}")
            elif name == "amount":
                said.append(f"amount {'none' if before is None else f'{before:,.2f}'} became {after:,.2f}")
            else:
                said.append(f"title “{before}” became “{after}”")
        return said


def lead_of(pairings: Sequence[Pairing], terms: Iterable[ContractTerm]) -> Pairing | None:
    """Return the pairing of the latest term; None when a later one is known that the list does not name."""
    lead = max(pairings, key=lambda item: (*latest_key(item.starts_on, item.through_on), item.row.number))
    meant = {id(pairing.term) for pairing in pairings}
    others = [latest_key(term.starts_on, term.through_on) for term in terms if id(term) not in meant]
    if others and max(others) > latest_key(lead.starts_on, lead.through_on):
        return None
    return lead


def plan_head(places: Places, contract: Contract | None, rows: Sequence[ContractRow], lead: Pairing | None) -> Head:
    """Say what the rows will do to the contract; without a lead they add older terms and nothing else.

    `refusal` is a sentence when the contract cannot be recorded.
    """
    if contract is not None and contract.archived_at is not None:
        return Head(rows[0], refusal="the contract is archived here; restore it first")
    if lead is None:
        return Head(ContractRow(rows[-1].number, rows[-1].contract_number, rows[-1].vendor))
    row = lead.row
    department = row.department or next((other.department for other in rows if other.department), "")
    if contract is None and not department:
        return Head(row, refusal="the row names no department")
    archived = places.archived(row)
    if archived and (contract is None or contract.vendor_id != archived.id):
        return Head(row, refusal=f"the vendor {archived.name} is archived here; restore it first")
    vendor, learned = places.vendor(row)
    return Head(
        row,
        vendor=vendor,
        department=places.department(department),
        title=row.title or next((other.title for other in rows if other.title), "") or _no_title(contract),
        owner_id=places.owner(row.owner),
        learned=learned,
    )


def _no_title(contract: Contract | None) -> str:
    return contract.title if contract is not None else "Untitled contract"
