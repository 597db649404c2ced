"""Which steps of an obligation are meant for whom, and as of which day each recipient is told."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from datetime import date
from typing import Final, NamedTuple

from tracker.domain.days import plus_days
from tracker.domain.obligations import Obligation, Rhythm, Somebody
from tracker.domain.reminder_policy import HOLD_RENEWAL, VENDOR_SIDE, Step
from tracker.domain.working_days import weekly_day

StepsOf = Callable[[Obligation], Collection[Step]] | Collection[Step]
"""The policy's steps of an obligation, or steps of all kinds that hold for every obligation."""

FLAG: Final = Somebody(email=HOLD_RENEWAL, name="")
"""Stands where a recipient stands when a step sets the flag instead of writing to somebody."""


StepDay = tuple[int, date, bool]
"""A step for somebody: its distance from the due day, its day, and whether it is told as the vendor's side only."""


class Meant(NamedTuple):
    """Somebody with the steps meant for that person, by day."""

    somebody: Somebody
    steps: Sequence[StepDay]


def steps_for(obligation: Obligation, steps_of: StepsOf) -> Collection[Step]:
    """Return the steps of an obligation that can ever be reached: none after the last day on which it exists."""
    steps = steps_of(obligation) if callable(steps_of) else steps_of
    kind, due_on, last_on = obligation.kind, obligation.due_on, obligation.through_on
    if last_on is None:
        return [step for step in steps if step.kind is kind]
    return [step for step in steps if step.kind is kind and plus_days(due_on, step.days) <= last_on]


def meant_for(obligation: Obligation, steps_of: StepsOf) -> Sequence[Meant]:
    """Return whom the steps of an obligation that can ever be reached are meant for, each with these steps by day."""
    due_on = obligation.due_on
    return [
        Meant(somebody, [(days, plus_days(due_on, days), sides[days]) for days in sorted(sides)])
        for somebody, sides in recipients(obligation, steps_for(obligation, steps_of))
    ]


def step_day(obligation: Obligation, days: int) -> date:
    """Return the day on which a step is reached."""
    return plus_days(obligation.due_on, days)


def recipients(obligation: Obligation, steps: Iterable[Step]) -> Iterator[tuple[Somebody, dict[int, bool]]]:
    """Give each recipient with the days of the steps meant for it, each with whether as the vendor's side only."""
    found: dict[str, tuple[Somebody, dict[int, bool]]] = {}
    vendor_free, people = obligation.vendor_free, obligation.people
    for step in steps:
        if step.flag and not vendor_free:
            found.setdefault(FLAG.email, (FLAG, {}))[1][step.days] = False
        for part in step.told:
            vendors = part in VENDOR_SIDE
            if vendors and vendor_free:
                continue
            for somebody in people.get(part, ()):
                meant = found.setdefault(somebody.email, (somebody, {}))[1]
                # Who is told twice over (as signer and as owner) is told when either part is.
                meant[step.days] = vendors and meant.get(step.days, True)
    yield from found.values()


def is_weekly(somebody: Somebody) -> bool:
    """Tell whether somebody gets one digest a week: staff who chose so; vendors follow the policy, daily."""
    return somebody.contact_id is None and somebody.rhythm is Rhythm.WEEKLY


def as_of(obligation: Obligation, somebody: Somebody, day: date, holidays: Collection[date]) -> date:
    """Return the day whose state somebody is told of by a run on a day: the latest weekly day, or the day itself."""
    return weekly_day(day, holidays) if is_weekly(somebody) and not obligation.over else day
