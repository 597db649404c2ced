"""Reminders: what is due on a day, computed from what stands and from what the ledger holds.

Nothing here counts runs: a missed day, or forty, leads to the same letter as a run that comes late.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from tracker.domain.days import plus_days
from tracker.domain.obligations import Obligation, Somebody
from tracker.domain.reminder_policy import HOLD_RENEWAL, VENDOR_SIDE, Step, Told
from tracker.domain.working_days import working_day_from


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


FLAG = Somebody(email=HOLD_RENEWAL, name="")
"""Stands where a recipient stands when a step sets the flag instead of writing to somebody."""


def due(
    obligations: Iterable[Obligation], steps: Collection[Step], day: date, ledger: Collection[LedgerKey]
) -> tuple[Entry, ...]:
    """Return what is to be settled on a day of the city: per obligation and recipient the latest step reached.

    Earlier steps that the ledger does not hold are overtaken. Nothing that the ledger holds comes again, so a
    second run on the same ledger returns nothing.
    """
    return tuple(
        entry
        for obligation in obligations
        for somebody, reached in _reached(obligation, steps, day)
        for entry in _settled(obligation, somebody, reached, ledger)
    )


def planned(
    obligations: Iterable[Obligation],
    steps: Collection[Step],
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
        for day, entry in _ahead(obligation, steps, (first_on, days[1]), ledger, holidays)
    ]
    return tuple(sorted(found, key=lambda item: (item.on_day, item.entry.somebody.email, item.entry.ledger_key)))


def _ahead(
    obligation: Obligation,
    steps: Collection[Step],
    days: tuple[date, date],
    ledger: Collection[LedgerKey],
    holidays: Collection[date],
) -> Iterator[tuple[date, Entry]]:
    settled = set(ledger)
    turns = {working_day_from(max(days[0], step_day), holidays) for step_day in _step_days(obligation, steps)}
    for day in sorted(turns):
        if day > min(days[1], obligation.through_on or days[1]):
            return
        for entry in due([obligation], steps, day, settled):
            settled.add(entry.ledger_key)
            if entry.state is not EntryState.OVERTAKEN:
                yield day, entry


def _step_days(obligation: Obligation, steps: Iterable[Step]) -> Iterator[date]:
    return (plus_days(obligation.due_on, step.days) for step in steps if step.kind == obligation.kind)


def _reached(obligation: Obligation, steps: Iterable[Step], day: date) -> Iterator[tuple[Somebody, dict[int, bool]]]:
    """Give each recipient with the steps reached, each with whether it is meant for the vendor."""
    people: dict[str, Somebody] = {}
    reached: dict[str, dict[int, bool]] = defaultdict(dict)
    for step in steps:
        if step.kind != obligation.kind or plus_days(obligation.due_on, step.days) > day:
            continue
        for part, somebody in _recipients(obligation, step):
            people.setdefault(somebody.email, somebody)
            # Who is told twice over (as signer and as owner) is told when either part is.
            for_vendor = part in VENDOR_SIDE and reached[somebody.email].get(step.days, True)
            reached[somebody.email][step.days] = for_vendor
    for email, somebody in people.items():
        yield somebody, reached[email]


def _recipients(obligation: Obligation, step: Step) -> Iterator[tuple[Told | None, Somebody]]:
    if step.flag and not obligation.vendor_free:
        yield None, FLAG
    for part in step.told:
        if not (part in VENDOR_SIDE and obligation.vendor_free):
            for somebody in obligation.people.get(part, ()):
                yield part, somebody


def _settled(
    obligation: Obligation, somebody: Somebody, reached: dict[int, bool], ledger: Collection[LedgerKey]
) -> Iterator[Entry]:
    latest = max(reached)
    for days in sorted(reached):
        if LedgerKey(obligation.key, obligation.due_on, days, somebody.email) in ledger:
            continue
        if days < latest:
            yield Entry(obligation, days, somebody, EntryState.OVERTAKEN, f"The step {_words(latest)} took its place.")
        else:
            yield Entry(obligation, days, somebody, *_fate(obligation, somebody, for_vendor=reached[days]))


def _words(days: int) -> str:
    if days == 0:
        return "on the day"
    number = "1 day" if abs(days) == 1 else f"{abs(days)} days"
    return f"{number} {'before' if days < 0 else 'after'}"


def _fate(obligation: Obligation, somebody: Somebody, *, for_vendor: bool) -> tuple[EntryState, str]:
    if somebody is FLAG:
        return EntryState.FLAGGED, "Nothing was renewed for so long that the contract's renewal should wait."
    if for_vendor and obligation.stopped:
        return EntryState.STOPPED, obligation.stopped
    if for_vendor and obligation.paused:
        return EntryState.PAUSED, obligation.paused
    return EntryState.SENT, ""
