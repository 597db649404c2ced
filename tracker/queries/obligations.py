"""Obligations around a day, with the people they concern and what a reader must know of them."""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tracker.domain.obligations import Obligation, key_of
from tracker.domain.reminder_policy import ObligationKind
from tracker.domain.reminder_scope import Steps, read_steps
from tracker.domain.reminders import LedgerKey
from tracker.domain.working_days import weekly_day
from tracker.models.contract import Contract
from tracker.models.letter import Reminder
from tracker.models.policy import Holiday
from tracker.models.request import Request
from tracker.models.scheduler import DigestDay
from tracker.models.standing import StandingSpan
from tracker.models.vendor import Vendor
from tracker.queries import obligation_days
from tracker.queries.obligation_days import AT_ONCE, Found, Timeline
from tracker.queries.obligation_follow_ups import follow_ups
from tracker.queries.obligation_people import People, people
from tracker.queries.obligation_requests import open_requests
from tracker.queries.obligation_sets import Sets, sets
from tracker.queries.obligation_waits import Waits, waits
from tracker.queries.policy import newest

IN_REVIEW = "The vendor has answered; the city reviews."


@dataclass(frozen=True, slots=True)
class Subject:
    """What an obligation is about, for letters and lists; a request can ask about several contracts."""

    contract_ids: tuple[int, ...]
    contract_number: str
    contract_title: str
    department_id: int
    vendor_id: int
    vendor_name: str
    standing: str
    asked: bool = False
    request_id: int | None = None
    request_number: str = ""
    answer_by: date | None = None
    asked_id: int | None = None
    clause: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """An obligation with what it is about."""

    obligation: Obligation
    subject: Subject


@dataclass(frozen=True, slots=True)
class Only:
    """What a question is limited to, by id; `timelines` are those of the contracts, where they were read already."""

    contract_ids: Collection[int] = ()
    request_ids: Collection[int] = ()
    waiver_ids: Collection[int] = ()
    follow_up_ids: Collection[int] = ()
    timelines: Sequence[Timeline] = ()


def items(
    session: Session, today: date, zone: ZoneInfo, steps: Steps, ahead_days: int = 0, only: Only | None = None
) -> list[Item]:
    """Return the obligations whose steps are reached today or within so many days, on days of the city.

    What fell due more than 90 days before the last step could be reached is left out: it stands on its page. So
    is what ended by itself before the week of the last finished run, which settled it. `only` limits the question
    to some things, whose cost it then follows.
    """
    looked_on = last_run(session)
    window = window_of(today, steps, ahead_days, weekly_day(looked_on, holidays(session)) if looked_on else None)
    found = list(_found(session, window, zone, only))
    contracts = _by_id(session, _contract, {number for one in found for number in one.contract_ids})
    requests = _by_id(session, _request, {one.request_id for one in found if one.request_id is not None})
    known = people(session, {row.vendor_id for row in contracts.values()})
    told = Lookup(contracts, requests, known, waits(session, contracts), sets(session, steps, found), looked_on)
    tiers = _tiers(session, found, window.today) if any(scope.tier for scope in steps.scopes()) else {}
    return [_item(one, told, tiers, today) for one in found]


def window_of(today: date, steps: Steps, ahead_days: int = 0, since_on: date | None = None) -> obligation_days.Window:
    """Return the window of due days in which steps of the policy can be reached within so many days."""
    after_waiver = [step.days for _, step in steps.each() if step.kind is ObligationKind.WAIVER]
    return obligation_days.window_around(
        today,
        steps.earliest,
        steps.latest,
        ahead_days,
        since_on=since_on,
        waiver_days=max(0, *after_waiver, 0),
    )


def last_run(session: Session) -> date | None:
    """Return the last day of the city whose digests were all written, None before the first."""
    return session.scalar(select(func.max(DigestDay.on_day)))


def ledger_of(session: Session, items: Iterable[Item]) -> set[LedgerKey]:
    """Return what the ledger holds of these obligations, whatever became of it."""
    names = sorted({(item.obligation.key, item.obligation.due_on) for item in items})
    row = Reminder.__table__.c
    found: set[LedgerKey] = set()
    for start in range(0, len(names), AT_ONCE):
        some = names[start : start + AT_ONCE]
        days = [day for _, day in some]
        # The days are a range of the ledger's own key: what was told in earlier years is not read.
        statement = select(row.obligation, row.due_on, row.step_days, row.recipient).where(
            row.obligation.in_(sorted({key for key, _ in some})), row.due_on.between(min(days), max(days))
        )
        found.update(map(LedgerKey._make, session.execute(statement)))
    return found


