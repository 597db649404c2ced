"""Policy: what the city has decided for all contracts."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from itertools import pairwise
from typing import Final

from tracker.domain.days import plus_days
from tracker.domain.rule import Rule, applies

DEFAULT_NOTICE_DAYS: Final = 60
DEFAULT_TERM_MONTHS: Final = 12


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause of a version: its stable code, and the rule that says to whom it applies."""

    code: str
    rule: Rule


@dataclass(frozen=True, slots=True)
class RequirementVersion:
    """One version of the requirements; older ones still count until its grace period is over."""

    number: int
    effective_on: date
    grace_days: int
    clauses: tuple[Clause, ...]
    _applicable: dict[tuple[int | None, bool, bool], frozenset[str]] = field(
        init=False,
        repr=False,
        compare=False,
        default_factory=dict,
    )

    @property
    def grace_over_on(self) -> date:
        """First day on which the version before this one does not count any more."""
        return plus_days(self.effective_on, self.grace_days)

    def codes_for(self, tier: int | None, uses_ai: bool, protocol_named: bool) -> frozenset[str]:  # noqa: FBT001 (the three things a rule can look at)
        """Return the codes of the clauses that apply to such a contract (remembered: few kinds)."""
        kind = (tier, uses_ai, protocol_named)
        codes = self._applicable.get(kind)
        if codes is None:
            codes = frozenset(clause.code for clause in self.clauses if applies(clause.rule, *kind))
            self._applicable[kind] = codes
        return codes


@dataclass(frozen=True)
class Policy:
    """Notice period, versions of the requirements, and terms of attestations in months by tier.

    ``term_months`` may hold None as the key for all tiers that it does not name.
    """

    notice_days: int = DEFAULT_NOTICE_DAYS
    versions: tuple[RequirementVersion, ...] = ()
    term_months: Mapping[int | None, int] = field(default_factory=dict, hash=False)

    def months_for(self, tier: int | None) -> int:
        """Return for how many months an attestation for a contract of this tier is good."""
        return self.term_months.get(tier, self.term_months.get(None, DEFAULT_TERM_MONTHS))

    def version(self, number: int) -> RequirementVersion | None:
        """Return the version with this number, or None."""
        return self._by_number.get(number)

    def version_on(self, day: date) -> RequirementVersion | None:
        """Return the version in force on a day: the one that took effect last, or None."""
        index = bisect_right(self._effective, day)
        return self._by_day[index - 1] if index else None

    def superseded_on(self, number: int) -> date | None:
        """Return the first day on which a version does not count any more, or None.

        That is the day on which the grace period of the next version that exists is over.
        """
        superseded_on = self._superseded.get(number)
        if superseded_on is not None or number in self._by_number:
            return superseded_on
        later = [version for version in self.versions if version.number > number]
        following = min(later, key=lambda version: version.number, default=None)
        return following.grace_over_on if following else None

    @cached_property
    def days(self) -> frozenset[date]:
        """Days on which a version takes effect, or puts the one before it out of use."""
        effective = [version.effective_on for version in self.versions]
        return frozenset([*effective, *[version.grace_over_on for version in self.versions]])

    @cached_property
    def _by_day(self) -> list[RequirementVersion]:
        return sorted(self.versions, key=lambda version: (version.effective_on, version.number))

    @cached_property
    def _effective(self) -> list[date]:
        return [version.effective_on for version in self._by_day]

    @cached_property
    def _by_number(self) -> dict[int, RequirementVersion]:
        return {version.number: version for version in self.versions}

    @cached_property
    def _superseded(self) -> dict[int, date]:
        ordered = sorted(self.versions, key=lambda version: version.number)
        return {old.number: new.grace_over_on for old, new in pairwise(ordered)}
