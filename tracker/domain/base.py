"""Base: how a contract stands on one day, before anybody looks ahead or asks who must act."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from tracker.domain.course import Course
from tracker.domain.facts import Waiver
from tracker.domain.grounds import grounds, waived_grounds
from tracker.domain.holding import Holding
from tracker.domain.lack import Lack, lack_of
from tracker.domain.look import Look
from tracker.domain.reasons import Because, Reason
from tracker.domain.sharing import Sharing
from tracker.domain.spans import Judgement
from tracker.domain.stages import Stage
from tracker.domain.standings import Standing
from tracker.domain.waiving import left_after, waived_through


def base_on(day: date, look: Look) -> Judgement:
    """Judge one day by what is in force on it.

    The stage is left at nobody, current is not yet told from expiring, and ``expires_on`` is the
    last day of the unbroken row of attestations in force.
    """
    course = look.course
    if not course.in_force(day):
        return _outside(day, course)
    sharing = look.sharing(day)
    if not sharing.declared:
        return _bare(Standing.UNDECLARED, Reason(Because.NOTHING_DECLARED))
    if not sharing.elements:
        return _bare(Standing.NOT_REQUIRED, _not_required(sharing))
    return _sharing(sharing, look.holding(day), look.waivers(day))


def _sharing(sharing: Sharing, holding: Holding, waivers: Sequence[Waiver]) -> Judgement:
    lack = lack_of(sharing, holding)
    left = lack
    if waivers and lack.standing is not Standing.CURRENT:
        left = left_after(lack, waivers)
    waived_through_on = None
    if left.standing is Standing.WAIVED:
        waived_through_on = waived_through(lack, waivers)
        reasons = waived_grounds(lack, waivers)
    else:
        reasons = grounds(lack, left, holding)
    return _judged(sharing, holding, left, waived_through_on, reasons)


def _judged(
    sharing: Sharing,
    holding: Holding,
    left: Lack,
    waived_through_on: date | None,
    reasons: tuple[Reason, ...],
) -> Judgement:
    counts = holding.counts
    return Judgement(
        left.standing,
        Stage.NOBODY,
        sharing.tier,
        len(sharing.elements),
        sharing.sensitive,
        counts.version if counts else None,
        counts.attestation_id if counts else None,
        holding.through_on,
        waived_through_on,
        reasons,
    )


def _outside(day: date, course: Course) -> Judgement:
    start = course.next_start(day)
    if start is not None:
        kind = Because.BETWEEN_TERMS if course.started(day) else Because.NOT_STARTED
        return _bare(Standing.NOT_IN_FORCE, Reason(kind, on=start))
    if course.ends_on is None:
        return _bare(Standing.NOT_IN_FORCE, Reason(Because.NO_TERM))
    over = Reason(Because.OVER, on=course.ends_on)
    if not course.to_dispose:
        return _bare(Standing.NOT_IN_FORCE, over)
    if course.certified_on is not None and course.certified_on <= day:
        return _bare(Standing.CLOSED, over, Reason(Because.CERTIFIED, on=course.certified_on))
    return _to_dispose(day, course, over)


def _to_dispose(day: date, course: Course, over: Reason) -> Judgement:
    through_on = course.disposal_through_on
    due = through_on is not None and day <= through_on
    standing = Standing.DISPOSAL_DUE if due else Standing.DISPOSAL_OVERDUE
    return _bare(standing, over, Reason(Because.DISPOSAL_BY, on=through_on))._replace(
        tier=max(line.tier for line in course.to_dispose),
        elements=len({line.element for line in course.to_dispose}),
        sensitive=any(line.sensitive for line in course.to_dispose),
    )


def _not_required(sharing: Sharing) -> Reason:
    if sharing.anonymous:
        return Reason(Because.ONLY_ANONYMOUS, tuple(sorted(sharing.anonymous)))
    declaration = sharing.declaration
    if declaration is not None and declaration.kind == "schedule":
        return Reason(Because.NOTHING_SCHEDULED)
    return Reason(Because.NO_PERSONAL_DATA)


def _bare(standing: Standing, *reasons: Reason) -> Judgement:
    return Judgement(standing, Stage.NOBODY, None, 0, False, None, None, None, None, reasons)  # noqa: FBT003 (sensitive)
