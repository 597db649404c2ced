"""Obligations around a day, with the people they concern and what a reader must know of them."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.domain.obligations import Obligation, key_of
from tracker.domain.reminder_policy import Step, steps_from_json
from tracker.domain.reminders import LedgerKey
from tracker.models.contract import Contract
from tracker.models.letter import Reminder
from tracker.models.policy import Holiday
from tracker.models.request import Request
from tracker.models.vendor import Vendor
from tracker.queries import obligation_days
from tracker.queries.obligation_days import Found
from tracker.queries.obligation_people import People, people
from tracker.queries.obligation_requests import open_requests
from tracker.queries.policy import newest

IN_REVIEW = "The vendor has answered; the city reviews."
AT_ONCE = 500


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


@dataclass(frozen=True, slots=True)
class Item:
    """An obligation with what it is about."""

    obligation: Obligation
    subject: Subject


def items(session: Session, today: date, zone: ZoneInfo, steps: Collection[Step], ahead_days: int = 0) -> list[Item]:
    """Return the obligations whose steps are reached today or within so many days, on days of the city.

    What fell due more than 90 days before the last step could be reached is left out: it stands on its page.
    """
    days = [step.days for step in steps]
    window = obligation_days.window_around(today, min(days, default=0), max(days, default=0), ahead_days)
    found = list(
        chain(
            obligation_days.ending_coverage(session, window),
            obligation_days.ended_coverage(session, window),
            obligation_days.disposals(session, window),
            obligation_days.waivers(session, window),
            open_requests(session, window, zone),
        )
    )
    contracts = _by_id(session, _contract, {one.contract_ids[0] for one in found})
    requests = _by_id(session, _request, {one.request_id for one in found if one.request_id is not None})
    known = people(session, {row.vendor_id for row in contracts.values()})
    return [_item(one, contracts[one.contract_ids[0]], requests, known) for one in found]


def ledger_of(session: Session, items: Iterable[Item]) -> set[LedgerKey]:
    """Return what the ledger holds of these obligations, whatever became of it."""
    keys = sorted({item.obligation.key for item in items})
    found: set[LedgerKey] = set()
    for start in range(0, len(keys), AT_ONCE):
        statement = select(Reminder.obligation, Reminder.due_on, Reminder.step_days, Reminder.recipient).where(
            Reminder.obligation.in_(keys[start : start + AT_ONCE])
        )
        found.update(LedgerKey(*row) for row in session.execute(statement))
    return found


def steps(session: Session) -> tuple[Step, ...]:
    """Return the reminder steps of the policy in force; raises BadStep and LookupError."""
    return steps_from_json(newest(session).reminder_steps)


def holidays(session: Session) -> frozenset[date]:
    """Return the days on which the city does not work, weekends aside."""
    return frozenset(session.scalars(select(Holiday.on_day)))


def _item(one: Found, contract: Any, requests: dict[int, Any], known: People) -> Item:  # noqa: ANN401  # rows
    request = requests.get(one.request_id) if one.request_id is not None else None
    asked_id = request.contact_id if request else None
    reason = contract.reminders_paused_reason or "no reason given"
    obligation = Obligation(
        key=key_of(one.kind, one.subject, one.number),
        kind=one.kind,
        due_on=one.due_on,
        people=known.told(contract.vendor_id, contract.department_id, contract.owner_id, asked_id),
        through_on=one.through_on,
        stopped=IN_REVIEW if one.in_review else "",
        paused=f"Paused for this vendor: {reason}" if contract.reminders_paused_at else "",
        vendor_free=one.vendor_free,
    )
    subject = Subject(
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
    )
    return Item(obligation, subject)


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
