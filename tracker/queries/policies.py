"""Earlier policies, and the holidays."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import extract, select
from sqlalchemy.orm import Session

from tracker.models.person import Person
from tracker.models.policy import Holiday, PolicyRow


@dataclass(frozen=True, slots=True)
class PolicyChange:
    """A policy row: when it was recorded (UTC), by whom, and its notice period."""

    id: int
    recorded_at: datetime
    by: str | None
    notice_days: int


@dataclass(frozen=True, slots=True)
class HolidayRow:
    """A day on which the city does not work."""

    on_day: date
    name: str


def policy_changes(session: Session, limit: int = 50) -> list[PolicyChange]:
    """Return the newest policy rows, the one in force first."""
    statement = (
        select(PolicyRow.id, PolicyRow.recorded_at, Person.name, PolicyRow.notice_days)
        .outerjoin(Person, Person.id == PolicyRow.recorded_by_id)
        .order_by(PolicyRow.id.desc())
        .limit(limit)
    )
    return [PolicyChange(number, at, by, days) for number, at, by, days in session.execute(statement)]


def holidays_of(session: Session, year: int) -> list[HolidayRow]:
    """Return the holidays of a year, by day."""
    statement = select(Holiday.on_day, Holiday.name).where(extract("year", Holiday.on_day) == year)
    return [HolidayRow(day, name) for day, name in session.execute(statement.order_by(Holiday.on_day))]


def holiday_years(session: Session) -> list[int]:
    """Return the years that have holidays, the earliest first."""
    year = extract("year", Holiday.on_day)
    return [int(number) for number in session.scalars(select(year).distinct().order_by(year))]
