"""Seals: each event is chained to the one before in the transaction that records it, when that commits.

At the commit and not at the event: the lock is held for a moment only, whoever waits for it holds up nobody else's
rows, and an import of a thousand contracts seals its events in one pass.
"""

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from secrets import token_hex
from typing import Final

from sqlalchemy import event, func, insert, select
from sqlalchemy.orm import Session, SessionTransaction

from tracker.domain.event_chain import SALT_BYTES, Seal, ToldEvent, seal
from tracker.models.event_seal import EventSeal
from tracker.queries import event_chain

CHAIN_LOCK: Final = 7_236_410_552
"""Two transactions that read the same last link would fork the chain. Any number that nothing else in there uses."""
AWAITING: Final = "events that await their seal"


def expect(session: Session, event_ids: Iterable[int]) -> None:
    """Let events that were written in this transaction be sealed when it commits."""
    session.info.setdefault(AWAITING, set()).update(event_ids)


def seal_awaiting(session: Session) -> int:
    """Seal what this transaction recorded and flush; return how many events. The commit calls it by itself."""
    awaiting = session.info.pop(AWAITING, None)
    if not awaiting:
        return 0
    session.flush()
    _lock(session)
    return sum(_append(session, event_chain.to_seal(session, ids)) for ids in _portions(sorted(awaiting)))


def _append(session: Session, told: Sequence[ToldEvent]) -> int:
    if told:
        session.execute(insert(EventSeal), [asdict(one) for one in _chained(session, told)])
    return len(told)


def _chained(session: Session, told: Sequence[ToldEvent]) -> list[Seal]:
    position, link = event_chain.end(session)
    seals = []
    for one in told:
        position += 1
        seals.append(seal(link, position, token_hex(SALT_BYTES), one))
        link = seals[-1].link
    return seals


def _lock(session: Session) -> None:
    # SQLite has one writer at a time by itself (BEGIN IMMEDIATE).
    if session.get_bind().dialect.name == "postgresql":
        session.execute(select(func.pg_advisory_xact_lock(CHAIN_LOCK)))


def _portions(ids: Sequence[int]) -> Iterable[Sequence[int]]:
    return (ids[start : start + event_chain.AT_ONCE] for start in range(0, len(ids), event_chain.AT_ONCE))


@event.listens_for(Session, "before_commit")
def _seal_before_commit(session: Session) -> None:
    # It is told of savepoints too; only what the whole transaction keeps is sealed.
    if not session.in_nested_transaction():
        seal_awaiting(session)


@event.listens_for(Session, "after_soft_rollback")
def _forget_after_rollback(session: Session, transaction: SessionTransaction) -> None:
    if not transaction.nested:
        session.info.pop(AWAITING, None)
