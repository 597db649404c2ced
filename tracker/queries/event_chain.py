"""The audit trail as it is sealed: events read raw, so that what a tamperer left cannot break the reading."""

import json
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Any, Final

from sqlalchemy import Row, Select, String, Text, cast, exists, func, select, type_coerce
from sqlalchemy.orm import Session, aliased

from tracker.domain.checkpoint_line import Head
from tracker.domain.event_chain import BEGINNING, Seal, ToldEvent
from tracker.models.event import Event, EventSubject
from tracker.models.event_seal import EventSeal

AT_ONCE: Final = 1000
EVENT: Final = (
    Event.id,
    type_coerce(Event.at, String),
    Event.actor_kind,
    Event.actor_id,
    Event.actor_name,
    Event.action,
    Event.sentence,
    cast(Event.details, Text),
)
SEAL: Final = (EventSeal.position, EventSeal.event_id, EventSeal.salt, EventSeal.commitment, EventSeal.link)
Subjects = dict[int, list[tuple[str, int]]]


def end(session: Session) -> tuple[int, str]:
    """Return the position and the link of the last seal; 0 and the beginning before the first."""
    last = session.execute(
        select(EventSeal.position, EventSeal.link).order_by(EventSeal.position.desc()).limit(1)
    ).first()
    return (last.position, last.link) if last is not None else (0, BEGINNING)


def head(session: Session, now: datetime) -> Head:
    """Return the head of the chain as of now (aware), with how many events there are."""
    position, link = end(session)
    return Head(now, position, session.scalars(select(func.count()).select_from(Event)).one(), link)


def sealed(session: Session) -> Iterator[tuple[Seal, ToldEvent | None]]:
    """Yield each seal with the event of its number, or None, in order of positions, a thousand at a time."""
    last = -(2**31)
    while True:
        statement: Select[*tuple[Any, ...]] = select(*SEAL, *EVENT).outerjoin(Event, Event.id == EventSeal.event_id)
        rows = session.execute(
            statement.where(EventSeal.position > last).order_by(EventSeal.position).limit(AT_ONCE)
        ).all()
        if not rows:
            return
        subjects = _subjects(session, [row[1] for row in rows])
        for row in rows:
            yield Seal(*row[:5]), _told(row[5:], subjects) if row[5] is not None else None
        last = rows[-1][0]


def sealed_of(session: Session, event_ids: Sequence[int]) -> list[tuple[Seal, str, ToldEvent]]:
    """Return these events with their seals and the links before them, by position; at most a thousand ids."""
    before = aliased(EventSeal)
    statement: Select[*tuple[Any, ...]] = (
        select(*SEAL, before.link, *EVENT)
        .join(Event, Event.id == EventSeal.event_id)
        .outerjoin(before, before.position == EventSeal.position - 1)
        .where(EventSeal.event_id.in_(event_ids))
        .order_by(EventSeal.position)
    )
    rows = session.execute(statement).all()
    subjects = _subjects(session, [row[1] for row in rows])
    return [(Seal(*row[:5]), row[5] or BEGINNING, _told(tuple(row[6:]), subjects)) for row in rows]


def link_at(session: Session, position: int) -> str:
    """Return the link of a position, the beginning where there is no seal."""
    return session.scalars(select(EventSeal.link).where(EventSeal.position == position)).first() or BEGINNING


def commitments(session: Session, from_position: int, through_position: int) -> Iterator[str]:
    """Yield the commitments of these positions in order, both ends included, a thousand at a time."""
    for start in range(from_position, through_position + 1, AT_ONCE):
        last = min(start + AT_ONCE - 1, through_position)
        statement = select(EventSeal.commitment).where(EventSeal.position.between(start, last))
        yield from session.scalars(statement.order_by(EventSeal.position))


def unsealed(session: Session) -> Iterator[ToldEvent]:
    """Yield the events that no seal names, in order of their numbers."""
    last = -(2**31)
    while True:
        statement = _without_seal().where(Event.id > last).order_by(Event.id).limit(AT_ONCE)
        rows = session.execute(statement).all()
        if not rows:
            return
        yield from _all_told(session, rows)
        last = rows[-1][0]


def to_seal(session: Session, event_ids: Sequence[int]) -> list[ToldEvent]:
    """Return those of the events that exist and have no seal, in order of their numbers; at most a thousand ids."""
    rows = session.execute(_without_seal().where(Event.id.in_(event_ids)).order_by(Event.id)).all()
    return _all_told(session, rows)


def _without_seal() -> Select[*tuple[Any, ...]]:
    return select(*EVENT).where(~exists().where(EventSeal.event_id == Event.id))


def _all_told(session: Session, rows: Sequence[Row[Any]]) -> list[ToldEvent]:
    subjects = _subjects(session, [row[0] for row in rows])
    return [_told(tuple(row), subjects) for row in rows]


def _subjects(session: Session, event_ids: Sequence[int]) -> Subjects:
    columns = (EventSubject.event_id, EventSubject.kind, EventSubject.subject_id)
    found: Subjects = {}
    for event_id, kind, number in session.execute(select(*columns).where(EventSubject.event_id.in_(event_ids))):
        found.setdefault(event_id, []).append((kind, number))
    return found


def _told(row: tuple[Any, ...], subjects: Subjects) -> ToldEvent:
    number, at, actor_kind, actor_id, actor_name, action, sentence, details = row
    about = tuple(subjects.get(number, ()))
    return ToldEvent(number, _moment(at), actor_kind, actor_id, actor_name, action, sentence, _json(details), about)


def _moment(stored: datetime | str) -> datetime | str:
    # PostgreSQL gives a moment; SQLite the text that stands there, in UTC.
    if isinstance(stored, datetime):
        return stored
    try:
        return datetime.fromisoformat(stored).replace(tzinfo=UTC)
    except (TypeError, ValueError):
        return str(stored)


def _json(stored: str) -> object:
    try:
        return json.loads(stored)
    except (TypeError, ValueError):
        return {"unreadable": str(stored)}
