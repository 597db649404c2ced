"""What a change of the policy does to the plan: letters and items by week and by whom, and which come and go."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import NamedTuple, TypeVar

from tracker.domain.obligations import Obligation
from tracker.domain.reminder_policy import VENDOR_SIDE, Step, Told
from tracker.domain.reminders import FLAG, EntryState, Planned

StepsOf = Callable[[Obligation], tuple[Step, ...]]
Key = TypeVar("Key")


class Audience(StrEnum):
    """Who gets a planned step, by the part for which it is sent."""

    VENDOR = "vendor"
    OWNER = "owner"
    MANAGER = "manager"
    OFFICER = "privacy officer"
    FLAG = "hold renewal"


AUDIENCE_OF = {
    **dict.fromkeys(VENDOR_SIDE, Audience.VENDOR),
    Told.OWNER: Audience.OWNER,
    Told.MANAGER: Audience.MANAGER,
    Told.PRIVACY_OFFICER: Audience.OFFICER,
}


class Load(NamedTuple):
    """How many letters, and how many items in them; a flag is an item without a letter."""

    letters: int = 0
    items: int = 0


@dataclass(frozen=True, slots=True)
class Compared:
    """The load of one week, or of one audience, before and after the change."""

    before: Load
    after: Load


@dataclass(frozen=True, slots=True)
class PlanChange:
    """The difference of two plans. `weeks` are keyed by their Monday; `first_on` is the first day that differs."""

    weeks: dict[date, Compared]
    audiences: dict[Audience, Compared]
    total: Compared
    first_on: date | None
    appearing: tuple[Planned, ...]
    disappearing: tuple[Planned, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """What will be settled, and by which steps."""

    planned: tuple[Planned, ...]
    steps_of: StepsOf


def plan_change(before: Plan, after: Plan, days: tuple[date, date]) -> PlanChange:
    """Compare two plans for the days from the first through the last.

    What stops or pauses a letter, and what is only noted, counts on neither side.
    """
    old, new = _told(before), _told(after)
    appearing = tuple(new[key] for key in new.keys() - old.keys())
    disappearing = tuple(old[key] for key in old.keys() - new.keys())
    mondays = [monday_of(days[0]) + timedelta(days=7 * number) for number in range(_weeks(days))]
    week_old, week_new = (_loads(told.values(), lambda one: monday_of(one.on_day)) for told in (old, new))
    whom_old = _loads(old.values(), _audience_by(before.steps_of))
    whom_new = _loads(new.values(), _audience_by(after.steps_of))
    return PlanChange(
        weeks={monday: _compared(week_old, week_new, monday) for monday in mondays},
        audiences={audience: _compared(whom_old, whom_new, audience) for audience in Audience},
        total=Compared(_load(old.values()), _load(new.values())),
        first_on=min((one.on_day for one in (*appearing, *disappearing)), default=None),
        appearing=tuple(sorted(appearing, key=_order)),
        disappearing=tuple(sorted(disappearing, key=_order)),
    )


def monday_of(day: date) -> date:
    """Return the Monday of a day's week."""
    return day - timedelta(days=day.weekday())


def audience_of(one: Planned, step: Step | None) -> Audience:
    """Tell for which part somebody gets a planned step; who plays several parts counts as the first of them."""
    if one.entry.somebody.email == FLAG.email:
        return Audience.FLAG
    for part in step.told if step else ():
        if any(who.email == one.entry.somebody.email for who in one.entry.obligation.people.get(part, ())):
            return AUDIENCE_OF[part]
    return Audience.VENDOR if one.entry.somebody.contact_id else Audience.OWNER


def _audience_by(steps_of: StepsOf) -> Callable[[Planned], Audience]:
    def audience(one: Planned) -> Audience:
        steps = steps_of(one.entry.obligation)
        return audience_of(one, next((step for step in steps if step.days == one.entry.step_days), None))

    return audience


def _told(plan: Plan) -> dict[object, Planned]:
    counted = (EntryState.SENT, EntryState.FLAGGED)
    return {(one.on_day, one.entry.ledger_key): one for one in plan.planned if one.entry.state in counted}


def _loads(told: Iterable[Planned], key_of: Callable[[Planned], Key]) -> dict[Key, Load]:
    grouped: dict[Key, list[Planned]] = {}
    for one in told:
        grouped.setdefault(key_of(one), []).append(one)
    return {key: _load(group) for key, group in grouped.items()}


def _load(told: Iterable[Planned]) -> Load:
    items, letters = 0, set()
    for one in told:
        items += 1
        if one.entry.state is EntryState.SENT:
            letters.add((one.on_day, one.entry.somebody.email))
    return Load(len(letters), items)


def _compared(before: dict[Key, Load], after: dict[Key, Load], key: Key) -> Compared:
    return Compared(before.get(key, Load()), after.get(key, Load()))


def _weeks(days: tuple[date, date]) -> int:
    return (monday_of(days[1]) - monday_of(days[0])).days // 7 + 1


def _order(one: Planned) -> tuple[object, ...]:
    return (one.on_day, one.entry.somebody.email, one.entry.ledger_key)
