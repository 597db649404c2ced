"""Numbers of requests: the year of the city's day and a running number, 2026-0417."""

from datetime import date

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from tracker.models.request import Request
from tracker.services.work import Work

MOST_TRIES = 25


def add_numbered(work: Work, request: Request) -> None:
    """Give a new request the next number of the year and flush it.

    SQLite writes one at a time; on PostgreSQL two writers may take one number, and the second tries the next.
    """
    for remaining in reversed(range(MOST_TRIES)):
        request.number = next_number(work.session, work.today)
        try:
            with work.session.begin_nested():
                work.session.add(request)
        except IntegrityError:
            if not remaining:
                raise
        else:
            return


def next_number(session: Session, day: date) -> str:
    """Return the number after the highest of the day's year; from 10,000 on numbers grow longer."""
    year = f"{day.year}-"
    numbers = select(Request.number).where(Request.number.startswith(year, autoescape=True))
    highest = session.scalars(
        numbers.order_by(func.length(Request.number).desc(), Request.number.desc()).limit(1)
    ).first()
    running = int(highest.removeprefix(year)) if highest else 0
    return f"{year}{running + 1:04d}"
