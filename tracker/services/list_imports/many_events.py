"""Many events at once: events.record for each of them, in three statements."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import insert

from tracker.models.event import Event, EventSubject
from tracker.services import event_seals
from tracker.services.list_imports.kept_values import table_of
from tracker.services.list_imports.row_numbers import reserve
from tracker.services.list_imports.row_plan import Told
from tracker.services.work import Work


def record_many(work: Work, told: Sequence[Told]) -> None:
    """Write one event for each, whose subjects have their ids, and flush; the commit seals them."""
    if not told:
        return
    numbers = reserve(work.session, table_of(Event.__tablename__), len(told))
    actor = {"actor_kind": work.actor.kind, "actor_id": work.actor.id, "actor_name": work.actor.name}
    events = [
        {"id": number, "at": work.now, **actor, "action": one.action, "sentence": one.sentence, "details": one.details}
        for number, one in zip(numbers, told, strict=True)
    ]
    subjects = [
        {"kind": kind, "subject_id": subject, "event_id": number}
        for number, one in zip(numbers, told, strict=True)
        for kind, subject in dict.fromkeys(one.subjects)
    ]
    work.session.execute(insert(Event), events)
    work.session.execute(insert(EventSubject), subjects)
    event_seals.expect(work.session, numbers)
