"""What falls due around a day: found by the end of spans, so that the cost follows what is due."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from sqlalchemy import Select, and_, func, select
from sqlalchemy.orm import Session

from tracker.domain.days import day_after, day_before
from tracker.domain.reasons import Because
from tracker.domain.reminder_policy import ObligationKind
from tracker.domain.stages import Stage
from tracker.domain.standings import Standing
from tracker.models.contract import Contract
from tracker.models.standing import StandingSpan
from tracker.models.waiver import Waiver

COMPLYING: Final = (Standing.CURRENT, Standing.EXPIRING)
LACKING: Final = (Standing.EXPIRED, Standing.OUTDATED, Standing.GAP, Standing.MISSING)
NOTHING_FOLLOWS: Final = frozenset(
    {
        Standing.NOT_IN_FORCE,
        Standing.DISPOSAL_DUE,
        Standing.DISPOSAL_OVERDUE,
        Standing.CLOSED,
        Standing.NOT_REQUIRED,
        Standing.UNDECLARED,
    }
)
"""After these the vendor has nothing to renew: the contract or the sharing ends, or the city must declare."""
TO_DISPOSE: Final = (Standing.DISPOSAL_DUE, Standing.DISPOSAL_OVERDUE)

ASKED: Final = (Stage.VENDOR_ANSWERS, Stage.VENDOR_CORRECTS)


@dataclass(frozen=True, slots=True)
class Window:
    """The present day of the city, and the first and last due day of interest."""

    today: date
    first_on: date
    last_on: date


@dataclass(frozen=True, slots=True)
class Found:
    """An obligation before anybody is looked up; `asked` when a request for the next attestation is open."""

    kind: ObligationKind
    subject: str
    number: int
    due_on: date
    contract_ids: tuple[int, ...]
    standing: Standing | None = None
    through_on: date | None = None
    in_review: bool = False
    asked: bool = False
    vendor_free: bool = False
    request_id: int | None = None


def ending_coverage(session: Session, window: Window) -> Iterator[Found]:
    """Contracts that comply today and whose unbroken coverage ends by the last day of the window."""
    rows = session.execute(
        _today(window)
        .where(
            StandingSpan.standing.in_(COMPLYING),
            StandingSpan.until_on <= day_after(window.last_on),
            StandingSpan.expires_on.between(window.first_on, window.last_on),
        )
        .order_by(StandingSpan.contract_id)
    ).all()
    following = _following(session, window)
    for row in rows:
        after = following.get((row.contract_id, day_after(row.expires_on)))
        yield Found(
            ObligationKind.EXPIRY,
            "contract",
            row.contract_id,
            row.expires_on,
            (row.contract_id,),
            standing=row.standing,
            through_on=None if after in LACKING else row.expires_on,
            in_review=row.stage is Stage.CITY_REVIEWS,
            asked=row.stage in ASKED,
            vendor_free=after in NOTHING_FOLLOWS,
        )


def ended_coverage(session: Session, window: Window) -> Iterator[Found]:
    """Contracts that lack something today and complied until a day inside the window."""
    ended = (
        select(StandingSpan.contract_id, func.max(StandingSpan.until_on).label("ended_on"))
        .where(
            StandingSpan.standing.in_(COMPLYING),
            StandingSpan.until_on.between(day_after(window.first_on), window.today),
        )
        .group_by(StandingSpan.contract_id)
        .subquery()
    )
    statement = (
        _today(window)
        .add_columns(ended.c.ended_on)
        .join(ended, ended.c.contract_id == StandingSpan.contract_id)
        .order_by(StandingSpan.contract_id)
    )
    for row in _standing_so(session, statement, LACKING):
        yield Found(
            ObligationKind.EXPIRY,
            "contract",
            row.contract_id,
            day_before(row.ended_on),
            (row.contract_id,),
            standing=row.standing,
            in_review=row.stage is Stage.CITY_REVIEWS,
            asked=row.stage in ASKED,
        )


def disposals(session: Session, window: Window) -> Iterator[Found]:
    """Contracts whose data the vendor has still to return or destroy, by a day inside the window."""
    ending = (
        select(StandingSpan.contract_id)
        .where(
            StandingSpan.standing == Standing.DISPOSAL_DUE,
            StandingSpan.until_on.between(window.first_on, day_after(window.last_on)),
        )
        .group_by(StandingSpan.contract_id)
        .subquery()
    )
    statement = (
        _today(window).join(ending, ending.c.contract_id == StandingSpan.contract_id).order_by(StandingSpan.contract_id)
    )
    for row in _standing_so(session, statement, TO_DISPOSE):
        due_on = _disposal_by(row.reasons)
        if due_on is not None and window.first_on <= due_on <= window.last_on:
            yield Found(
                ObligationKind.DISPOSAL, "contract", row.contract_id, due_on, (row.contract_id,), standing=row.standing
            )


def waivers(session: Session, window: Window) -> Iterator[Found]:
    """Approved waivers, not ended early, of contracts in use, that end on a day inside the window."""
    statement = (
        select(Waiver.id, Waiver.contract_id, Waiver.through_on)
        .join(Contract, and_(Contract.id == Waiver.contract_id, Contract.archived_at.is_(None)))
        .where(
            Waiver.approved_at.is_not(None),
            Waiver.ended_on.is_(None),
            Waiver.through_on.between(window.first_on, window.last_on),
        )
        .order_by(Waiver.id)
    )
    for row in session.execute(statement):
        yield Found(ObligationKind.WAIVER, "waiver", row.id, row.through_on, (row.contract_id,), vendor_free=True)


def window_around(today: date, earliest: int, latest: int, ahead_days: int) -> Window:
    """Return the window in which steps from `earliest` to `latest` days can be reached within `ahead_days`.

    It opens CATCH_UP_DAYS earlier than needed, so that an outage of that length loses nothing.
    """
    first_on = today - timedelta(days=max(latest, 0) + CATCH_UP_DAYS)
    return Window(today, first_on, today + timedelta(days=ahead_days - min(earliest, 0)))


CATCH_UP_DAYS: Final = 90


def _today(window: Window) -> Select[Any]:
    return select(
        StandingSpan.contract_id,
        StandingSpan.standing,
        StandingSpan.stage,
        StandingSpan.expires_on,
        StandingSpan.reasons,
    ).where(StandingSpan.from_on <= window.today, StandingSpan.until_on > window.today)


def _standing_so(session: Session, statement: Select[Any], standings: tuple[Standing, ...]) -> Iterator[Any]:
    # Asked in SQL, this tempts the planner to walk all spans of a standing without an end, however old.
    return (row for row in session.execute(statement) if row.standing in standings)


def _following(session: Session, window: Window) -> dict[tuple[int, date], Standing]:
    before = select(StandingSpan.contract_id).where(
        StandingSpan.standing.in_(COMPLYING),
        StandingSpan.from_on <= window.today,
        StandingSpan.until_on > window.today,
        StandingSpan.until_on <= day_after(window.last_on),
    )
    statement = select(StandingSpan.contract_id, StandingSpan.from_on, StandingSpan.standing).where(
        StandingSpan.contract_id.in_(before),
        StandingSpan.from_on > window.today,
        StandingSpan.from_on <= day_after(window.last_on),
    )
    return {(row.contract_id, row.from_on): row.standing for row in session.execute(statement)}


def _disposal_by(reasons: list[dict[str, Any]]) -> date | None:
    found = (reason["on"] for reason in reasons if reason["kind"] == Because.DISPOSAL_BY and "on" in reason)
    return next((date.fromisoformat(day) for day in found), None)
