"""When something that a contract's due days depend on last changed: the audit trail knows, and counts it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tracker.models.event import Event, EventSubject

FOR_ALL: Final = ("policy", "requirement")
"""Changes of these move days of any contract."""


@dataclass(frozen=True, slots=True)
class Change:
    """The newest event about a contract, the policy or the requirements: its number (grows) and moment, UTC."""

    number: int
    at: datetime


def changes(session: Session, created: Mapping[int, datetime]) -> dict[int, Change]:
    """Return the last change of each contract; one without any event changed when it was recorded."""
    newest = func.max(EventSubject.event_id)
    everywhere = session.scalar(select(newest).where(EventSubject.kind.in_(FOR_ALL))) or 0
    own = (
        select(EventSubject.subject_id, newest)
        .where(EventSubject.kind == "contract", EventSubject.subject_id.in_(sorted(created)))
        .group_by(EventSubject.subject_id)
    )
    numbers = {contract: max(number, everywhere) for contract, number in session.execute(own)}
    wanted = {*numbers.values(), everywhere}
    moments = {row.id: row.at for row in session.execute(select(Event.id, Event.at).where(Event.id.in_(wanted)))}
    found = {}
    for contract, created_at in created.items():
        number = numbers.get(contract, everywhere)
        found[contract] = Change(number, moments.get(number, created_at))
    return found