def steps(session: Session) -> Steps:
    """Return the reminder steps of the policy in force, by scope; raises BadStep and LookupError."""
    return read_steps(newest(session).reminder_steps)


def holidays(session: Session) -> frozenset[date]:
    """Return the days on which the city does not work, weekends aside."""
    return frozenset(session.scalars(select(Holiday.on_day)))


@dataclass(frozen=True, slots=True)
class Lookup:
    """What was looked up for many obligations at once."""

    contracts: dict[int, Any]
    requests: dict[int, Any]
    people: People
    waits: Waits
    sets: Sets
    looked_on: date | None


def _found(session: Session, window: obligation_days.Window, zone: ZoneInfo, only: Only | None) -> Iterator[Found]:
    near = obligation_days.near_contracts(session, window) if only is None else only.contract_ids
    known = only.timelines if only is not None else ()
    yield from obligation_days.of_timelines(known or obligation_days.timelines(session, near), window)
    yield from obligation_days.waivers(session, window, None if only is None else only.waiver_ids)
    yield from open_requests(session, window, zone, None if only is None else only.request_ids)
    yield from follow_ups(session, window, None if only is None else only.follow_up_ids)


def _item(one: Found, told: Lookup, tiers: dict[int, int], today: date) -> Item:
    contract = told.contracts[one.contract_ids[0]]
    request = told.requests.get(one.request_id) if one.request_id is not None else None
    asked_id = request.contact_id if request else None
    reason = contract.reminders_paused_reason or "no reason given"
    key = key_of(one.kind, one.subject, one.number)
    wait = told.waits.of(one, key)
    obligation = Obligation(
        key=key,
        kind=one.kind,
        due_on=one.due_on,
        people=told.people.told(contract.vendor_id, contract.department_id, contract.owner_id, asked_id),
        through_on=one.through_on,
        stopped=IN_REVIEW if one.in_review else "",
        paused=f"Paused for this vendor: {reason}" if contract.reminders_paused_at else "",
        vendor_free=one.vendor_free,
        tier=max((tiers[number] for number in one.contract_ids if number in tiers), default=one.tier),
        set_code=told.sets.of(one),
        held=wait.held,
        not_before=wait.not_before,
        waits=wait.waits,
        over=one.over,
        looked_on=told.looked_on if one.through_on is not None and one.through_on < today else None,
    )
    return Item(obligation, _subject(one, contract, request))


def _subject(one: Found, contract: Any, request: Any | None) -> Subject:  # noqa: ANN401  # rows
    return Subject(
        contract_ids=one.contract_ids,
        contract_number=contract.number,
        contract_title=contract.title,
        department_id=contract.department_id,
        vendor_id=contract.vendor_id,
        vendor_name=contract.vendor_name,
        standing=one.standing or "",
        asked=one.asked,
        request_id=one.request_id,
        request_number=request.number if request else "",
        answer_by=request.due_on if request else None,
        asked_id=request.contact_id if request else None,
        clause=one.clause,
    )


def _tiers(session: Session, found: Iterable[Found], today: date) -> dict[int, int]:
    """Return the tier today of the contracts that waivers and requests are about; coverage knows its own."""
    ids = sorted({number for one in found if one.tier is None for number in one.contract_ids})
    return {
        row.contract_id: row.tier
        for start in range(0, len(ids), AT_ONCE)
        for row in session.execute(
            select(StandingSpan.contract_id, StandingSpan.tier).where(
                StandingSpan.contract_id.in_(ids[start : start + AT_ONCE]),
                StandingSpan.from_on <= today,
                StandingSpan.until_on > today,
                StandingSpan.tier.is_not(None),
            )
        )
    }


def _by_id(session: Session, select_rows: Callable[[Sequence[int]], Any], ids: set[int]) -> dict[int, Any]:
    wanted = sorted(ids)
    return {
        row.id: row
        for start in range(0, len(wanted), AT_ONCE)
        for row in session.execute(select_rows(wanted[start : start + AT_ONCE]))
    }


def _contract(ids: Sequence[int]) -> Any:  # noqa: ANN401  # a statement
    return (
        select(
            Contract.id,
            Contract.number,
            Contract.title,
            Contract.department_id,
            Contract.owner_id,
            Contract.vendor_id,
            Vendor.name.label("vendor_name"),
            Vendor.reminders_paused_at,
            Vendor.reminders_paused_reason,
        )
        .join(Vendor, Vendor.id == Contract.vendor_id)
        .where(Contract.id.in_(ids))
    )


def _request(ids: Sequence[int]) -> Any:  # noqa: ANN401  # a statement
    return select(Request.id, Request.number, Request.due_on, Request.contact_id).where(Request.id.in_(ids))
