"""How much is shared and not attested: elements and clauses over the contracts that stand in a gap."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.domain.reasons import Because
from tracker.domain.standings import Standing
from tracker.models.standing import StandingSpan
from tracker.queries import standing
from tracker.queries.scope import Viewer, within

MOST_COUNTED = 2000
"""Contracts whose gaps are counted piece by piece; a page must not grow dearer with the city."""


@dataclass(frozen=True, slots=True)
class GapCounts:
    """Elements that are shared and not attested, and clauses not agreed, over all contracts in a gap."""

    elements: int
    clauses: int


def gap_counts(session: Session, viewer: Viewer, day: date, expected: int) -> GapCounts | None:
    """Return the sums over the contracts in a gap on a city day that the viewer may see, what is excused left out.

    `expected` is how many contracts those are: none are read when it is 0, and None is returned when it is more than
    MOST_COUNTED.
    """
    if expected > MOST_COUNTED:
        return None
    if not expected:
        return GapCounts(0, 0)
    statement = select(StandingSpan.reasons).where(
        standing.holding(day), StandingSpan.standing == Standing.GAP, within(viewer, StandingSpan.department_id)
    )
    sums = {Because.ELEMENTS_NOT_NAMED: 0, Because.CLAUSES_NOT_AGREED: 0}
    for reasons in session.scalars(statement):
        for reason in reasons:
            if reason["kind"] in sums:
                sums[reason["kind"]] += len(reason.get("subjects", ()))
    return GapCounts(sums[Because.ELEMENTS_NOT_NAMED], sums[Because.CLAUSES_NOT_AGREED])
