"""Sequenced: the facts of one contract in the order of the days on which they take effect."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable
from datetime import date
from typing import Generic, TypeVar

from tracker.domain.course import course
from tracker.domain.days import FIRST_DAY, LAST_DAY
from tracker.domain.facts import Facts, Waiver
from tracker.domain.holding import Holding, forces, holding_days, holding_on
from tracker.domain.policy import Policy
from tracker.domain.sharing import Sharing, sharing_days, sharing_on
from tracker.domain.waiving import waivers_on, waiving_days

Seen = TypeVar("Seen")


class Stepwise(Generic[Seen]):
    """What is seen between the days on which it can change; looked up once for each piece."""

    def __init__(self, days: Iterable[date], look: Callable[[date], Seen]) -> None:
        """Take the days of change, and the function that looks at any day."""
        self.days = sorted({FIRST_DAY, *days})
        self._look = look
        self._seen: dict[int, Seen] = {}

    def on(self, day: date) -> Seen:
        """Return what is seen on a day."""
        index = bisect_right(self.days, day)
        seen = self._seen.get(index)
        if seen is None:
            seen = self._seen[index] = self._look(self.days[index - 1])
        return seen


class Sequenced:
    """Looks at the facts once for each piece between two days of change."""

    def __init__(self, facts: Facts, policy: Policy) -> None:
        """Sort the days of change."""
        self.course = course(facts)
        self._sharing = Stepwise(sharing_days(facts), lambda day: sharing_on(facts, day))
        held = forces(facts.attestations)
        self._holding = Stepwise(holding_days(held, policy), lambda day: holding_on(held, policy, day))
        self._waivers = Stepwise(waiving_days(facts.waivers), lambda day: waivers_on(facts.waivers, day))

    def days(self) -> list[date]:
        """Return the days on which the judgement can change, from FIRST_DAY, in order."""
        days = self.course.days()
        days.update(self._sharing.days, self._holding.days, self._waivers.days)
        days.discard(LAST_DAY)
        return sorted(days)

    def sharing(self, day: date) -> Sharing:
        return self._sharing.on(day)

    def holding(self, day: date) -> Holding:
        return self._holding.on(day)

    def waivers(self, day: date) -> tuple[Waiver, ...]:
        return self._waivers.on(day)
