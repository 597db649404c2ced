"""Which steps of an obligation are meant for whom, and as of which day each recipient is told."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator
from datetime import date
from typing import Final

from tracker.domain.days import plus_days
from tracker.domain.obligations import Obligation, Rhythm, Somebody
from tracker.domain.reminder_policy import HOLD_RENEWAL, VENDOR_SIDE, Step, Told
from tracker.domain.working_days import weekly_day

StepsOf = Callable[[Obligation], Collection[Step]] | Collection[Step]
"""The policy's steps of an obligation, or steps of all kinds that hold for every obligation."""

FLAG: Final = Somebody(email=HOLD_RENEWAL, name="")
"""Stands where a recipient stands when a step sets the flag instead of writing to somebody."""


def steps_for(obligation: Obligation, steps_of: StepsOf) -> Collection[Step]:
    """Return the steps of an obligation that can ever be reached: none after the last day on which it exists."""
    steps = steps_of(obligation) if callable(steps_of) else steps_of
    last_on = obligation.through_on
    return [
        step
        for step in steps
        if step.kind == obligation.kind and (last_on is None or step_day(obligation, step.days) <= last_on)
    ]


def step_day(obligation: Obligation, days: int) -> date:
    """Return the day on which a step is reached."""
    return plus_days(obligation.due_on, days)


def recipients(obligation: Obligation, steps: Iterable[Step]) -> Iterator[tuple[Somebody, dict[int, bool]]]:
    """Give each recipient with the days of the steps meant for it, each with whether as the vendor's side only."""
    people: dict[str, Somebody] = {}
    meant: dict[str, dict[int, bool]] = defaultdict(dict)
    for step in steps:
        for part, somebody in _told(obligation, step):
            people.setdefault(somebody.email, somebody)
            # Who is told twice over (as signer and as owner) is told when either part is.
            for_vendor = part in VENDOR_SIDE and meant[somebody.email].get(step.days, True)
            meant[somebody.email][step.days] = for_vendor
    for email, somebody in people.items():
        yield somebody, meant[email]


def is_weekly(somebody: Somebody) -> bool:
    """Tell whether somebody gets one digest a week: staff who chose so; vendors follow the policy, daily."""
    return somebody.contact_id is None and somebody.rhythm is Rhythm.WEEKLY


def as_of(obligation: Obligation, somebody: Somebody, day: date, holidays: Collection[date]) -> date:
    """Return the day whose state somebody is told of by a run on a day: the latest weekly day, or the day itself."""
    return weekly_day(day, holidays) if is_weekly(somebody) and not obligation.over else day


def _told(obligation: Obligation, step: Step) -> Iterator[tuple[Told | None, Somebody]]:
    if step.flag and not obligation.vendor_free:
        yield None, FLAG
    for part in step.told:
        if not (part in VENDOR_SIDE and obligation.vendor_free):
            for somebody in obligation.people.get(part, ()):
                yield part, somebody
