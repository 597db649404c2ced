"""Reminders: what is due on a day, computed from what stands and from what the ledger holds.

Nothing here counts runs: a missed day, or forty, leads to the same letter as a run that comes late.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from tracker.domain.days import day_after
from tracker.domain.obligations import Obligation, Rhythm, Somebody
from tracker.domain.reminder_reach import FLAG, StepsOf, as_of, is_weekly, recipients, step_day, steps_for
from tracker.domain.working_days import weekly_day, weekly_day_from, working_day_from

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


Known = Callable[[LedgerKey], bool]


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
    return tuple(
        entry
        for obligation in obligations
        for entry in _entries(obligation, steps_of, day, ledger.__contains__, holidays)
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
    first_on = working_day_from(days[0], holidays)
    found = [
        Planned(day, entry)
        for obligation in obligations
        for day, entry in _ahead(obligation, steps_of, (first_on, days[1]), ledger, holidays)
    ]
    return tuple(sorted(found, key=lambda item: (item.on_day, item.entry.somebody.email, item.entry.ledger_key)))


def next_look(obligation: Obligation, steps_of: StepsOf, day: date, ledger: Collection[LedgerKey]) -> date | None:
    """Return the first day after a day on which a run may find something to settle, never too late; None for never.

    The ledger holds what was settled through the day; holds, and whoever acts later, are not foreseen.
    """
    looks = set()
    for somebody, meant in recipients(obligation, steps_for(obligation, steps_of)):
        for days in meant:
            if LedgerKey(obligation.key, obligation.due_on, days, somebody.email) not in ledger:
                looks.add(max(step_day(obligation, days), day_after(day)))
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
    obligation: Obligation, steps_of: StepsOf, day: date, known: Known, holidays: Collection[date]
) -> Iterator[Entry]:
    steps = [step for step in steps_for(obligation, steps_of) if step_day(obligation, step.days) <= day]
    for somebody, meant in recipients(obligation, steps):
        told_on = as_of(obligation, somebody, day, holidays)
        reached = {days: side for days, side in meant.items() if step_day(obligation, days) <= told_on}
        if not reached or _was_settled(obligation, somebody, holidays):
            continue
        waiting = _waiting(obligation, told_on)
        if waiting is None:
            yield from _settled(obligation, somebody, reached, known)
        elif waiting:
            yield from _settled(replace(obligation, over=waiting), somebody, reached, known)


def _was_settled(obligation: Obligation, somebody: Somebody, holidays: Collection[date]) -> bool:
    """Tell whether a finished run came after the end: whoever plays a part since then is not told of it any more."""
    if obligation.through_on is None or obligation.looked_on is None:
        return False
    return obligation.through_on < as_of(obligation, somebody, obligation.looked_on, holidays)


def _waiting(obligation: Obligation, told_on: date) -> str | None:
    """Return None when nothing waits; else why what ended while it waited is only noted, empty while it waits."""
    held = obligation.held or (obligation.waits if told_on < (obligation.not_before or told_on) else None)
    if obligation.over or held is None:
        return None
    ended = obligation.through_on is not None and obligation.through_on < told_on
    return f"{held} It was over before that ended.".strip() if ended else ""


def _settled(obligation: Obligation, somebody: Somebody, reached: Mapping[int, bool], known: Known) -> Iterator[Entry]:
    latest = max(reached)
    for days in sorted(reached):
        if known(LedgerKey(obligation.key, obligation.due_on, days, somebody.email)):
            continue
        if days < latest:
            yield Entry(obligation, days, somebody, EntryState.OVERTAKEN, _overtaken(obligation, days, latest))
        else:
            yield Entry(obligation, days, somebody, *_fate(obligation, somebody, for_vendor=reached[days]))


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


def _ahead(
    obligation: Obligation,
    steps_of: StepsOf,
    days: tuple[date, date],
    ledger: Collection[LedgerKey],
    holidays: Collection[date],
) -> Iterator[tuple[date, Entry]]:
    mine: set[LedgerKey] = set()

    def known(key: LedgerKey) -> bool:
        return key in mine or key in ledger

    for day in sorted(set(_turns(obligation, steps_of, days[0], holidays))):
        if day > days[1]:
            return
        for entry in list(_entries(obligation, steps_of, day, known, holidays)):
            mine.add(entry.ledger_key)
            if entry.state is not EntryState.OVERTAKEN:
                yield day, entry


def _turns(obligation: Obligation, steps_of: StepsOf, first_on: date, holidays: Collection[date]) -> Iterator[date]:
    """Give the working days from the first on which something can come up for somebody."""
    for somebody, meant in recipients(obligation, steps_for(obligation, steps_of)):
        waits_for = [step_day(obligation, days) for days in meant]
        if obligation.not_before is not None:
            waits_for.append(obligation.not_before)
            waits_for = [max(day, obligation.not_before) for day in waits_for]
        if obligation.through_on is not None:
            waits_for.append(day_after(obligation.through_on))
        weekly = is_weekly(somebody) and not obligation.over
        for wanted in waits_for:
            if not weekly or weekly_day(first_on, holidays) >= wanted:
                yield working_day_from(max(first_on, wanted), holidays)
            else:
                yield weekly_day_from(wanted, holidays)
