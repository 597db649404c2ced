"""What the overview shows: the counts by department, what runs out, and how the counts move over the months."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta
from sqlalchemy import and_, bindparam, func, or_, select
from sqlalchemy.orm import Session

from tracker.domain.standings import COMPLYING, IN_FORCE_SHARING, SEVERITY, Standing
from tracker.models.department import Department
from tracker.models.standing import StandingSpan
from tracker.queries import standing
from tracker.queries.scope import Viewer, within
from tracker.queries.standing import OF_DEPARTMENTS, TALLY

DEPARTMENTS = select(Department.id, Department.name).order_by(Department.name)
# Built once, like all that pages ask every time. The years before, the months shown and each of their first days.
TREND = (
    select(TALLY.grain, TALLY.begins_on, TALLY.standing, func.sum(TALLY.net))
    .where(
        or_(
            and_(TALLY.grain == "year", TALLY.begins_on < bindparam("year")),
            and_(TALLY.grain == "month", TALLY.begins_on >= bindparam("year"), TALLY.begins_on < bindparam("last")),
            and_(TALLY.grain == "day", TALLY.begins_on.in_(bindparam("firsts", expanding=True))),
        )
    )
    .group_by(TALLY.grain, TALLY.begins_on, TALLY.standing)
)


@dataclass(frozen=True, slots=True)
class DepartmentLine:
    """A department's contracts in force that share personal data, or of which nobody has said."""

    id: int
    name: str
    in_force: int
    comply: int
    worst: Standing

    @property
    def need_somebody(self) -> int:
        """How many do not comply."""
        return self.in_force - self.comply


@dataclass(frozen=True, slots=True)
class Week:
    """Contracts whose coverage ends within a week that begins on a Monday, by tier."""

    begins_on: date
    by_tier: dict[int, int]

    @property
    def contracts(self) -> int:
        """All tiers together."""
        return sum(self.by_tier.values())


@dataclass(frozen=True, slots=True)
class Month:
    """Counts by standing on the first day of a month."""

    begins_on: date
    counts: dict[Standing, int]

    def count(self, *standings: Standing) -> int:
        """How many contracts stand in one of these ways."""
        return sum(self.counts.get(kind, 0) for kind in standings)


def departments(session: Session, counted: Mapping[tuple[int, Standing], int]) -> list[DepartmentLine]:
    """Return a line per department with contracts in force that share data, by name.

    `counted` is what standing.by_department found for a day.
    """
    counts: dict[int, Counter[Standing]] = {}
    for (department_id, kind), number in counted.items():
        if kind in IN_FORCE_SHARING:
            counts.setdefault(department_id, Counter())[kind] = number
    return [
        DepartmentLine(
            id=number,
            name=name,
            in_force=counts[number].total(),
            comply=sum(counts[number][kind] for kind in COMPLYING),
            worst=max(counts[number], key=SEVERITY.index),
        )
        for number, name in session.execute(DEPARTMENTS)
        if number in counts
    ]


def running_out(session: Session, viewer: Viewer, day: date, days: int = 90) -> list[Week]:
    """Return, week by week for `days` days after a city day, the complying contracts whose coverage ends."""
    statement = (
        select(StandingSpan.expires_on, StandingSpan.tier, func.count())
        .where(standing.holding(day), standing.running_out(day, days), within(viewer, StandingSpan.department_id))
        .group_by(StandingSpan.expires_on, StandingSpan.tier)
    )
    monday = day - timedelta(days=day.weekday())
    weeks: dict[date, Counter[int]] = {
        monday + timedelta(weeks=at): Counter() for at in range((days + day.weekday()) // 7 + 1)
    }
    for expires_on, tier, number in session.execute(statement):
        if expires_on is not None:
            weeks[expires_on - timedelta(days=expires_on.weekday())][tier or 0] += number
    return [Week(begins_on, dict(by_tier)) for begins_on, by_tier in weeks.items()]


def trend(session: Session, viewer: Viewer, day: date, months: int = 12) -> list[Month]:
    """Return the counts on the first day of each month, from `months` months before a city day to as many after."""
    first = day.replace(day=1) - relativedelta(months=months)
    shown = [first + relativedelta(months=at) for at in range(2 * months + 1)]
    year = first.replace(month=1)
    changes = _changes(session, viewer, year, shown)
    counts = changes["year", None]
    found = []
    for begins_on in (*_months(year, first), *shown):
        if begins_on >= first:
            # What changes on the first day of a month is in that month's count already.
            found.append(Month(begins_on, dict(counts + changes["day", begins_on])))
        counts += changes["month", begins_on]
    return found


def _months(begin: date, end: date) -> list[date]:
    return [begin.replace(month=month) for month in range(1, end.month)]


def _changes(
    session: Session, viewer: Viewer, year: date, shown: Sequence[date]
) -> dict[tuple[str, date | None], Counter[Standing]]:
    given: dict[str, object] = {"year": year, "last": shown[-1], "firsts": shown}
    statement = TREND
    if viewer.departments:
        statement, given = TREND.where(OF_DEPARTMENTS), {**given, "departments": sorted(viewer.departments)}
    found: dict[tuple[str, date | None], Counter[Standing]] = defaultdict(Counter)
    for grain, begins_on, kind, net in session.execute(statement, given):
        found[grain, None if grain == "year" else begins_on][kind] += int(net)
    return found
