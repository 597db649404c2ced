"""Contracts and their terms, read for many numbers at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.models.contract import Contract, ContractTerm
from tracker.services.list_imports.terms import KnownTerm


@dataclass(frozen=True, slots=True)
class KnownContract:
    """A contract as it stands."""

    id: int
    number: str
    title: str
    vendor_id: int
    department_id: int
    owner_id: int | None
    amount: Decimal | None
    renewal_terms: str
    breach_notice_hours: int
    note: str
    updated_at: datetime
    archived_at: datetime | None
    search_text: str
    version: int


COLUMNS = tuple(getattr(Contract, name) for name in KnownContract.__slots__)


def known_contracts(session: Session, numbers: Sequence[str]) -> dict[str, KnownContract]:
    """Return the contracts of these numbers, archived ones too, by number."""
    rows = session.execute(select(*COLUMNS).where(Contract.number.in_(numbers)))
    return {row.number: KnownContract(*row) for row in rows}


def known_terms(session: Session, contract_ids: Sequence[int]) -> dict[int, list[KnownTerm]]:
    """Return the terms held true now by contract, in the order in which they were recorded."""
    columns = (
        ContractTerm.id,
        ContractTerm.item_number,
        ContractTerm.starts_on,
        ContractTerm.through_on,
        ContractTerm.disposal_days,
    )
    rows = session.execute(
        select(ContractTerm.contract_id, *columns)
        .where(ContractTerm.contract_id.in_(contract_ids), ContractTerm.replaced_at.is_(None))
        .order_by(ContractTerm.id)
    )
    found: dict[int, list[KnownTerm]] = {}
    for row in rows:
        term = KnownTerm(row.id, row.item_number, row.starts_on, row.through_on, row.disposal_days)
        found.setdefault(row.contract_id, []).append(term)
    return found
