"""Requests that wait for the vendor, as obligations counted from the day on which the vendor was asked."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from datetime import date
from typing import Any, Final
from zoneinfo import ZoneInfo

from sqlalchemy import ScalarSelect, Select, and_, func, select
from sqlalchemy.orm import Session

from tracker.domain.facts import StepKind
from tracker.domain.reminder_policy import ObligationKind
from tracker.models.contract import Contract
from tracker.models.letter import Letter
from tracker.models.request import Request, RequestContract, RequestStep
from tracker.models.vendor import Vendor
from tracker.queries.obligation_days import AT_ONCE, Found, Window

ASKING: Final = (StepKind.SENT.value, StepKind.RETURNED.value)


def open_requests(
    session: Session, window: Window, zone: ZoneInfo, ids: Collection[int] | None = None
) -> Iterator[Found]:
    """Open requests; the due day is the city's day of the last asking: sent, sent again, or returned.

    Submitted ones are among them, marked as in review. Requests about archived things only are left out, and
    all but those of `ids` when they are given.
    """
    statement = _open() if ids is None else _open().where(Request.id.in_(sorted(ids)))
    rows = session.execute(statement).all()
    contracts = _contracts(session, [row.id for row in rows])
    for row in rows:
        asked_on = _asked_on(row, zone)
        if row.id in contracts and window.first_on <= asked_on <= window.last_on:
            yield Found(
                ObligationKind.REQUEST,
                "request",
                row.id,
                asked_on,
                tuple(contracts[row.id]),
                in_review=row.last_kind == StepKind.SUBMITTED,
                request_id=row.id,
                version_id=row.version_id,
            )


def _open() -> Select[Any]:
    return (
        select(
            Request.id,
            Request.version_id,
            _step(RequestStep.kind).label("last_kind"),
            _step(RequestStep.on_day, *ASKING).label("asked_on"),
            select(func.max(Letter.written_at))
            .where(Letter.request_id == Request.id, Letter.kind == "invitation")
            .scalar_subquery()
            .label("invited_at"),
        )
        .join(Vendor, and_(Vendor.id == Request.vendor_id, Vendor.archived_at.is_(None)))
        .where(Request.closed_at.is_(None))
        .order_by(Request.id)
    )


def _step(column: Any, *kinds: str) -> ScalarSelect[Any]:  # noqa: ANN401  # a column of the steps
    statement = select(column).where(RequestStep.request_id == Request.id)
    if kinds:
        statement = statement.where(RequestStep.kind.in_(kinds))
    return statement.order_by(RequestStep.id.desc()).limit(1).scalar_subquery()


def _asked_on(row: Any, zone: ZoneInfo) -> date:  # noqa: ANN401  # a row of the statement above
    asked_on: date = row.asked_on
    return asked_on if row.invited_at is None else max(asked_on, row.invited_at.astimezone(zone).date())


def _contracts(session: Session, request_ids: list[int]) -> dict[int, list[int]]:
    found: dict[int, list[int]] = defaultdict(list)
    for start in range(0, len(request_ids), AT_ONCE):
        statement = (
            select(RequestContract.request_id, RequestContract.contract_id)
            .join(Contract, and_(Contract.id == RequestContract.contract_id, Contract.archived_at.is_(None)))
            .where(RequestContract.request_id.in_(request_ids[start : start + AT_ONCE]))
            .order_by(RequestContract.contract_id)
        )
        for row in session.execute(statement):
            found[row.request_id].append(row.contract_id)
    return found
