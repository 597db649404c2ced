"""The plan of the next ninety days: filtered, as a calendar, as one day, and as a list of all days."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from flask import url_for
from werkzeug.datastructures import MultiDict

from tracker.domain.reminder_policy import ObligationKind
from tracker.domain.reminders import EntryState
from tracker.queries import reminders as queries
from tracker.queries.reminders import Plan, PlannedRow
from tracker.services.reminders import first_day_left
from tracker.web import grid
from tracker.web.context import session, settings, the_viewer, work
from tracker.web.grid import Address

DAYS_PER_WEEK = 7
ROWS_PER_PAGE = 100


@dataclass(frozen=True, slots=True)
class PlanWanted:
    """Which part of the plan is shown: by parts of names, a department, a kind; `everything` as a list of all days."""

    who: str = ""
    vendor: str = ""
    department: int | None = None
    kind: str = ""
    day: str = ""
    everything: bool = False

    @property
    def is_filtered(self) -> bool:
        """Whether rows are left out."""
        return bool(self.who or self.vendor or self.department or self.kind)

    @property
    def address(self) -> Address:
        """The page with these filters; the day chosen is left out."""
        given = {
            "view": "list" if self.everything else "",
            "who": self.who,
            "vendor": self.vendor,
            "department": str(self.department or ""),
            "kind": self.kind,
        }
        return Address(url_for("reminders.show"), tuple((name, value) for name, value in given.items() if value))


@dataclass(frozen=True, slots=True)
class Day:
    """One square of the calendar; outside the ninety days it is empty."""

    on: date
    inside: bool
    letters: int
    items: int


@dataclass(frozen=True, slots=True)
class DayPart:
    """What is planned for one day, by person; `letters` counts people who get one."""

    on: date
    rows: list[PlannedRow]
    letters: int


def the_plan(contract_id: int | None = None) -> Plan:
    """The plan that the viewer may see, of one contract when it is given."""
    deed = work()
    return queries.plan(
        session(), the_viewer(), deed.today, settings().zone, from_on=first_day_left(deed), contract_id=contract_id
    )


def wanted(args: MultiDict[str, str]) -> PlanWanted:
    """Read what an address asks of the plan; what is not understood is ignored."""
    kind = args.get("kind", "")
    return PlanWanted(
        who=grid.read_text(args, "who"),
        vendor=grid.read_text(args, "vendor"),
        department=grid.read_number(args.get("department")),
        kind=kind if kind in set(ObligationKind) else "",
        day=args.get("day", ""),
        everything=args.get("view") == "list",
    )


def matching(rows: Iterable[PlannedRow], asked: PlanWanted) -> list[PlannedRow]:
    """The rows that are asked for."""
    who, vendor = asked.who.casefold(), asked.vendor.casefold()
    return [
        row
        for row in rows
        if who in f"{row.name} {row.email}".casefold()
        and vendor in row.vendor.casefold()
        and asked.department in {None, row.department_id}
        and asked.kind in {"", row.kind}
    ]


def weeks(rows: Iterable[PlannedRow], today: date) -> list[list[Day]]:
    """The weeks, Monday first, from the present one through the last of the ninety days."""
    told = [row for row in rows if row.state is EntryState.SENT]
    items = Counter(row.on_day for row in told)
    letters = Counter(day for day, _email in {(row.on_day, row.email) for row in told})
    last_on = today + timedelta(days=queries.AHEAD_DAYS)
    monday = today - timedelta(days=today.weekday())
    days = [monday + timedelta(days=number) for number in range((last_on - monday).days + 1)]
    squares = [Day(day, today <= day, letters[day], items[day]) for day in days]
    return [squares[start : start + DAYS_PER_WEEK] for start in range(0, len(squares), DAYS_PER_WEEK)]


def chosen_day(rows: Iterable[PlannedRow], asked: str) -> date | None:
    """The day asked for, else the first on which something happens; None when nothing does."""
    try:
        return date.fromisoformat(asked)
    except ValueError:
        return min((row.on_day for row in rows), default=None)


def of_days(rows: Iterable[PlannedRow]) -> list[DayPart]:
    """What is planned, day by day and by person."""
    ordered = sorted(rows, key=lambda row: (row.on_day, row.email, row.due_on, row.about))
    return [_part(day, list(found)) for day, found in groupby(ordered, key=lambda row: row.on_day)]


def _part(day: date, rows: Sequence[PlannedRow]) -> DayPart:
    return DayPart(day, list(rows), len({row.email for row in rows if row.state is EntryState.SENT}))
