"""Look: how the facts of one contract are seen on a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Protocol

from tracker.domain.course import Course, course
from tracker.domain.facts import Facts, Waiver
from tracker.domain.holding import Holding, forces, holding_on
from tracker.domain.policy import Policy
from tracker.domain.sharing import Sharing, sharing_on
from tracker.domain.waiving import waivers_on


class Look(Protocol):
    """What goes, what is held and what is waived on a day."""

    @property
    def course(self) -> Course: ...

    def sharing(self, day: date) -> Sharing: ...

    def holding(self, day: date) -> Holding: ...

    def waivers(self, day: date) -> tuple[Waiver, ...]: ...


@dataclass(frozen=True)
class PlainLook:
    """Looks at all facts anew for each day."""

    facts: Facts
    policy: Policy

    @property
    def course(self) -> Course:
        return course(self.facts)

    def sharing(self, day: date) -> Sharing:
        return sharing_on(self.facts, day)

    def holding(self, day: date) -> Holding:
        return holding_on(forces(self.facts.attestations), self.policy, day)

    def waivers(self, day: date) -> tuple[Waiver, ...]:
        return waivers_on(self.facts.waivers, day)
