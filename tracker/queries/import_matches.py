"""Names in a list that may mean a vendor known under another name, and what is known of those vendors."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tracker.domain.import_words import Fate
from tracker.models.contract import Contract
from tracker.models.department import Department
from tracker.models.list_import import ImportRow
from tracker.models.vendor import Vendor

AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Likely:
    """A known vendor that a spelling may mean, and why it may."""

    vendor_id: int
    name: str
    number: str
    why: str


@dataclass(slots=True)
class Undecided:
    """A spelling that nobody has decided about, the rows that use it, and the vendors that it may mean."""

    spelling: str
    likely: tuple[Likely, ...]
    rows: list[int] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class KnownVendor:
    """How many contracts in use a vendor has, and with which departments."""

    contracts: int
    departments: tuple[str, ...]


def undecided(session: Session, import_id: int) -> list[Undecided]:
    """Return each spelling of an import that waits for a decision, in the order of the list."""
    chosen = (
        select(ImportRow.number, ImportRow.changes)
        .where(ImportRow.import_id == import_id, ImportRow.fate == Fate.UNDECIDED)
        .order_by(ImportRow.number)
    )
    found: dict[str, Undecided] = {}
    for number, changes in session.execute(chosen):
        for change in changes:
            if change.get("candidates"):
                likely = tuple(Likely(*candidate) for candidate in change["candidates"])
                found.setdefault(change["new"], Undecided(change["new"], likely)).rows.append(number)
    return list(found.values())


def known(session: Session, vendor_ids: Iterable[int]) -> dict[int, KnownVendor]:
    """Return what is known of vendors, by their id."""
    ids, found = sorted(set(vendor_ids)), dict[int, tuple[int, list[str]]]()
    for start in range(0, len(ids), AT_ONCE):
        counted = (
            select(Vendor.id, Department.name, func.count(Contract.id))
            .join(Contract, (Contract.vendor_id == Vendor.id) & Contract.archived_at.is_(None))
            .join(Department, Department.id == Contract.department_id)
            .where(Vendor.id.in_(ids[start : start + AT_ONCE]))
            .group_by(Vendor.id, Department.name)
            .order_by(Vendor.id, Department.name)
        )
        for vendor_id, department, number in session.execute(counted):
            contracts, departments = found.get(vendor_id, (0, []))
            found[vendor_id] = (contracts + number, [*departments, department])
    return {
        vendor_id: KnownVendor(contracts, tuple(departments)) for vendor_id, (contracts, departments) in found.items()
    }
