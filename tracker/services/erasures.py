"""Erasing the words of events for ever: their seals stay, so that the chain holds, and an event says who did it."""

from collections.abc import Sequence
from typing import Final

from sqlalchemy import select, update

from tracker.domain.event_chain import ERASED, ERASING
from tracker.models.event import Event
from tracker.models.event_seal import EventSeal
from tracker.services import events
from tracker.services.rules import NotAllowed, RuleBroken
from tracker.services.work import Work

LONGEST_REASON: Final = 500
MOST_AT_ONCE: Final = 5000
PORTION: Final = 500


def erase(work: Work, event_ids: Sequence[int], reason: str) -> Event:
    """Erase the words, names and details of these events and the salts of their seals; return the event that says so.

    What stays of each: its moment, its deed, the number of whoever did it, and what it is about. Nobody can undo it.
    Raises RuleBroken on `reason`, or when an event does not exist, was erased before or tells of an erasure;
    NotAllowed for one's own deeds.
    """
    check_reason(reason)
    rows = _found(work, event_ids)
    if any(row.actor_kind == work.actor.kind == "person" and row.actor_id == work.actor.id for row in rows):
        raise NotAllowed("", "Nobody erases what the trail says about their own deeds; ask another privacy officer.")
    return erase_all(work, [row.id for row in rows], reason)


def check_reason(reason: str) -> None:
    """Raise RuleBroken on `reason` when it is missing or too long."""
    if not reason.strip():
        raise RuleBroken("reason", "Say why, without repeating what is to be erased.")
    if len(reason) > LONGEST_REASON:
        raise RuleBroken("reason", f"Shorten the reason to {LONGEST_REASON} characters.")


def erase_all(work: Work, event_ids: Sequence[int], reason: str, *about: events.Subject) -> Event:
    """Erase events that were checked to be erasable, and record it; `about` are more things that it concerns."""
    for start in range(0, len(event_ids), PORTION):
        some = event_ids[start : start + PORTION]
        words = {"actor_name": ERASED, "sentence": ERASED, "details": {}}
        work.session.execute(update(Event).where(Event.id.in_(some)).values(**words))
        work.session.execute(update(EventSeal).where(EventSeal.event_id.in_(some)).values(salt=""))
    what = f"event {event_ids[0]}" if len(event_ids) == 1 else f"{len(event_ids):,} events"
    subjects = [("event", number) for number in event_ids]
    return events.record(work, ERASING, f"erased the words of {what}: {reason.strip()}", *subjects, *about)


def _found(work: Work, event_ids: Sequence[int]) -> list[Event]:
    if not 0 < len(set(event_ids)) <= MOST_AT_ONCE:
        raise RuleBroken("", f"Name from 1 to {MOST_AT_ONCE:,} events.")
    sealed = select(Event).join(EventSeal, EventSeal.event_id == Event.id)
    rows = list(work.session.scalars(sealed.where(Event.id.in_(set(event_ids))).order_by(Event.id).with_for_update()))
    if len(rows) != len(set(event_ids)):
        raise RuleBroken("", "There is no such event.")
    for row in rows:
        if row.action == ERASING:
            raise RuleBroken("", f"Event {row.id} tells of an erasure, and stays.")
        if row.sentence == ERASED:
            raise RuleBroken("", f"The words of event {row.id} are gone already.")
    return rows
