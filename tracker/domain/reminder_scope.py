"""Reminder steps by scope: for all contracts, for one requirement set, for one tier, or for both.

Which set an obligation belongs to: contracts have no set of their own, so it is the set of the version that is
asked for (`request.version_id`, for requests) or attested (the span's `attestation_id`, then `attestation.version_id`,
for coverage, disposal and waivers); where nothing was ever attested, the set of the version in force. Its tier
is that of the contract's span today, and of a request about several contracts the highest among them; coverage and
disposal that ended keep those of their last day. Whoever loads obligations fills `Obligation.set_code` and
`Obligation.tier` so.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Final, NamedTuple

from tracker.domain.obligations import Obligation
from tracker.domain.reminder_policy import BadStep, ObligationKind, Step, steps_from_json, steps_to_json

TIERS: Final = (1, 2, 3, 4)
NOBODY: Final = "none"
"""A stored row with this set to true says that its scope has no reminders of its kind at all."""


class Scope(NamedTuple):
    """For which contracts steps hold: an empty set code means every set, no tier means every tier."""

    set_code: str = ""
    tier: int | None = None


ALL: Final = Scope()

Own = Mapping[tuple[Scope, ObligationKind], tuple[Step, ...]]


@dataclass(frozen=True)
class Steps:
    """The policy's steps. `own` holds what each scope says of each kind; said and empty means "no reminders"."""

    own: Own = field(default_factory=dict)

    def of(self, kind: ObligationKind, set_code: str = "", tier: int | None = None) -> tuple[Step, ...]:
        """Return the steps of a kind for a contract of this set and tier, by day.

        The most specific scope that says anything of the kind wins whole: set and tier, then the set, then the
        tier, then all contracts.
        """
        for scope in from_narrow_to_wide(Scope(set_code, tier)):
            found = self.own.get((scope, kind))
            if found is not None:
                return found
        return ()

    def of_obligation(self, obligation: Obligation) -> tuple[Step, ...]:
        """Return the steps of an obligation, by day; this is the `steps_of` that due() and planned() ask."""
        return self.of(obligation.kind, obligation.set_code, obligation.tier)

    def source(self, kind: ObligationKind, scope: Scope) -> Scope:
        """Return the scope whose steps hold for a scope: itself when it says anything of the kind, else a wider one."""
        return next((wide for wide in from_narrow_to_wide(scope) if (wide, kind) in self.own), ALL)

    def says(self, kind: ObligationKind, scope: Scope) -> bool:
        """Tell whether a scope has its own word on a kind, be it "nothing"; all contracts always have."""
        return scope == ALL or (scope, kind) in self.own

    def scopes(self) -> tuple[Scope, ...]:
        """Return the scopes that say anything, all contracts first."""
        return tuple(sorted({ALL, *(scope for scope, _ in self.own)}, key=_order))

    def having(self, kind: ObligationKind, scope: Scope, steps: Iterable[Step]) -> Steps:
        """Return the policy in which a scope has these steps of a kind, and none when there are none."""
        told = tuple(sorted(steps, key=lambda step: step.days))
        return Steps(_said({**self.own, (scope, kind): told}))

    def without(self, kind: ObligationKind, scope: Scope) -> Steps:
        """Return the policy in which a scope says nothing of a kind, so that the wider scope holds."""
        return Steps(_said({key: told for key, told in self.own.items() if key != (scope, kind)}))

    def each(self) -> Iterator[tuple[Scope, Step]]:
        """Give every step with its scope."""
        for (scope, _), told in self.own.items():
            for step in told:
                yield scope, step

    def together_with(self, other: Steps) -> Steps:
        """Return the steps of both, for windows that must be wide enough for either."""
        keys = {*self.own, *other.own}
        return Steps({key: (*self.own.get(key, ()), *other.own.get(key, ())) for key in keys})

    @property
    def earliest(self) -> int:
        """The smallest number of days of any step of any scope, at most 0: how far ahead to look for due days."""
        return min((step.days for _, step in self.each()), default=0)

    @property
    def latest(self) -> int:
        """The largest number of days of any step of any scope: how far back to look for due days."""
        return max((step.days for _, step in self.each()), default=0)

    def to_json(self) -> list[dict[str, Any]]:
        """Return the rows as they are stored in policy.reminder_steps."""
        return [row for key, told in sorted(self.own.items(), key=_key_order) for row in _rows(*key, told)]


def read_steps(stored: Iterable[Mapping[str, Any]]) -> Steps:
    """Return the stored steps; raises BadStep naming the first row that cannot be read.

    A row may name the "set" and the "tier" for which it holds; without them it holds for all. A row with
    `"none": true` says that there are no reminders of its obligation in its scope.
    """
    own: dict[tuple[Scope, ObligationKind], tuple[Step, ...]] = {}
    for row in stored:
        key = (_scope(row), _kind(row))
        told = () if row.get(NOBODY) is True else steps_from_json([row])
        if key in own and not (told and own[key]):
            raise BadStep(f"The reminder step {dict(row)!r} cannot be read: its scope has steps and has none.")
        own[key] = tuple(sorted((*own.get(key, ()), *told), key=lambda step: step.days))
    return Steps(_said(own))


def steps_for_all(steps: Iterable[Step]) -> Steps:
    """Return the policy that has these steps for all contracts."""
    return read_steps(steps_to_json(steps))


@lru_cache(maxsize=1024)
def from_narrow_to_wide(scope: Scope) -> tuple[Scope, ...]:
    """Return the scopes that hold for a scope, the most specific first: itself, its set, its tier, all."""
    ordered = (scope, Scope(scope.set_code, None), Scope("", scope.tier), ALL)
    return tuple(dict.fromkeys(ordered))


def _said(own: dict[tuple[Scope, ObligationKind], tuple[Step, ...]]) -> Own:
    # That all contracts have no steps of a kind is said by having none.
    return {key: told for key, told in own.items() if told or key[0] != ALL}


def _rows(scope: Scope, kind: ObligationKind, told: tuple[Step, ...]) -> list[dict[str, Any]]:
    rows = steps_to_json(told) or [{"obligation": kind.value, NOBODY: True}]
    where: dict[str, Any] = {"set": scope.set_code} if scope.set_code else {}
    if scope.tier is not None:
        where["tier"] = scope.tier
    return [{**row, **where} for row in rows]


def _scope(row: Mapping[str, Any]) -> Scope:
    set_code, tier = row.get("set", ""), row.get("tier")
    if not isinstance(set_code, str):
        raise BadStep(f"The reminder step {dict(row)!r} cannot be read: its set is not the code of a set.")
    if tier is not None and (isinstance(tier, bool) or tier not in TIERS):
        raise BadStep(f"The reminder step {dict(row)!r} cannot be read: its tier is not a number from 1 to 4.")
    return Scope(set_code, tier)


def _kind(row: Mapping[str, Any]) -> ObligationKind:
    try:
        return ObligationKind(row["obligation"])
    except (KeyError, ValueError) as error:
        raise BadStep(f"The reminder step {dict(row)!r} cannot be read: {error}.") from error


def _order(scope: Scope) -> tuple[str, int]:
    return (scope.set_code, scope.tier or 0)


def _key_order(item: tuple[tuple[Scope, ObligationKind], tuple[Step, ...]]) -> tuple[tuple[str, int], ObligationKind]:
    (scope, kind), _ = item
    return _order(scope), kind
