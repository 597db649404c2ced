"""Who did what, when, to what: the audit trail read for one thing, or filtered as a whole."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, exists, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from tracker.models.contact import Contact
from tracker.models.contract import Contract
from tracker.models.event import Event, EventSubject
from tracker.models.vendor import Vendor
from tracker.queries.audit_scope import readable
from tracker.queries.scope import Viewer

ROWS_AT_ONCE = 500
REMOVABLE: dict[str, type[Vendor] | type[Contract] | type[Contact]] = {
    "vendor": Vendor,
    "contract": Contract,
    "contact": Contact,
}
"""What goes when an import is undone; SQLite may then give its number to another one."""


@dataclass(frozen=True, slots=True)
class EventRow:
    """One event as a sentence: when (UTC), who, and what was done."""

    id: int
    at: datetime
    actor: str
    sentence: str


@dataclass(frozen=True, slots=True)
class AuditRow:
    """One event with everything it concerns, as (kind, number) pairs."""

    id: int
    at: datetime
    actor_kind: str
    actor: str
    action: str
    sentence: str
    subjects: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class AuditFilter:
    """What to look for; empty parts look for nothing. `from_at` is included, `until_at` is not (UTC)."""

    actor: str = ""
    person_id: int | None = None
    action: str = ""
    kind: str = ""
    number: int | None = None
    from_at: datetime | None = None
    until_at: datetime | None = None
    text: str = ""


def events_about(session: Session, kind: str, subject_id: int, limit: int = 100) -> list[EventRow]:
    """Return the newest events that concern a thing, newest first; see services.events for the kinds.

    What happened before it was recorded concerns another one that had its number, and went with an undone import.
    """
    statement = (
        select(Event.id, Event.at, Event.actor_name, Event.sentence)
        .join(EventSubject, EventSubject.event_id == Event.id)
        .where(EventSubject.kind == kind, EventSubject.subject_id == subject_id)
        .order_by(Event.id.desc())
        .limit(limit)
    )
    model = REMOVABLE.get(kind)
    if model is not None:
        began = select(model.created_at).where(model.id == subject_id).scalar_subquery()
        statement = statement.where(Event.at >= began)
    return [EventRow(*row) for row in session.execute(statement)]


def count(session: Session, viewer: Viewer, wanted: AuditFilter) -> int:
    """Return how many events that the viewer may read the filter lets through."""
    statement = select(func.count()).select_from(Event).where(*_conditions(wanted), *readable(viewer))
    return session.scalar(statement) or 0


def page(session: Session, viewer: Viewer, wanted: AuditFilter, offset: int, limit: int) -> list[AuditRow]:
    """Return one page of the filtered events that the viewer may read, newest first."""
    return _with_subjects(session, _filtered(viewer, wanted).offset(offset).limit(limit))


def every(session: Session, viewer: Viewer, wanted: AuditFilter) -> Iterator[AuditRow]:
    """Yield all filtered events that the viewer may read, newest first, in batches that go on from the last number."""
    last: int | None = None
    while True:
        statement = _filtered(viewer, wanted).limit(ROWS_AT_ONCE)
        if last is not None:
            statement = statement.where(Event.id < last)
        rows = _with_subjects(session, statement)
        if not rows:
            return
        yield from rows
        last = rows[-1].id


def actions(session: Session) -> list[str]:
    """Return the actions that occur, in order of the alphabet."""
    # One jump in the index per action: a plain DISTINCT would read a million entries to find sixty words.
    found = select(func.min(Event.action).label("action")).cte("found", recursive=True)
    following = select(func.min(Event.action)).where(Event.action > found.c.action).scalar_subquery()
    found = found.union_all(select(following).where(found.c.action.is_not(None)))
    return list(session.scalars(select(found.c.action).where(found.c.action.is_not(None))))


def _filtered(viewer: Viewer, wanted: AuditFilter) -> Select[int, datetime, str, str, str, str]:
    columns = (Event.id, Event.at, Event.actor_kind, Event.actor_name, Event.action, Event.sentence)
    return select(*columns).where(*_conditions(wanted), *readable(viewer)).order_by(Event.id.desc())


def _conditions(wanted: AuditFilter) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if wanted.actor:
        found.append(_contains(Event.actor_name, wanted.actor))
    if wanted.person_id is not None:
        found += [Event.actor_kind == "person", Event.actor_id == wanted.person_id]
    if wanted.action:
        found.append(Event.action == wanted.action)
    if wanted.from_at is not None:
        found.append(Event.at >= wanted.from_at)
    if wanted.until_at is not None:
        found.append(Event.at < wanted.until_at)
    if wanted.text:
        found.append(or_(_contains(Event.sentence, wanted.text), _contains(Event.action, wanted.text)))
    if wanted.kind:
        found.append(_concerns(wanted))
    return found


def _concerns(wanted: AuditFilter) -> ColumnElement[bool]:
    subject = exists().where(EventSubject.event_id == Event.id, EventSubject.kind == wanted.kind)
    return subject if wanted.number is None else subject.where(EventSubject.subject_id == wanted.number)


def _contains(column: InstrumentedAttribute[str], text: str) -> ColumnElement[bool]:
    return func.lower(column).contains(text.lower(), autoescape=True)


def _with_subjects(session: Session, statement: Select[int, datetime, str, str, str, str]) -> list[AuditRow]:
    rows = session.execute(statement).all()
    subjects: dict[int, list[tuple[str, int]]] = {}
    pairs = select(EventSubject.event_id, EventSubject.kind, EventSubject.subject_id).order_by(
        EventSubject.kind, EventSubject.subject_id
    )
    for event_id, kind, number in session.execute(pairs.where(EventSubject.event_id.in_([row[0] for row in rows]))):
        subjects.setdefault(event_id, []).append((kind, number))
    return [AuditRow(*row, subjects=tuple(subjects.get(row[0], ()))) for row in rows]
