"""Reminders: what is due on a day, computed from what stands and from what the ledger holds.

Nothing here counts runs: a missed day, or forty, leads to the same letter as a run that comes late.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from tracker.domain.days import day_after
from tracker.domain.obligations import Obligation, Rhythm, Somebody
from tracker.domain.reminder_reach import FLAG, Meant, StepDay, StepsOf, as_of, is_weekly, meant_for, step_day
from tracker.domain.reminder_turns import Turns
from tracker.domain.working_days import working_day_from

__all__ = ["FLAG", "Entry", "EntryState", "LedgerKey", "Planned", "due", "next_look", "planned"]

NO_MAIL = "This person chose to get no reminders by mail."


class EntryState(StrEnum):
    """What became of one step for one recipient."""

    SENT = "sent"
    OVERTAKEN = "overtaken"
    STOPPED = "stopped"
    PAUSED = "paused"
    FLAGGED = "flagged"


class LedgerKey(NamedTuple):
    """Names one step of one obligation for one recipient; each happens at most once."""

    obligation: str
    due_on: date
    step_days: int
    recipient: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One step that is settled on a day: sent, flagged, or not sent and why."""

    obligation: Obligation
    step_days: int
    somebody: Somebody
    state: EntryState
    reason: str = ""

    @property
    def ledger_key(self) -> LedgerKey:
        """Return what the ledger knows it by."""
        return LedgerKey(self.obligation.key, self.obligation.due_on, self.step_days, self.somebody.email)


@dataclass(frozen=True, slots=True)
class Planned:
    """An entry and the day on which it will be settled if nothing happens until then."""

    on_day: date
    entry: Entry


Key = tuple[str, date, int, str]
"""What a LedgerKey holds; equal to it, and made for each step that is looked at."""
Known = Callable[[Key], bool]


def due(
    obligations: Iterable[Obligation],
    steps_of: StepsOf,
    day: date,
    ledger: Collection[LedgerKey],
    holidays: Collection[date] = (),
) -> tuple[Entry, ...]:
    """Return what is to be settled on a day of the city: per obligation and recipient the latest step reached.

    Earlier steps that the ledger does not hold are overtaken. Nothing that the ledger holds comes again, so a
    second run on the same ledger returns nothing. Staff who chose weekly digests are told as of the latest weekly
    day. `steps_of` gives the steps of an obligation (domain.reminder_scope), or is a collection for all.
    """
    known = ledger.__contains__
    return tuple(
        entry
        for obligation in obligations
        for somebody in meant_for(obligation, steps_of)
        for entry in _entries(obligation, somebody, day, known, holidays)
    )


def planned(
    obligations: Iterable[Obligation],
    steps_of: StepsOf,
    days: tuple[date, date],
    ledger: Collection[LedgerKey],
    holidays: Collection[date],
) -> tuple[Planned, ...]:
    """Return what will be settled from the first through the last of two days if nobody acts until then.

    Overtaken steps are left out; the days are working days of the city.
    """
    turns = Turns(working_day_from(days[0], holidays), days[1], holidays)
    found = [
        Planned(day, entry)
        for obligation in obligations
        for day, entry in _ahead(obligation, meant_for(obligation, steps_of), turns, ledger)
    ]
    return tuple(sorted(found, key=_order))


def next_look(obligation: Obligation, steps_of: StepsOf, day: date, ledger: Collection[LedgerKey]) -> date | None:
    """Return the first day after a day on which a run may find something to settle, never too late; None for never.

    The ledger holds what was settled through the day; holds, and whoever acts later, are not foreseen.
    """
    key, due_on, following = obligation.key, obligation.due_on, day_after(day)
    looks = {
        max(step_on, following)
        for somebody, steps in meant_for(obligation, steps_of)
        if not _is_settled_for_good(obligation, somebody)
        for days, step_on, _ in steps
        if (key, due_on, days, somebody.email) not in ledger
    }
    waits_until = obligation.not_before
    ends_on = day_after(obligation.through_on) if obligation.through_on is not None else None
    if obligation.held and not obligation.over:
        return max(ends_on, day_after(day)) if ends_on is not None and looks else None
    if waits_until is not None and not obligation.over:
        if ends_on is not None and looks:
            waits_until = min(waits_until, ends_on)
        looks = {max(look, waits_until) for look in looks}
    return min(looks, default=None)


def _entries(
    obligation: Obligation, meant: Meant, day: date, known: Known, holidays: Collection[date], past: int = 0
) -> Sequence[Entry]:
    """Return what is settled for one recipient on a day; the first `past` of the steps are known to be settled."""
    somebody, steps = meant
    told_on = as_of(obligation, somebody, day, holidays)
    reached = [step for step in steps if step[1] <= told_on]
    if len(reached) <= past or _was_settled(obligation, somebody, holidays):
        return ()
    waiting = _waiting(obligation, told_on)
    if waiting is None:
        return _settled(obligation, somebody, reached, known)
    return _settled(replace(obligation, over=waiting), somebody, reached, known) if waiting else ()


