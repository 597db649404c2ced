"""The plan of reminders in full: every step of days to come with all that says whether it is right."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.domain.days import day_after
from tracker.domain.obligations import Obligation, Somebody
from tracker.domain.reminder_scope import Steps
from tracker.domain.reminders import FLAG, Entry, Planned, planned
from tracker.models.contract import Contract
from tracker.models.letter import Letter
from tracker.models.request import RequestContract
from tracker.models.waiver import Waiver
from tracker.queries import obligations
from tracker.queries.obligation_days import AT_ONCE
from tracker.queries.obligations import Item, Only

DIGEST = "digest"


@dataclass(frozen=True, slots=True)
class PlannedStep:
    """One step of one obligation for one recipient on a day of the city; `roles` are why it is that recipient."""

    on_day: date
    entry: Entry
    item: Item
    roles: tuple[str, ...]
    numbers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WaitingItem:
    """An obligation of which nothing is settled before a day (`until_on`), or until somebody starts it (None)."""

    item: Item
    until_on: date | None
    reason: str
    numbers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FullPlan:
    """What will be settled if nobody acts until then, by day, recipient and key; and what waits, by key."""

    steps: tuple[PlannedStep, ...]
    waiting: tuple[WaitingItem, ...]


def full_plan(
    session: Session, today: date, zone: ZoneInfo, days: tuple[date, date], contract_id: int | None = None
) -> FullPlan:
    """Return the plan of the whole city, or of one contract, from the first through the last of two days.

    The first day is today or later. Whoever got today's digest gets what came up since then on the next working
    day. Steps that others overtake are left out, as no plan needs them; the ledger notes them when they are.
    """
    steps = obligations.steps(session)
    only = None if contract_id is None else _about(session, contract_id)
    items = obligations.items(session, today, zone, steps, max(0, (days[1] - today).days), only)
    by_key = {(item.obligation.key, item.obligation.due_on): item for item in items}
    numbers = _numbers(session, items)
    told = tuple(
        PlannedStep(
            one.on_day,
            one.entry,
            item,
            tuple(_roles(steps, one.entry)),
            tuple(numbers[number] for number in item.subject.contract_ids),
        )
        for one in _planned(session, items, steps, today, days)
        for item in [by_key[one.entry.obligation.key, one.entry.obligation.due_on]]
    )
    return FullPlan(told, tuple(_waiting(items, days[0], numbers)))


def contract_with(session: Session, number: str) -> int:
    """Return the id of the contract with this number; raises LookupError with one sentence."""
    found = session.scalar(select(Contract.id).where(Contract.number == number))
    if found is None:
        raise LookupError(f"There is no contract {number}.")
    return found


def _planned(
    session: Session, items: Sequence[Item], steps: Steps, today: date, days: tuple[date, date]
) -> list[Planned]:
    ledger, holidays = obligations.ledger_of(session, items), obligations.holidays(session)

    def through(first_on: date) -> tuple[Planned, ...]:
        every = (item.obligation for item in items)
        return planned(every, steps.of_obligation, (first_on, days[1]), ledger, holidays)

    written = _written(session, today) if days[0] == today else frozenset()
    found = [one for one in through(days[0]) if one.entry.somebody.email not in written]
    if written:
        found += [one for one in through(day_after(today)) if one.entry.somebody.email in written]
    return sorted(found, key=lambda one: (one.on_day, one.entry.somebody.email, one.entry.ledger_key))


def _written(session: Session, today: date) -> frozenset[str]:
    beginning = f"{DIGEST}:{today.isoformat()}:"
    statement = select(Letter.to_email).where(Letter.kind == DIGEST, Letter.key.startswith(beginning))
    return frozenset(session.scalars(statement))


def _roles(steps: Steps, entry: Entry) -> list[str]:
    if entry.somebody is FLAG:
        return []
    found = [
        part.value
        for step in steps.of_obligation(entry.obligation)
        if step.days == entry.step_days
        for part in step.told
        if _plays(entry.obligation.people.get(part, ()), entry.somebody)
    ]
    return list(dict.fromkeys(found))


def _plays(people: Iterable[Somebody], somebody: Somebody) -> bool:
    return any(one.email == somebody.email for one in people)


def _waiting(items: Iterable[Item], first_on: date, numbers: dict[int, str]) -> list[WaitingItem]:
    found = [
        WaitingItem(
            item,
            None if obligation.held else obligation.not_before,
            obligation.held or obligation.waits,
            tuple(numbers[number] for number in item.subject.contract_ids),
        )
        for item in items
        for obligation in [item.obligation]
        if not obligation.over and _waits(obligation, first_on)
    ]
    return sorted(found, key=lambda one: (one.item.obligation.key, one.item.obligation.due_on))


def _waits(obligation: Obligation, first_on: date) -> bool:
    return bool(obligation.held) or (obligation.not_before is not None and obligation.not_before > first_on)


def _numbers(session: Session, items: Iterable[Item]) -> dict[int, str]:
    found = {item.subject.contract_ids[0]: item.subject.contract_number for item in items}
    others = sorted({number for item in items for number in item.subject.contract_ids} - found.keys())
    for start in range(0, len(others), AT_ONCE):
        some = others[start : start + AT_ONCE]
        found |= {
            row.id: row.number
            for row in session.execute(select(Contract.id, Contract.number).where(Contract.id.in_(some)))
        }
    return found


def _about(session: Session, contract_id: int) -> Only:
    asked = select(RequestContract.request_id).where(RequestContract.contract_id == contract_id)
    waived = select(Waiver.id).where(Waiver.contract_id == contract_id)
    return Only([contract_id], list(session.scalars(asked)), list(session.scalars(waived)))
