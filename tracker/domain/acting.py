"""Acting: who must act next, from how a contract stands and from its open requests."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Final

from tracker.domain.facts import Step, StepKind
from tracker.domain.reasons import Because
from tracker.domain.spans import Judgement
from tracker.domain.stages import Stage
from tracker.domain.standings import Standing

_PLACE: Final[dict[str, int]] = {
    StepKind.SENT: 1,
    StepKind.OPENED: 1,
    StepKind.SUBMITTED: 3,
    StepKind.RETURNED: 2,
    StepKind.ACCEPTED: 0,
    StepKind.REVOKED: 0,
}
"""Where a step leaves its request, as a place in _FURTHEST."""

_FURTHEST: Final = (None, Stage.VENDOR_ANSWERS, Stage.VENDOR_CORRECTS, Stage.CITY_REVIEWS)
"""Of several requests, the open one that is furthest on says who acts."""

_UNCOVERED: Final = frozenset(
    {Standing.EXPIRING, Standing.OUTDATED, Standing.GAP, Standing.EXPIRED, Standing.MISSING},
)

_NOTHING_TO_ASK: Final = frozenset({Because.CONTRACT_ENDS, Because.SHARING_ENDS})


def open_stage(steps: Iterable[Step], day: date) -> Stage | None:
    """Return the stage of the open requests on a day, or None when none is open.

    A request stands where its last step by that day left it, in the order of recording.
    """
    return furthest({step.request_id: step.kind for step in steps if step.on <= day}.values())


def furthest(last_kinds: Iterable[str]) -> Stage | None:
    """Return the furthest stage of requests whose last steps are these, or None."""
    return _FURTHEST[max([_PLACE[kind] for kind in last_kinds], default=0)]


def stage_of(judgement: Judgement, open_request: Stage | None) -> Stage:
    """Return who must act next on a contract that stands so, given the stage of its open requests."""
    standing = judgement.standing
    if standing is Standing.UNDECLARED:
        return Stage.CITY_DECLARES
    if standing in (Standing.DISPOSAL_DUE, Standing.DISPOSAL_OVERDUE):
        return Stage.VENDOR_ANSWERS
    if standing is Standing.CLOSED:
        return Stage.NOBODY
    if open_request is not None:
        return open_request
    return _unasked(judgement) if standing in _UNCOVERED else Stage.NOBODY


def _unasked(judgement: Judgement) -> Stage:
    kinds = {reason.kind for reason in judgement.reasons}
    if kinds & _NOTHING_TO_ASK:
        return Stage.NOBODY
    return Stage.CITY_DECLARES if Because.DECLARATION_ENDS in kinds else Stage.CITY_REQUESTS