def _was_settled(obligation: Obligation, somebody: Somebody, holidays: Collection[date]) -> bool:
    """Tell whether a finished run came after the end: whoever plays a part since then is not told of it any more."""
    if obligation.through_on is None or obligation.looked_on is None:
        return False
    return obligation.through_on < as_of(obligation, somebody, obligation.looked_on, holidays)


def _is_settled_for_good(obligation: Obligation, somebody: Somebody) -> bool:
    """Tell whether a run came after the end, for whoever is told on its day; the week of others can change yet."""
    if is_weekly(somebody) and not obligation.over:
        return False
    return _was_settled(obligation, somebody, ())


def _waiting(obligation: Obligation, told_on: date) -> str | None:
    """Return None when nothing waits; else why what ended while it waited is only noted, empty while it waits."""
    held = obligation.held or (obligation.waits if told_on < (obligation.not_before or told_on) else None)
    if obligation.over or held is None:
        return None
    ended = obligation.through_on is not None and obligation.through_on < told_on
    return f"{held} It was over before that ended.".strip() if ended else ""


def _settled(obligation: Obligation, somebody: Somebody, reached: Sequence[StepDay], known: Known) -> list[Entry]:
    key, due_on, email = obligation.key, obligation.due_on, somebody.email
    latest, _, for_vendor = reached[-1]
    found = [
        Entry(obligation, days, somebody, EntryState.OVERTAKEN, _overtaken(obligation, days, latest))
        for days, _, _ in reached[:-1]
        if not known((key, due_on, days, email))
    ]
    if not known((key, due_on, latest, email)):
        found.append(Entry(obligation, latest, somebody, *_fate(obligation, somebody, for_vendor=for_vendor)))
    return found


def _overtaken(obligation: Obligation, days: int, latest: int) -> str:
    waited = obligation.not_before is not None and step_day(obligation, days) < obligation.not_before
    said = f"The step {_words(latest)} took its place."
    return f"{obligation.waits} {said}" if waited and obligation.waits else said


def _words(days: int) -> str:
    if days == 0:
        return "on the day"
    number = "1 day" if abs(days) == 1 else f"{abs(days)} days"
    return f"{number} {'before' if days < 0 else 'after'}"


def _fate(obligation: Obligation, somebody: Somebody, *, for_vendor: bool) -> tuple[EntryState, str]:
    if obligation.over:
        return EntryState.STOPPED, obligation.over
    if somebody is FLAG:
        return EntryState.FLAGGED, "Nothing was renewed for so long that the contract's renewal should wait."
    if for_vendor and obligation.stopped:
        return EntryState.STOPPED, obligation.stopped
    if for_vendor and obligation.paused:
        return EntryState.PAUSED, obligation.paused
    if somebody.contact_id is None and somebody.rhythm is Rhythm.NONE:
        return EntryState.STOPPED, NO_MAIL
    return EntryState.SENT, ""


def _order(item: Planned) -> tuple[date, str, str, date, int]:
    entry = item.entry
    return item.on_day, entry.somebody.email, entry.obligation.key, entry.obligation.due_on, entry.step_days


def _ahead(
    obligation: Obligation, meant: Sequence[Meant], turns: Turns, ledger: Collection[LedgerKey]
) -> Iterator[tuple[date, Entry]]:
    # By recipient, how many steps are settled: each of them is an entry by then, or in the ledger.
    past = [0] * len(meant)
    mine: set[Key] = set()

    def known(key: Key) -> bool:
        return key in mine or key in ledger

    for day in turns.of(obligation, meant):
        for number, one in enumerate(meant):
            if past[number] == len(one.steps) or one.steps[past[number]][1] > day:
                continue
            for entry in _entries(obligation, one, day, known, turns.holidays, past[number]):
                mine.add((obligation.key, obligation.due_on, entry.step_days, one.somebody.email))
                if entry.state is not EntryState.OVERTAKEN:
                    yield day, entry
            past[number] = _settled_first(obligation, one, known, past[number])


def _settled_first(obligation: Obligation, meant: Meant, known: Known, past: int) -> int:
    """Return how many steps for somebody are settled without one between that is not; `past` of them are known."""
    key, due_on, email = obligation.key, obligation.due_on, meant.somebody.email
    while past < len(meant.steps) and known((key, due_on, meant.steps[past][0], email)):
        past += 1
    return past
