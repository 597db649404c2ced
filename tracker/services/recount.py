"""Refreshes standings that a change of policy or catalogue moves, as long as a person can wait for it."""

from collections.abc import Collection

from sqlalchemy import select

from tracker.models.contract import Contract
from tracker.services import standings
from tracker.services.work import Work

MOST_AT_ONCE = 2000


def refresh_if_few(work: Work, contract_ids: Collection[int]) -> bool:
    """Refresh these contracts in this transaction; False when they are too many, and nothing was refreshed."""
    if len(contract_ids) >= MOST_AT_ONCE:
        return False
    standings.refresh(work, contract_ids)
    return True


def refresh_all_if_few(work: Work) -> bool:
    """Refresh every contract in this transaction; False when they are too many, and nothing was refreshed."""
    ids = list(work.session.scalars(select(Contract.id).limit(MOST_AT_ONCE)))
    return refresh_if_few(work, ids)
