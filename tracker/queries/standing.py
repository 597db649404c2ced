"""How many contracts stand how on a day, added up from the tallies: cheap for any day and any number of contracts."""

from collections import Counter
from collections.abc import Collection, Mapping
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, bindparam, func, or_, select
from sqlalchemy.orm import Session

from tracker.domain.days import LAST_DAY
from tracker.domain.standings import COMPLYING, Standing
from tracker.models.standing import StandingSpan, StandingTally
from tracker.queries.hints import Unindexed
from tracker.queries.scope import Viewer

TALLY = StandingTally.__table__.c
# Built once: building them cost a sixth of a page. On SQLite each of the three ranges is one of the primary key, as
# its query plan shows.
UP_TO = or_(
    and_(TALLY.grain == "year", TALLY.begins_on < bindparam("year")),
    and_(TALLY.grain == "month", TALLY.begins_on >= bindparam("year"), TALLY.begins_on < bindparam("month")),
    and_(TALLY.grain == "day", TALLY.begins_on >= bindparam("month"), TALLY.begins_on <= bindparam("day")),
)
OF_DEPARTMENTS = TALLY.department_id.in_(bindparam("departments", expanding=True))
BY_DEPARTMENT = (
    select(TALLY.department_id, TALLY.standing, func.sum(TALLY.net))
    .where(UP_TO)
    .group_by(TALLY.department_id, TALLY.standing)
)
TOTAL = select(func.sum(TALLY.net)).where(UP_TO)
OF_STANDINGS = TALLY.standing.in_(bindparam("standings", expanding=True))


def on_day(session: Session, viewer: Viewer, day: date, departments: Collection[int] = ()) -> dict[Standing, int]:
    """Return how many contracts that the viewer may see stand how on a city day; standings of none are left out.

    With `departments` only the contracts of these count.
    """
    return summed(by_department(session, viewer, day, departments))


def summed(counts: Mapping[tuple[int, Standing], int]) -> dict[Standing, int]:
    """Return the counts of all departments together."""
    found: Counter[Standing] = Counter()
    for (_, standing), number in counts.items():
        found[standing] += number
    return dict(found)


def by_department(
    session: Session, viewer: Viewer, day: date, departments: Collection[int] = ()
) -> dict[tuple[int, Standing], int]:
    """Return the counts of a city day by department id and standing; counts of zero are left out."""
    found = session.execute(*_limited(BY_DEPARTMENT, viewer, day, departments))
    return {(department_id, kind): int(number) for department_id, kind, number in found if number}


def total(
    session: Session, viewer: Viewer, day: date, departments: Collection[int] = (), standings: Collection[Standing] = ()
) -> int:
    """Return how many contracts that the viewer may see there are on a city day, archived ones left out.

    With `departments` and `standings` only the contracts of these count.
    """
    statement, given = _limited(TOTAL, viewer, day, departments)
    if standings:
        statement, given = statement.where(OF_STANDINGS), {**given, "standings": sorted(standings)}
    return int(session.scalar(statement, given) or 0)


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


def _limited(
    statement: Select[Any], viewer: Viewer, day: date, departments: Collection[int]
) -> tuple[Select[Any], dict[str, object]]:
    given: dict[str, object] = {"year": day.replace(day=1, month=1), "month": day.replace(day=1), "day": day}
    if not viewer.departments and not departments:
        return statement, given
    seen = (
        set(departments) & viewer.departments
        if departments and viewer.departments
        else departments or viewer.departments
    )
    return statement.where(OF_DEPARTMENTS), {**given, "departments": sorted(seen)}
