"""What a run on a day must write, told from the deeds alone: a second, small engine that shares no code with ours."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import NamedTuple

from tests.simulation.history import DISPOSAL, History, Reader
from tests.simulation.readers import readers
from tests.simulation.steps import FLAG
from tests.simulation.things import Thing, things

FORGOTTEN = timedelta(days=100)
"""What fell due so long ago is at the edge of the days that a run looks back; who is new then is not judged."""


class Key(NamedTuple):
    """One step of one obligation for one recipient."""

    obligation: str
    due_on: date
    step: int
    recipient: str


@dataclass(slots=True)
class Situation:
    """What the oracle remembers between runs: the ledger, the last run, and who got the digest of which day."""

    ledger: dict[Key, str] = field(default_factory=dict)
    last_run: date | None = None
    digests: set[tuple[str, date]] = field(default_factory=set)


def expected(history: History, day: date, situation: Situation, about: Iterable[Thing]) -> dict[Key, str]:
    """Tell what a run on a working day must write about these things, and in which state."""
    found: dict[Key, str] = {}
    for thing in about:
        for reader, steps in readers(history, thing).values():
            if (reader.email, digest_day(history, reader, day)) not in situation.digests:
                found |= _settled(history, thing, (reader, steps), day, situation)
    return found


def ended(history: History, day: date, situation: Situation, about: Iterable[Thing]) -> dict[Key, str]:
    """Tell the fate of every step of what a deed ended that is reached and not settled, whoever waits for whatever."""
    found: dict[Key, str] = {}
    for thing in about:
        if thing.is_held:
            continue
        for reader, steps in readers(history, thing).values():
            fates = _dropped(thing.reached(steps, day))
            found |= {Key(thing.key, thing.due_on, step, reader.email): fate for step, fate in fates.items()}
    return {key: fate for key, fate in found.items() if key not in situation.ledger}


def set_aside(history: History, day: date, situation: Situation) -> dict[Key, str]:
    """Tell which steps are noted as overtaken when reminders of held contracts begin with the next step of each."""
    found: dict[Key, str] = {}
    for thing in things(history, day, situation.last_run) if history.set_aside else ():
        if thing.deal in history.set_aside and thing.kind != "request":
            for told in readers(history, thing).values():
                found |= _settled(history, thing, told, day, situation, begun=True)
    return dict.fromkeys(found, "overtaken")


def by_hand(history: History, day: date, situation: Situation) -> dict[Key, str]:
    """Tell which of the steps that were sent by hand just now could be: planned for that reader, told by letter."""
    return {
        key: "sent"
        for thing in (things(history, day, situation.last_run) if history.by_hand else ())
        for reader, steps in readers(history, thing).values()
        for step, vendor_only in steps.items()
        if (key := Key(thing.key, thing.due_on, step, reader.email)) in history.by_hand
        and key not in situation.ledger
        and not thing.is_held
        and _fate(thing, reader, vendor_only=vendor_only) == "sent"
    }


def came_late(history: History, day: date, situation: Situation) -> set[tuple[str, date]]:
    """Tell what ended while nothing ran and changed hands after that: its new readers may be noted, or not."""
    found = set()
    for thing in things(history, day, situation.last_run):
        changed_on = max(thing.deal.changed_on, thing.deal.firm.changed_on, history.steps_changed_on)
        if thing.last_on is not None and thing.last_on < day and not thing.told_late and changed_on > thing.last_on:
            found.add((thing.key, thing.due_on))
    for deal in history.deals:
        changed_on = max(deal.changed_on, history.steps_changed_on)
        if deal.disposed and situation.last_run is not None and changed_on >= situation.last_run:
            found.add((f"disposal:contract:{deal.number}", deal.through_on + DISPOSAL))
    return found


def digest_day(history: History, reader: Reader, day: date) -> date:
    """The day whose digest a reader gets on a day: the week's first, for those who chose one a week."""
    return history.week_begins(day) if _weekly(reader) else day


def _settled(
    history: History,
    thing: Thing,
    told: tuple[Reader, dict[int, bool]],
    day: date,
    situation: Situation,
    *,
    begun: bool = False,
) -> dict[Key, str]:
    (reader, steps), dropped = told, thing.is_over(day) and not thing.told_late
    told_on = day if dropped else digest_day(history, reader, day)
    reached = thing.reached(steps, told_on)
    if not reached or _was_told(history, thing, reader, situation.last_run, dropped=dropped):
        return {}
    waits = not dropped and _waits(history, thing, told_on, begun=begun)
    if waits and not thing.is_over(told_on):
        return {}
    fates = _dropped(reached)
    # What was over before its wait ended is noted like what was dropped.
    if not (dropped or waits):
        fates[reached[-1]] = _fate(thing, reader, vendor_only=steps[reached[-1]])
    keyed = {Key(thing.key, thing.due_on, step, reader.email): fate for step, fate in fates.items()}
    return {key: fate for key, fate in keyed.items() if key not in situation.ledger}


def _dropped(reached: list[int]) -> dict[int, str]:
    """Tell what is noted of steps of which nobody is told any more."""
    return dict.fromkeys(reached, "overtaken") | dict.fromkeys(reached[-1:], "stopped")


def _waits(history: History, thing: Thing, told_on: date, *, begun: bool) -> bool:
    """Tell whether it is held, begins later, or is snoozed; `begun` says that its hold does not count any more."""
    since = date.min if begun or thing.kind == "request" else thing.deal.from_on
    held = thing.is_held and not begun
    return held or told_on < max(since, history.snoozes.get((thing.key, thing.due_on), date.min))


def _was_told(history: History, thing: Thing, reader: Reader, last_run: date | None, *, dropped: bool) -> bool:
    """Tell whether it had ended when the last run came: who plays a part only since then is not told of it."""
    if thing.last_on is None or last_run is None:
        return False
    return thing.last_on < (last_run if dropped else digest_day(history, reader, last_run))


def _weekly(reader: Reader) -> bool:
    return reader.staff and reader.rhythm == "weekly"


def _fate(thing: Thing, reader: Reader, *, vendor_only: bool) -> str:
    if reader.email == FLAG:
        return "flagged"
    if vendor_only and thing.in_review:
        return "stopped"
    if vendor_only and thing.deal.firm.paused:
        return "paused"
    if reader.staff and reader.rhythm == "none":
        return "stopped"
    return "sent"
