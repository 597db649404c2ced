"""Holding: which attestations are in force on one day, and what they cover."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from tracker.domain.days import day_after, day_before
from tracker.domain.facts import Attested
from tracker.domain.policy import Policy, RequirementVersion

NOTHING: frozenset[str] = frozenset()


class Holding(NamedTuple):
    """Attestations in force on one day; valid ones agree to a version that still counts."""

    held: tuple[Attested, ...]
    valid: tuple[Attested, ...]
    elements: frozenset[str]
    """What the attestations in force name."""
    valid_elements: frozenset[str]
    valid_clauses: frozenset[str]
    newest: RequirementVersion | None
    """Newest version that a valid one agrees to."""
    version: RequirementVersion | None
    """Version of the requirements in force on the day."""
    counts: Attested | None
    """The one that counts: the newest valid one, else the newest in force, else the last to end."""
    stale: Attested | None
    """The newest of those whose version does not count any more."""
    stale_on: date | None
    """First day on which its version did not count."""
    through_on: date | None
    """Last day of an unbroken row of attestations in force; when there are none, the last it was."""


class Force(NamedTuple):
    """The days on which an attestation is in force, both included; at least one."""

    from_on: date
    through_on: date
    attested: Attested


def forces(attestations: Iterable[Attested]) -> tuple[Force, ...]:
    """Return when each attestation is in force, the earliest first.

    One that was revoked before it took effect was never in force, and is left out.
    """
    found = [Force(item.effective_on, last_day(item), item) for item in attestations]
    return tuple(sorted([force for force in found if force.from_on <= force.through_on], key=_place))


def holding_on(in_force: Sequence[Force], policy: Policy, day: date) -> Holding:
    """Return the attestations in force on a day, judged by the versions that count on it."""
    version = policy.version_on(day)
    held = tuple([force.attested for force in in_force if force.from_on <= day <= force.through_on])
    if not held:
        return _nothing_held(version, _last_ended(in_force, day))
    valid = tuple([item for item in held if counts_on(policy, item.version, day)])
    counts = _newest(valid or held)
    stale = _newest([item for item in held if item not in valid]) if len(valid) < len(held) else None
    return Holding(
        held,
        valid,
        _union([item.elements for item in held]),
        _union([item.elements for item in valid]),
        _union([item.clauses for item in valid]),
        policy.version(counts.version) if valid else None,
        version,
        counts,
        stale,
        policy.superseded_on(stale.version) if stale else None,
        _row_end(in_force, day),
    )


def last_day(attested: Attested) -> date:
    """Return the last day in force: the expiry day, or the day before the revocation."""
    if attested.revoked_on is None:
        return attested.expires_on
    return min(attested.expires_on, day_before(attested.revoked_on))


def counts_on(policy: Policy, number: int, day: date) -> bool:
    """Tell whether a version still counts on a day: the grace period of the next one is not over."""
    superseded_on = policy.superseded_on(number)
    return superseded_on is None or day < superseded_on


def holding_days(in_force: Iterable[Force], policy: Policy) -> set[date]:
    """Return the days on which what is held, and what it is worth, can change."""
    days = set(policy.days)
    for force in in_force:
        days.update((force.from_on, day_after(force.through_on)))
    return days


def _nothing_held(version: RequirementVersion | None, ended: Force | None) -> Holding:
    return Holding(
        held=(),
        valid=(),
        elements=NOTHING,
        valid_elements=NOTHING,
        valid_clauses=NOTHING,
        newest=None,
        version=version,
        counts=ended.attested if ended else None,
        stale=None,
        stale_on=None,
        through_on=ended.through_on if ended else None,
    )


def _rank(attested: Attested) -> tuple[int, bool, date, date, int]:
    whole = not attested.addendum
    return attested.version, whole, last_day(attested), attested.effective_on, attested.attestation_id


def _newest(attestations: Sequence[Attested]) -> Attested:
    return attestations[0] if len(attestations) == 1 else max(attestations, key=_rank)


def _union(sets: Sequence[frozenset[str]]) -> frozenset[str]:
    return sets[0] if len(sets) == 1 else NOTHING.union(*sets)


def _place(force: Force) -> tuple[date, date, int]:
    return force.from_on, force.through_on, force.attested.attestation_id


def _last_ended(in_force: Iterable[Force], day: date) -> Force | None:
    ended = [force for force in in_force if force.through_on < day]
    return max(ended, key=lambda force: (force.through_on, _rank(force.attested)), default=None)


def _row_end(in_force: Iterable[Force], day: date) -> date:
    """From a day on which some are in force, through the last before a day on which none is."""
    through_on = day
    for force in in_force:
        if force.from_on > day_after(through_on):
            break
        through_on = max(through_on, force.through_on)
    return through_on
