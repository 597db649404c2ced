"""Judgements of a day, and the spans of days on which a judgement holds."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from tracker.domain.days import LAST_DAY
from tracker.domain.reasons import Reason
from tracker.domain.stages import Stage
from tracker.domain.standings import Standing


class Judgement(NamedTuple):
    """How a contract stands on one day, who must act next, and why.

    ``tier``, ``elements`` and ``sensitive`` describe the personal elements shared on that day (while
    disposal is due or overdue: those that were shared and are still to be disposed of). ``version``
    and ``attestation_id`` name the attestation that counts; when expired, the one that ended last.
    ``expires_on`` is the last day of present coverage: while complying, the last day of the unbroken
    run, whatever ends it; while attestations are in force that leave something out, the last day
    through which some are in force; when expired, the last day that was covered; None otherwise.
    """

    standing: Standing
    stage: Stage
    tier: int | None
    elements: int
    sensitive: bool
    version: int | None
    attestation_id: int | None
    expires_on: date | None
    waived_through_on: date | None
    reasons: tuple[Reason, ...]


class Span(NamedTuple):
    """A judgement with the days on which it holds: half-open, LAST_DAY as the open end."""

    from_on: date
    until_on: date
    standing: Standing
    stage: Stage
    tier: int | None
    elements: int
    sensitive: bool
    version: int | None
    attestation_id: int | None
    expires_on: date | None
    waived_through_on: date | None
    reasons: tuple[Reason, ...]

    @property
    def judgement(self) -> Judgement:
        """What is judged of every day of the span."""
        return Judgement(*self[2:])

    def holds(self, day: date) -> bool:
        """Tell whether the day lies in the span; the open end includes the last day there is."""
        return self.from_on <= day and (day < self.until_on or self.until_on == LAST_DAY)


def span_on(spans: Iterable[Span], day: date) -> Span:
    """Return the span that holds a day; raises LookupError when none of them does."""
    for span in spans:
        if span.holds(day):
            return span
    message = f"No span holds {day}."
    raise LookupError(message)


def standing_since(spans: Iterable[Span], day: date) -> date:
    """Return the first day of the unbroken run of days that stand as this day does.

    FIRST_DAY when it has always stood so; raises LookupError when no span holds the day.
    """
    since: date | None = None
    standing: Standing | None = None
    for span in spans:
        if span.standing != standing:
            since, standing = span.from_on, span.standing
        if since is not None and span.holds(day):
            return since
    message = f"No span holds {day}."
    raise LookupError(message)
