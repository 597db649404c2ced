"""What is due today, against a bare scan of the index that it stands on."""

from datetime import date, timedelta

from sqlalchemy import Select, select

from bench.city import City
from bench.table import Line, against
from bench.timing import in_turn
from tracker.domain.days import day_after
from tracker.domain.standings import Standing
from tracker.models.standing import StandingSpan
from tracker.queries import obligation_days
from tracker.queries.obligation_days import Window

TARGET = "<= 2x"


def due(city: City, rounds: int) -> list[Line]:
    """Measure for today alone and for the 90 days around it, so that the cost can be seen to follow what is due."""
    with city.app.app_context():
        session, today = city.work.session, city.work.today
        lines = []
        for name, window in _windows(today).items():

            def ask(window: Window = window) -> int:
                return len(obligation_days.near_contracts(session, window))

            def scan(window: Window = window) -> int:
                return len(session.execute(_scan(window)).all())

            found = in_turn({"ask": ask, "scan": scan}, rounds)
            also = f"{ask():,} due, {scan():,} spans end"
            lines.append(
                against(city.contracts, f"coverage that ends {name}", found["ask"].p50, found["scan"].p50, TARGET, also)
            )
        session.rollback()
    return lines


def _windows(today: date) -> dict[str, Window]:
    return {"today": Window(today, today, today), "within 90 days": Window(today, today, today + timedelta(days=90))}


def _scan(window: Window) -> Select[int, date, date, Standing]:
    columns = (StandingSpan.contract_id, StandingSpan.from_on, StandingSpan.until_on, StandingSpan.standing)
    return select(*columns).where(StandingSpan.until_on.between(day_after(window.first_on), day_after(window.last_on)))
