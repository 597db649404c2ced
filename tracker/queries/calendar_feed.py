"""The days of a calendar feed: what falls due for a department, an owner or a vendor around today."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import chain
from typing import Any, Final

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session

from tracker.domain.days import day_after, day_before
from tracker.domain.facts import StepKind
from tracker.domain.feed_words import DueKind, FeedKind
from tracker.domain.reasons import Because
from tracker.domain.stages import Stage
from tracker.domain.standings import Standing
from tracker.models.attestation import AttestationContract
from tracker.models.contract import Contract
from tracker.models.request import Request, RequestContract, RequestStep
from tracker.models.review import FollowUp
from tracker.models.standing import StandingSpan
from tracker.models.vendor import Vendor
from tracker.models.waiver import Waiver
from tracker.queries.feed_changes import Change, changes
from tracker.queries.obligation_follow_ups import waiting

BACK_DAYS: Final = 30
AHEAD_DAYS: Final = 400
MOST: Final = 2000
"""The nearest so many days are told; a calendar program shows no more of them at once either."""
COMPLYING: Final = (Standing.CURRENT, Standing.EXPIRING)
LACKING: Final = (Standing.EXPIRED, Standing.OUTDATED, Standing.GAP, Standing.MISSING)
TO_DISPOSE: Final = (Standing.DISPOSAL_DUE, Standing.DISPOSAL_OVERDUE)
ANSWERABLE: Final = (StepKind.SENT.value, StepKind.OPENED.value, StepKind.RETURNED.value)
SUBJECT: Final = {
    FeedKind.DEPARTMENT: Contract.department_id,
    FeedKind.OWNER: Contract.owner_id,
    FeedKind.VENDOR: Contract.vendor_id,
}


@dataclass(frozen=True, slots=True)
class FeedScope:
    """Which contracts a feed is about: those of its subject, within the departments that its maker may see."""

    kind: FeedKind
    subject_id: int
    departments: frozenset[int] = frozenset()
    for_vendor: bool = False


@dataclass(frozen=True, slots=True)
class DueDay:
    """One thing that falls due. `key` names it for ever ("expiry:contract:12"); `over` when it was missed already."""

    key: str
    kind: DueKind
    on_day: date
    contract_id: int
    contract_number: str
    contract_title: str
    vendor_name: str
    change: Change
    request_id: int | None = None
    request_number: str = ""
    over: bool = False
    in_review: bool = False


@dataclass(frozen=True, slots=True)
class _Found:
    kind: DueKind
    subject: str
    number: int
    on_day: date
    contract_id: int
    request_id: int | None = None
    request_number: str = ""
    over: bool = False
    in_review: bool = False


def due_days(session: Session, scope: FeedScope, today: date) -> list[DueDay]:
    """Return what falls due from 30 days before to 400 days after the city's day, by day and key; 2,000 at most.

    What was renewed, answered or certified is not among it any more, and what moved stands on its new day under
    its old key. Vendors are not told of waivers: those are the city's to end.
    """
    days = (today - timedelta(days=BACK_DAYS), today + timedelta(days=AHEAD_DAYS))
    contracts = _contracts(scope)
    parts = [_of_spans(session, contracts, today, days), _disposals(session, contracts, today, days)]
    parts += [_ended(session, contracts, today, days), _requests(session, contracts, days)]
    parts.append(_follow_ups(session, contracts, today, days))
    if not scope.for_vendor:
        parts.append(_waivers(session, contracts, days))
    found = {f"{one.kind}:{one.subject}:{one.number}": one for one in chain.from_iterable(parts)}
    nearest = sorted(found.items(), key=lambda item: (abs(item[1].on_day - today), item[0]))[:MOST]
    return sorted(_told(session, nearest), key=lambda due: (due.on_day, due.key))


def _contracts(scope: FeedScope) -> Select[Any]:
    statement = select(Contract.id).where(SUBJECT[scope.kind] == scope.subject_id, Contract.archived_at.is_(None))
    return statement.where(Contract.department_id.in_(sorted(scope.departments))) if scope.departments else statement


def _of_spans(session: Session, contracts: Select[Any], today: date, days: tuple[date, date]) -> Iterator[_Found]:
    """Coverage that ends, and contracts that end."""
    span = StandingSpan
    statement = (
        select(span.contract_id, span.standing, span.stage, span.expires_on, span.through_on)
        .where(span.contract_id.in_(contracts), span.from_on <= today, span.until_on > today)
        .where(or_(span.expires_on.between(*days), span.through_on.between(*days)))
    )
    for row in session.execute(statement):
        if row.standing in COMPLYING and row.expires_on is not None and row.expires_on <= days[1]:
            yield _Found(
                DueKind.EXPIRY,
                "contract",
                row.contract_id,
                row.expires_on,
                row.contract_id,
                in_review=row.stage is Stage.CITY_REVIEWS,
            )
        if row.through_on is not None and days[0] <= row.through_on <= days[1]:
            over = row.through_on < today
            yield _Found(DueKind.END, "contract", row.contract_id, row.through_on, row.contract_id, over=over)


def _ended(session: Session, contracts: Select[Any], today: date, days: tuple[date, date]) -> Iterator[_Found]:
    """Coverage that ran out and was not renewed."""
    span = StandingSpan
    lacking = select(span.contract_id, span.stage).where(
        span.contract_id.in_(contracts), span.from_on <= today, span.until_on > today, span.standing.in_(LACKING)
    )
    stages = {row.contract_id: row.stage for row in session.execute(lacking)}
    ended = (
        select(span.contract_id, func.max(span.until_on))
        .where(span.contract_id.in_(contracts), span.standing.in_(COMPLYING))
        .where(span.until_on.between(day_after(days[0]), today))
        .group_by(span.contract_id)
    )
    for number, ended_on in session.execute(ended):
        if number in stages:
            in_review = stages[number] is Stage.CITY_REVIEWS
            day = day_before(ended_on)
            yield _Found(DueKind.EXPIRY, "contract", number, day, number, over=True, in_review=in_review)


def _disposals(session: Session, contracts: Select[Any], today: date, days: tuple[date, date]) -> Iterator[_Found]:
    span = StandingSpan
    statement = select(span.contract_id, span.reasons).where(
        span.contract_id.in_(contracts), span.standing.in_(TO_DISPOSE), span.until_on > today, span.from_on <= days[1]
    )
    for number, reasons in session.execute(statement):
        by = next((reason["on"] for reason in reasons if reason["kind"] == Because.DISPOSAL_BY and "on" in reason), "")
        day = date.fromisoformat(by) if by else None
        if day is not None and days[0] <= day <= days[1]:
            yield _Found(DueKind.DISPOSAL, "contract", number, day, number, over=day < today)


def _requests(session: Session, contracts: Select[Any], days: tuple[date, date]) -> Iterator[_Found]:
    """Requests that wait for the vendor; what was submitted waits for the city and is due no more."""
    last = select(RequestStep.kind).where(RequestStep.request_id == Request.id).order_by(RequestStep.id.desc()).limit(1)
    statement = (
        select(Request.id, Request.number, Request.due_on, func.min(RequestContract.contract_id))
        .join(RequestContract, RequestContract.request_id == Request.id)
        .where(RequestContract.contract_id.in_(contracts), Request.closed_at.is_(None), Request.due_on.between(*days))
        .where(last.scalar_subquery().in_(ANSWERABLE))
        .group_by(Request.id, Request.number, Request.due_on)
    )
    for number, name, due_on, contract_id in session.execute(statement):
        yield _Found(DueKind.REQUEST, "request", number, due_on, contract_id, request_id=number, request_number=name)


def _waivers(session: Session, contracts: Select[Any], days: tuple[date, date]) -> Iterator[_Found]:
    statement = select(Waiver.id, Waiver.contract_id, Waiver.through_on).where(
        Waiver.contract_id.in_(contracts),
        Waiver.approved_at.is_not(None),
        Waiver.ended_on.is_(None),
        Waiver.through_on.between(*days),
    )
    for number, contract_id, day in session.execute(statement):
        yield _Found(DueKind.WAIVER, "waiver", number, day, contract_id)


def _follow_ups(session: Session, contracts: Select[Any], today: date, days: tuple[date, date]) -> Iterator[_Found]:
    """Accepted exceptions that wait to be looked at again."""
    statement = (
        waiting(FollowUp.id, FollowUp.due_on, func.min(AttestationContract.contract_id))
        .join(AttestationContract, AttestationContract.attestation_id == FollowUp.attestation_id)
        .where(AttestationContract.contract_id.in_(contracts), FollowUp.due_on.between(*days))
        .group_by(FollowUp.id, FollowUp.due_on)
    )
    for number, day, contract_id in session.execute(statement):
        yield _Found(DueKind.FOLLOW_UP, "follow-up", number, day, contract_id, over=day < today)


def _told(session: Session, found: list[tuple[str, _Found]]) -> Iterator[DueDay]:
    ids = sorted({one.contract_id for _, one in found})
    statement = (
        select(Contract.id, Contract.number, Contract.title, Vendor.name, Contract.created_at)
        .join(Vendor, Vendor.id == Contract.vendor_id)
        .where(Contract.id.in_(ids))
    )
    contracts = {row.id: row for row in session.execute(statement)}
    changed = changes(session, {row.id: row.created_at for row in contracts.values()})
    for key, one in found:
        contract = contracts[one.contract_id]
        yield DueDay(
            key=key,
            kind=one.kind,
            on_day=one.on_day,
            contract_id=one.contract_id,
            contract_number=contract.number,
            contract_title=contract.title,
            vendor_name=contract.name,
            change=changed[one.contract_id],
            request_id=one.request_id,
            request_number=one.request_number,
            over=one.over,
            in_review=one.in_review,
        )
