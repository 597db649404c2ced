"""Earlier policies, and the holidays."""

from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise

from sqlalchemy import extract, select
from sqlalchemy.orm import Session

from tracker.domain.reminder_scope import read_steps
from tracker.domain.reminder_step_words import step_changes
from tracker.models.person import Person
from tracker.models.policy import Holiday, PolicyRow
from tracker.models.requirement import RequirementSet


@dataclass(frozen=True, slots=True)
class PolicyChange:
    """A policy row: when it was recorded (UTC), by whom, its notice period, and what it changed of the steps."""

    id: int
    recorded_at: datetime
    by: str | None
    notice_days: int
    steps: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class HolidayRow:
    """A day on which the city does not work."""

    on_day: date
    name: str


def policy_changes(session: Session, limit: int = 50) -> list[PolicyChange]:
    """Return the newest policy rows, the one in force first."""
    statement = (
        select(PolicyRow.id, PolicyRow.recorded_at, Person.name, PolicyRow.notice_days, PolicyRow.reminder_steps)
        .outerjoin(Person, Person.id == PolicyRow.recorded_by_id)
        .order_by(PolicyRow.id.desc())
        .limit(limit + 1)
    )
    rows = session.execute(statement).all()
    names = set_names(session)
    words = [step_changes(read_steps(old[4]), read_steps(new[4]), names) for new, old in pairwise(rows)]
    found = [PolicyChange(row[0], row[1], row[2], row[3], steps) for row, steps in zip(rows, [*words, ()], strict=True)]
    return found[:limit]


def set_names(session: Session) -> dict[str, str]:
    """Return the names of the requirement sets by code, the oldest set first."""
    rows = session.execute(select(RequirementSet.code, RequirementSet.name).order_by(RequirementSet.id))
    return {row.code: row.name for row in rows}


def holidays_of(session: Session, year: int) -> list[HolidayRow]:
    """Return the holidays of a year, by day."""
    statement = select(Holiday.on_day, Holiday.name).where(extract("year", Holiday.on_day) == year)
    return [HolidayRow(day, name) for day, name in session.execute(statement.order_by(Holiday.on_day))]


def holiday_years(session: Session) -> list[int]:
    """Return the years that have holidays, the earliest first."""
    year = extract("year", Holiday.on_day)
    return [int(number) for number in session.scalars(select(year).distinct().order_by(year))]
