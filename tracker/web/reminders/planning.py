"""The plan of the next ninety days as a calendar and as the list of one day."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from tracker.domain.reminders import EntryState
from tracker.queries import reminders as queries
from tracker.queries.reminders import Plan, PlannedRow
from tracker.services.reminders import first_day_left
from tracker.web.context import session, settings, the_viewer, work

DAYS_PER_WEEK = 7


@dataclass(frozen=True, slots=True)
class Day:
    """One square of the calendar; outside the ninety days it is empty."""

    on: date
    inside: bool
    letters: int
    items: int


@dataclass(frozen=True, slots=True)
class PersonPart:
    """What one person will be told on the chosen day."""

    email: str
    name: str
    for_vendor: bool
    rows: list[PlannedRow]

    @property
    def gets_letter(self) -> bool:
        """Whether a letter goes out, and not only a note or a flag."""
        return any(row.state is EntryState.SENT for row in self.rows)


def the_plan() -> Plan:
    """The plan that the viewer may see."""
    deed = work()
    return queries.plan(session(), the_viewer(), deed.today, settings().zone, from_on=first_day_left(deed))


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


def people_of(rows: Iterable[PlannedRow], day: date | None) -> list[PersonPart]:
    """Who will be told what on a day, by address."""
    of_day = sorted((row for row in rows if row.on_day == day), key=lambda row: (row.email, row.due_on, row.about))
    return [
        PersonPart(email, part[0].name, part[0].for_vendor, part)
        for email, found in groupby(of_day, key=lambda row: row.email)
        if (part := list(found))
    ]
