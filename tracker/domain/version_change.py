"""Version change: what publishing a version of the requirements does to one contract, as timeline() says it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from itertools import pairwise

from tracker.domain.coming import coming
from tracker.domain.days import day_after, day_before
from tracker.domain.facts import Facts
from tracker.domain.policy import Policy, RequirementVersion
from tracker.domain.reasons import Because
from tracker.domain.spans import Span, span_on
from tracker.domain.standings import Standing
from tracker.domain.timeline import timeline


class Leaving(StrEnum):
    """How the cover of a contract ends that an older version of the requirements gives."""

    OUTDATED = "outdated"
    """On the day on which the grace period is over."""
    EXPIRED = "expired"
    """By the attestation's own last day, which comes before."""


@dataclass(frozen=True, slots=True)
class Left:
    """A contract that a version leaves behind: how, the first day on which it is so, and what is new for it.

    `version` and `attestation_id` name what covers it on the last day before; `clauses` are the codes that apply
    to it by the new version and were not agreed to.
    """

    how: Leaving
    out_on: date
    version: int | None
    attestation_id: int | None
    clauses: tuple[str, ...]


def without(policy: Policy, number: int) -> Policy:
    """Return the policy as it would be if the version with this number did not exist."""
    return replace(policy, versions=tuple(item for item in policy.versions if item.number != number))


def with_version(policy: Policy, version: RequirementVersion) -> Policy:
    """Return the policy with this version published, in the place of one of the same number."""
    others = (item for item in policy.versions if item.number != version.number)
    return replace(policy, versions=tuple(sorted((*others, version), key=lambda item: item.number)))


def left_behind(facts: Facts, before: Policy, version: RequirementVersion, day: date) -> Left | None:
    """Return what publishing the version does to a contract that is covered on a day or later; None when nothing.

    Outdated is the first day from `day` on that timeline() judges so with the version and not without it. Where the
    cover by an older version runs out by itself before that, the contract is named as expired with that day.
    """
    # What was before the day does not matter, but for the span that ends on it.
    since_on = day_before(day)
    new = timeline(facts, with_version(before, version), since_on)
    # No version puts another out of use before its grace is over: most contracts need no second timeline.
    from_on = max(day, version.grace_over_on)
    outdated = any(span.until_on > from_on and is_outdated(span) for span in new)
    out_on = _first_outdated(timeline(facts, before, since_on), new, day) if outdated else None
    expired_on = _first_expired(new, day, day_after(version.grace_over_on), version.number)
    if expired_on is not None and (out_on is None or expired_on < out_on):
        return _left(Leaving.EXPIRED, expired_on, facts, version, new)
    return _left(Leaving.OUTDATED, out_on, facts, version, new) if out_on is not None else None


def is_outdated(span: Span) -> bool:
    """Tell whether something is not covered because the version agreed to does not count any more."""
    return span.standing is Standing.OUTDATED or any(reason.kind == Because.VERSION_OUTDATED for reason in span.reasons)


def _first_outdated(old: Sequence[Span], new: Iterable[Span], day: date) -> date | None:
    for span in new:
        if span.until_on <= day or not is_outdated(span):
            continue
        for start in sorted({max(span.from_on, day), *(one.from_on for one in old)}):
            if max(span.from_on, day) <= start and span.holds(start) and not is_outdated(span_on(old, start)):
                return start
    return None


def _first_expired(new: Sequence[Span], day: date, before_on: date, number: int) -> date | None:
    for earlier, span in pairwise(new):
        covered = earlier.attestation_id is not None and earlier.standing is not Standing.EXPIRED
        if day < span.from_on < before_on and span.standing is Standing.EXPIRED and covered:
            return span.from_on if (earlier.version or 0) < number else None
    return None


def _left(how: Leaving, out_on: date, facts: Facts, version: RequirementVersion, new: Sequence[Span]) -> Left:
    span, earlier = span_on(new, out_on), None
    for item in new:
        if item.until_on == out_on:
            earlier = item
    covering = earlier if earlier is not None and earlier.attestation_id is not None else span
    kind = coming(facts, out_on)
    applying = version.codes_for(kind.tier, kind.uses_ai, kind.protocol_named)
    agreed = {
        code for item in facts.attestations if item.attestation_id == covering.attestation_id for code in item.clauses
    }
    order = [clause.code for clause in version.clauses]
    fresh = tuple(code for code in order if code in applying and code not in agreed)
    return Left(how, out_on, covering.version, covering.attestation_id, fresh)
