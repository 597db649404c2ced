"""The events of a list of contracts: one per contract that it makes or changes, one per new vendor."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tracker.services.list_imports.contract_head import Head
from tracker.services.list_imports.contract_reads import KnownContract
from tracker.services.list_imports.row_plan import RowPlan, Told


def tell(
    contract_id: int,
    contract: KnownContract | None,
    head: Head,
    number: str,
    changes: dict[str, tuple[Any, Any]],
    rows: Sequence[RowPlan],
) -> tuple[Told, ...]:
    """Return the events of one contract; an unchanged one has none."""
    moved = {new for name, (_old, new) in changes.items() if name == "vendor_id"}
    vendors = sorted(moved | ({contract.vendor_id} if contract else set()))
    subjects = (("contract", contract_id), *(("vendor", vendor) for vendor in vendors))
    made = tuple(
        Told("vendor:imported", f"imported vendor {effect.after['name']}", (("vendor", effect.id),))
        for effect in head.effects
        if effect.record == "vendor" and effect.before is None
    )
    if contract is None:
        company = head.company.name if head.company else "its vendor"
        return (*made, Told("contract:imported", f"imported contract {number} with {company}", subjects))
    said = "; ".join(sentence for row in rows if (sentence := _sentence(row)))
    if not said:
        return made
    details = {name: [plain(old), plain(new)] for name, (old, new) in changes.items()}
    return (*made, Told("contract:changed by import", f"changed contract {number}: {said}", subjects, details))


def plain(value: Any) -> Any:  # noqa: ANN401  # values of any column
    """Return a value as JSON holds it."""
    return value if isinstance(value, int | str | type(None)) else str(value)


def _sentence(row: RowPlan) -> str:
    days = {"Start", "End"}
    phrases = [row.reason] if row.reason else []
    for change in row.changes:
        if change.field in days and row.reason:
            continue
        phrases.append(f"{change.field.lower()} {f'“{change.old}”' if change.old else 'none'} became “{change.new}”")
    return ", ".join(phrases)
