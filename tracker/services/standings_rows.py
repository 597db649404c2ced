"""The stored spans, read in batches."""

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.models.contract import Contract
from tracker.models.standing import StandingSpan

BATCH = 500


def stored(session: Session, contract_ids: Sequence[int]) -> list[dict[str, Any]]:
    """Return the stored rows of these contracts, ordered by contract and day."""
    statement = (
        select(StandingSpan.__table__)
        .where(StandingSpan.contract_id.in_(contract_ids))
        .order_by(StandingSpan.contract_id, StandingSpan.from_on)
    )
    return [dict(row) for row in session.execute(statement).mappings()]


def batches(session: Session, size: int = BATCH) -> Iterator[list[int]]:
    """Yield the ids of all contracts, archived ones included, in batches."""
    last = 0
    while True:
        ids = list(session.scalars(select(Contract.id).where(Contract.id > last).order_by(Contract.id).limit(size)))
        if not ids:
            return
        yield ids
        last = ids[-1]
