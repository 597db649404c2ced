"""What proves the audit trail: how far it is sealed, what was handed outside, and the last verification."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tracker.models.event import Event
from tracker.models.event_seal import Checkpoint, EventSeal


@dataclass(frozen=True, slots=True)
class HandedOut:
    """The last checkpoint that a place got; `to` is the place, or what the upgrade says of events from before."""

    to: str
    at: datetime
    position: int


@dataclass(frozen=True, slots=True)
class Verified:
    """The last verification that somebody asked for on the page: when (UTC), who, and its outcome as JSON."""

    at: datetime
    by: str
    outcome: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Proof:
    """How far the trail is sealed (0 and None before the first event), and what speaks for it."""

    position: int
    event_id: int | None
    handed_out: tuple[HandedOut, ...]
    verified: Verified | None

    @property
    def last(self) -> HandedOut | None:
        """The checkpoint that was handed out last."""
        return max(self.handed_out, key=lambda row: row.at, default=None)


def proof(session: Session, verification: str) -> Proof:
    """Return the proof of the trail; `verification` is the action of the event that notes one."""
    sealed = select(EventSeal.position, EventSeal.event_id).order_by(EventSeal.position.desc()).limit(1)
    position, event_id = session.execute(sealed).one_or_none() or (0, None)
    return Proof(position, event_id, _handed_out(session), _verified(session, verification))


def _handed_out(session: Session) -> tuple[HandedOut, ...]:
    newest = select(func.max(Checkpoint.id)).group_by(Checkpoint.handed_to)
    rows = select(Checkpoint.handed_to, Checkpoint.at, Checkpoint.position).where(Checkpoint.id.in_(newest))
    return tuple(HandedOut(*row) for row in session.execute(rows.order_by(Checkpoint.handed_to)))


def _verified(session: Session, verification: str) -> Verified | None:
    notes = select(Event.at, Event.actor_name, Event.details).where(Event.action == verification)
    row = session.execute(notes.order_by(Event.id.desc()).limit(1)).first()
    return Verified(*row) if row is not None else None
