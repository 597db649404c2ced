"""How many contracts stand how on a day, added up from the tallies: cheap for any day and any number of contracts."""

from collections import Counter
from collections.abc import Collection
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session

from tracker.domain.days import LAST_DAY
from tracker.domain.standings import COMPLYING, Standing
from tracker.models.standing import StandingSpan, StandingTally
from tracker.queries.hints import Unindexed
from tracker.queries.scope import Viewer, within


def on_day(session: Session, viewer: Viewer, day: date, departments: Collection[int] = ()) -> dict[Standing, int]:
    """Return how many contracts that the viewer may see stand how on a city day; standings of none are left out.

    With `departments` only the contracts of these count.
    """
    counts: Counter[Standing] = Counter()
    for (_, standing), number in by_department(session, viewer, day, departments).items():
        counts[standing] += number
    return dict(counts)


def by_department(
    session: Session, viewer: Viewer, day: date, departments: Collection[int] = ()
) -> dict[tuple[int, Standing], int]:
    """Return the counts of a city day by department id and standing; counts of zero are left out."""
    tally = StandingTally
    statement = (
        select(tally.department_id, tally.standing, func.sum(tally.net))
        .where(_up_to(day), within(viewer, tally.department_id))
        .group_by(tally.department_id, tally.standing)
    )
    if departments:
        statement = statement.where(tally.department_id.in_(sorted(departments)))
    return {(row[0], row[1]): int(row[2]) for row in session.execute(statement) if row[2]}


def holding(day: date, *, by_contract: bool = False) -> ColumnElement[bool]:
    """The condition that a span holds on a city day; every contract has exactly one such span.

    `by_contract` tells SQLite to find the span by its contract, when contracts are walked in an order.
    """
    span: Any = Unindexed(StandingSpan) if by_contract else StandingSpan
    return and_(span.from_on <= day, span.until_on == LAST_DAY if day == LAST_DAY else span.until_on > day)


def running_out(day: date, days: int) -> ColumnElement[bool]:
    """The condition that a span complies on a city day, and for no more than so many days after it."""
    last = day + timedelta(days=min(days, (LAST_DAY - day).days))
    # What complies on a day is covered through that day at least: said here, so that an index finds it.
    return and_(StandingSpan.standing.in_(sorted(COMPLYING)), StandingSpan.expires_on.between(day, last))


def _up_to(day: date) -> ColumnElement[bool]:
    grain, begins_on = StandingTally.grain, StandingTally.begins_on
    month, year = day.replace(day=1), day.replace(day=1, month=1)
    return or_(
        and_(grain == "year", begins_on < year),
        and_(grain == "month", begins_on >= year, begins_on < month),
        and_(grain == "day", begins_on >= month, begins_on <= day),
    )
