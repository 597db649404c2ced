"""The timeline of a contract: every day there is, cut into spans on which one judgement holds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from tracker.domain.acting import stage_of
from tracker.domain.base import base_on
from tracker.domain.days import FIRST_DAY, LAST_DAY, day_before, plus_days
from tracker.domain.ending import ending
from tracker.domain.facts import Facts
from tracker.domain.look import Look
from tracker.domain.policy import Policy
from tracker.domain.reasons import Because, Reason, reasons_from_json, reasons_to_json
from tracker.domain.requested import OpenStages
from tracker.domain.sequenced import Sequenced
from tracker.domain.spans import Judgement, Span, span_on, standing_since
from tracker.domain.stages import Stage
from tracker.domain.standings import Standing

__all__ = [
    "FIRST_DAY",
    "LAST_DAY",
    "Because",
    "Reason",
    "Span",
    "reasons_from_json",
    "reasons_to_json",
    "span_on",
    "standing_since",
    "timeline",
]

Piece = tuple[date, Judgement]
"""A judgement and the first day on which it holds; it holds until the next piece."""


def timeline(facts: Facts, policy: Policy, since_on: date = FIRST_DAY) -> tuple[Span, ...]:
    """Judge a contract on every day of the city's time zone, from what the facts say.

    Returns spans from FIRST_DAY until LAST_DAY, half-open (LAST_DAY is the open end), in order,
    without gap or overlap; neighbours differ in something. Equal facts give equal spans. With `since_on` the days
    before are left out: the first span begins on it, the others are the same.
    """
    facts = facts.still_held()
    look = Sequenced(facts, policy)
    days = [since_on, *(day for day in look.days() if day > since_on)]
    judged = _merged((day, base_on(day, look)) for day in days)
    told = _ahead(judged, look, policy.notice_days)
    return _spans(_merged(_staged(told, OpenStages(facts.steps), policy.notice_days)))


def _merged(pieces: Iterable[Piece]) -> list[Piece]:
    """Drop each piece that judges as the one before it."""
    merged: list[Piece] = []
    for piece in pieces:
        if not merged or merged[-1][1] != piece[1]:
            merged.append(piece)
    return merged


def _ahead(pieces: Sequence[Piece], look: Look, notice_days: int) -> list[Piece]:
    """Tell current from expiring, from the last piece back to the first."""
    told: list[Piece] = []
    until_on, following, last_on = LAST_DAY, Standing.CURRENT, None
    causes: tuple[Reason, ...] = ()
    for from_on, judgement in reversed(pieces):
        if judgement.standing is Standing.CURRENT:
            if following is not Standing.CURRENT:
                last_on = day_before(until_on)
                causes = ending(last_on, following, look)
            current = judgement._replace(expires_on=last_on)
            told.extend(_split(from_on, until_on, current, causes, notice_days))
        else:
            told.append((from_on, judgement))
        until_on, following = from_on, judgement.standing
    told.reverse()
    return told


def _split(
    from_on: date,
    until_on: date,
    current: Judgement,
    causes: tuple[Reason, ...],
    notice_days: int,
) -> Iterator[Piece]:
    """Cut a current piece where it begins to expire; the later part comes first."""
    last_on = current.expires_on
    if last_on is None:
        yield from_on, current
        return
    expiring_on = plus_days(last_on, -notice_days)
    if expiring_on < until_on:
        yield max(from_on, expiring_on), current._replace(standing=Standing.EXPIRING, reasons=causes)
    if from_on < expiring_on:
        yield from_on, current


def _staged(pieces: Sequence[Piece], opens: OpenStages, notice_days: int) -> Iterator[Piece]:
    """Say who must act, cutting where a request takes a step or a term comes near."""
    for index, (from_on, judgement) in enumerate(pieces):
        until_on = pieces[index + 1][0] if index + 1 < len(pieces) else LAST_DAY
        near_on, seen = until_on, judgement
        if judgement.standing is Standing.NOT_IN_FORCE and until_on < LAST_DAY:
            near_on, seen = plus_days(until_on, -notice_days), pieces[index + 1][1]
        for day, stage in opens.between(from_on, until_on, near_on):
            yield day, _acting(judgement, stage_of(seen if day >= near_on else judgement, stage))


def _acting(judgement: Judgement, stage: Stage) -> Judgement:
    # Most judgements are made here: base_on leaves the stage at nobody, and _replace is slow.
    if stage is Stage.NOBODY:
        return judgement
    return Judgement(judgement.standing, stage, *judgement[2:])


def _spans(pieces: Sequence[Piece]) -> tuple[Span, ...]:
    ends = [from_on for from_on, _ in pieces[1:]]
    ends.append(LAST_DAY)
    return tuple(
        [Span(from_on, end, *judgement) for (from_on, judgement), end in zip(pieces, ends, strict=True)],
    )
