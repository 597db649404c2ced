"""Holes: days in force on which personal data is shared and no attestation covers it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Final

from tracker.domain.days import LAST_DAY, day_before, day_words
from tracker.domain.spans import Span
from tracker.domain.standings import Standing

UNCOVERED: Final = frozenset({Standing.EXPIRED, Standing.MISSING})
"""No attestation in force. Waived days are excused, outdated ones and gaps are covered in part."""


def uncovered(spans: Iterable[Span], since: date, until: date) -> list[tuple[date, date]]:
    """Return the holes between two days, both included, as first and last day, in order.

    A hole is cut at the two days asked for; LAST_DAY as a last day means that it has no end.
    """
    holes: list[tuple[date, date]] = []
    for span in spans:
        first = max(span.from_on, since)
        last = min(span.until_on if span.until_on == LAST_DAY else day_before(span.until_on), until)
        if span.standing not in UNCOVERED or first > last:
            continue
        if holes and (first - holes[-1][1]).days == 1:
            first = holes.pop()[0]
        holes.append((first, last))
    return holes


def hole_words(hole: tuple[date, date]) -> str:
    """Write a hole as "uncovered March 3, 2026 to April 19, 2026"."""
    first, last = hole
    if last == LAST_DAY:
        return f"uncovered since {day_words(first)}"
    if first == last:
        return f"uncovered on {day_words(first)}"
    return f"uncovered {day_words(first)} to {day_words(last)}"
