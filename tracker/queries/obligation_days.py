"""What falls due around a day: found by the end of spans, so that the cost follows what is due."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from operator import itemgetter
from typing import Any, Final

from sqlalchemy import and_, case, select
from sqlalchemy.orm import Session

from tracker.domain import endings
from tracker.domain.days import LAST_DAY, day_after, day_before, day_words, plus_days
from tracker.domain.endings import TO_DISPOSE, Ending, Stretch
from tracker.domain.reasons import Because
from tracker.domain.reminder_policy import ObligationKind
from tracker.domain.stages import Stage
from tracker.domain.standings import Standing
from tracker.models.contract import Contract
from tracker.models.standing import StandingSpan
from tracker.models.waiver import Waiver

COMPLYING: Final = (Standing.CURRENT, Standing.EXPIRING)
LACKING: Final = tuple(sorted(endings.LACKING))
ASKED: Final = (Stage.VENDOR_ANSWERS, Stage.VENDOR_CORRECTS)
OVER: Final = "It was over before a letter went out."
CATCH_UP_DAYS: Final = 90
AT_ONCE: Final = 500

Timeline = tuple[int, list[tuple[Stretch, Any]]]
"""A contract with its stretches in order, each with its row of the spans."""


@dataclass(frozen=True, slots=True)
class Window:
    """The present day of the city, and the first and last due day of interest.

    What ended by itself before `since_on` is of no interest any more; a waiver is, for `waiver_days` after it.
    """

    today: date
    first_on: date
    last_on: date
    since_on: date | None = None
    waiver_days: int = 0


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
    tier: int | None = None
    attestation_id: int | None = None
    version_id: int | None = None
    not_before: date | None = None
    waits: str = ""
    over: str = ""
    clause: str = ""


def near_contracts(session: Session, window: Window) -> list[int]:
    """Return the contracts, by id, of which coverage or the days for disposal end inside the window."""
    complied = select(StandingSpan.contract_id).where(
        StandingSpan.standing.in_(COMPLYING), StandingSpan.expires_on.between(window.first_on, window.last_on)
    )
    disposing = select(StandingSpan.contract_id).where(
        StandingSpan.standing == Standing.DISPOSAL_DUE,
        StandingSpan.until_on.between(window.first_on, day_after(window.last_on)),
    )
    return sorted({*session.scalars(complied), *session.scalars(disposing)})


def of_timelines(stretches: Iterable[Timeline], window: Window) -> Iterator[Found]:
    """Give the ends of coverage and of the days for disposal on these timelines, with a due day inside the window."""
    for number, rows in stretches:
        for ending in endings.endings([stretch for stretch, _ in rows]):
            found = _found(number, ending, rows, window)
            if found is not None:
                yield found


def timelines(session: Session, contract_ids: Collection[int]) -> Iterator[Timeline]:
    """Give the stretches of each contract in order, each with its row of the spans (stage, tier, attestation)."""
    wanted = sorted(contract_ids)
    for start in range(0, len(wanted), AT_ONCE):
        yield from _timelines(session, wanted[start : start + AT_ONCE])


def _timelines(session: Session, contract_ids: Sequence[int]) -> Iterator[Timeline]:
    span = StandingSpan.__table__.c
    columns = span.contract_id, span.from_on, span.until_on, span.standing, span.stage, span.tier, span.attestation_id
    # As a condition the standing would have SQLite read every span that stands so.
    reasons = case((span.standing.in_(sorted(TO_DISPOSE)), span.reasons)).label("reasons")
    statement = select(*columns, reasons).where(span.contract_id.in_(contract_ids))
    ordered = session.execute(statement.order_by(span.contract_id, span.from_on))
    for number, rows in groupby(ordered, key=itemgetter(0)):
        yield number, [(Stretch(*row[1:4], dispose_by(row.reasons) if row.reasons else None), row) for row in rows]


def dispose_by(reasons: list[dict[str, Any]]) -> date | None:
    """Return the last day to certify the disposal that stored reasons name, None when they name none."""
    found = (reason["on"] for reason in reasons if reason["kind"] == Because.DISPOSAL_BY and "on" in reason)
    return next((date.fromisoformat(day) for day in found), None)


def waivers(session: Session, window: Window, ids: Collection[int] | None = None) -> Iterator[Found]:
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
    if ids is not None:
        statement = statement.where(Waiver.id.in_(sorted(ids)))
    for row in session.execute(statement):
        through_on = plus_days(row.through_on, window.waiver_days)
        if window.since_on is None or through_on >= min(window.since_on, window.today):
            yield Found(
                ObligationKind.WAIVER,
                "waiver",
                row.id,
                row.through_on,
                (row.contract_id,),
                through_on=through_on,
                vendor_free=True,
            )


def _found(number: int, ending: Ending, rows: list[tuple[Stretch, Any]], window: Window) -> Found | None:
    today = window.today
    if ending.began_on > today or not window.first_on <= ending.due_on <= window.last_on:
        return None
    past = ending.over_on <= today
    if past and window.since_on is not None and day_before(ending.over_on) < window.since_on:
        return None
    row = _row_on(today, rows)
    # What ended keeps the steps that it had: a contract that is closed has no tier any more.
    last = _row_on(min(today, day_before(ending.over_on)), rows)
    waived = next((until_on for from_on, until_on in ending.waived if from_on <= today < until_on), None)
    return Found(
        ending.kind,
        "contract",
        number,
        ending.due_on,
        (number,),
        standing=row.standing,
        through_on=None if ending.over_on == LAST_DAY else day_before(ending.over_on),
        in_review=row.stage is Stage.CITY_REVIEWS,
        asked=row.stage in ASKED,
        vendor_free=ending.vendor_free,
        tier=last.tier,
        attestation_id=last.attestation_id,
        not_before=waived,
        waits=f"A waiver excused what is missing before {day_words(waived)}." if waived else "",
        over=OVER if past and (ending.lacks or ending.kind is ObligationKind.DISPOSAL) else "",
    )


def _row_on(day: date, rows: list[tuple[Stretch, Any]]) -> Any:  # noqa: ANN401  # a row
    return next(row for stretch, row in rows if stretch.from_on <= day < stretch.until_on)


def window_around(
    today: date, earliest: int, latest: int, ahead_days: int, *, since_on: date | None = None, waiver_days: int = 0
) -> Window:
    """Return the window in which steps from `earliest` to `latest` days can be reached within `ahead_days`.

    It opens CATCH_UP_DAYS earlier than needed, so that an outage of that length loses nothing; so long is looked
    for what ended by itself, or since the day on which a run can be relied on to have settled it.
    """
    first_on = today - timedelta(days=max(latest, 0) + CATCH_UP_DAYS)
    last_on = today + timedelta(days=ahead_days - min(earliest, 0))
    since = max(since_on or date.min, today - timedelta(days=CATCH_UP_DAYS))
    return Window(today, first_on, last_on, since, waiver_days)
