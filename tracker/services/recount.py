"""Refreshes standings that a change of policy, requirements or catalogue moves: at once, or by a job in batches."""

from collections.abc import Callable, Collection

from sqlalchemy import select, update

from tracker.models.contract import Contract
from tracker.models.standing import Recount
from tracker.services import standings
from tracker.services.work import Work

MOST_AT_ONCE = 2000
BATCH = 200


def refresh_if_few(work: Work, contract_ids: Collection[int]) -> bool:
    """Refresh these contracts in this transaction; False when they are too many, and a job refreshes all."""
    if len(contract_ids) >= MOST_AT_ONCE:
        work.session.add(Recount(asked_at=work.now))
        work.session.flush()
        return False
    standings.refresh(work, contract_ids)
    return True


def refresh_all(work: Work) -> bool:
    """Refresh every contract in this transaction; False when they are too many, and a job refreshes them."""
    ids = list(work.session.scalars(select(Contract.id).limit(MOST_AT_ONCE)))
    return refresh_if_few(work, ids)


def work_off(work: Work, commit: Callable[[], None]) -> int:
    """Refresh all contracts, in batches, if a change waits for it; return how many. `commit` ends each batch.

    What is cut short goes on where it was; a change that comes meanwhile begins it again from the first contract.
    """
    number = 0
    while (newest := _waiting(work)) is not None:
        more = select(Contract.id).where(Contract.id > newest.done_id).order_by(Contract.id).limit(BATCH)
        ids = list(work.session.scalars(more))
        if ids:
            standings.refresh(work, ids)
            newest.done_id = ids[-1]
        else:
            earlier = update(Recount).where(Recount.id <= newest.id, Recount.finished_at.is_(None))
            work.session.execute(earlier.values(finished_at=work.now))
        work.session.flush()
        commit()
        number += len(ids)
    return number


def is_waiting(work: Work) -> bool:
    """Tell whether standings are still to follow a change."""
    return _waiting(work) is not None


def _waiting(work: Work) -> Recount | None:
    statement = select(Recount).where(Recount.finished_at.is_(None)).order_by(Recount.id.desc()).limit(1)
    return work.session.scalars(statement).first()
