"""What edited reminder steps, or another holiday, would do to the next ninety days; nothing is saved."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from tracker.domain.obligations import Obligation
from tracker.domain.plan_change import Plan, PlanChange, plan_change
from tracker.domain.reminder_scope import Steps
from tracker.domain.reminders import EntryState, LedgerKey, Planned, planned
from tracker.domain.working_days import is_working_day
from tracker.queries import obligations
from tracker.queries.obligations import Item
from tracker.queries.reminder_words import about

AHEAD_DAYS: Final = 90
MOST_ROWS: Final = 50


@dataclass(frozen=True, slots=True)
class ChangedRow:
    """A planned step that appears or disappears; a flag when there is nobody to write to."""

    on_day: date
    name: str
    email: str
    for_vendor: bool
    flag: bool
    about: str
    contract_id: int
    request_id: int | None
    step_days: int


@dataclass(frozen=True, slots=True)
class Preview:
    """The difference of the plans, the first rows of what comes and goes, and how much the ledger keeps from coming."""

    change: PlanChange
    appearing: tuple[ChangedRow, ...]
    disappearing: tuple[ChangedRow, ...]
    obligations: int
    settled: int


@dataclass(frozen=True, slots=True)
class Window:
    """The city's present day, its zone, and the first day on which a digest can still go out."""

    today: date
    zone: ZoneInfo
    from_on: date

    @property
    def days(self) -> tuple[date, date]:
        """The first and the last day of the plan."""
        return self.from_on, self.today + timedelta(days=AHEAD_DAYS)


def preview(session: Session, window: Window, before: Steps, after: Steps) -> Preview:
    """Return what other steps would do to the ninety days after today, in days of the city.

    Both plans are made from what stands and from the ledger, as a run would make them, for all departments.
    """
    items = _items(session, window, before.together_with(after))
    ledger = obligations.ledger_of(session, items)
    holidays = obligations.holidays(session)
    moved = [item.obligation for item in items if _differs(item.obligation, before, after)]
    unmoved = [item.obligation for item in items if not _differs(item.obligation, before, after)]
    same = planned(unmoved, before.of_obligation, window.days, ledger, holidays)
    old = planned(moved, before.of_obligation, window.days, ledger, holidays)
    new = planned(moved, after.of_obligation, window.days, ledger, holidays)
    change = plan_change(
        Plan((*same, *old), before.of_obligation), Plan((*same, *new), after.of_obligation), window.days
    )
    by_name = {(item.obligation.key, item.obligation.due_on): item for item in items}
    return Preview(
        change=change,
        appearing=_rows(change.appearing, by_name),
        disappearing=_rows(change.disappearing, by_name),
        obligations=len(moved),
        settled=_settled(moved, after, ledger),
    )


def moved_by_holiday(session: Session, window: Window, steps: Steps, on_day: date, *, added: bool) -> int:
    """Return how many planned letters go out on another day when a day becomes a holiday, or is none any more."""
    if not (window.days[0] <= on_day <= window.days[1] and is_working_day(on_day, ())):
        return 0
    items = _items(session, window, steps)
    ledger = obligations.ledger_of(session, items)
    present = obligations.holidays(session)
    other = present | {on_day} if added else present - {on_day}
    concerned = [item.obligation for item in items]
    before, after = (_letters(concerned, steps, window, ledger, holidays) for holidays in (present, other))
    return len(before - after)


def _items(session: Session, window: Window, steps: Steps) -> list[Item]:
    return obligations.items(session, window.today, window.zone, steps, AHEAD_DAYS)


def _differs(obligation: Obligation, before: Steps, after: Steps) -> bool:
    return before.of_obligation(obligation) != after.of_obligation(obligation)


def _settled(moved: Iterable[Obligation], after: Steps, ledger: Collection[LedgerKey]) -> int:
    steps = {(one.key, one.due_on, step.days) for one in moved for step in after.of_obligation(one)}
    return sum((key.obligation, key.due_on, key.step_days) in steps for key in ledger)


def _letters(
    concerned: list[Obligation],
    steps: Steps,
    window: Window,
    ledger: Collection[LedgerKey],
    holidays: frozenset[date],
) -> set[tuple[date, str]]:
    found = planned(concerned, steps.of_obligation, window.days, ledger, holidays)
    return {(one.on_day, one.entry.somebody.email) for one in found if one.entry.state is EntryState.SENT}


def _rows(found: tuple[Planned, ...], by_name: dict[tuple[str, date], Item]) -> tuple[ChangedRow, ...]:
    return tuple(_row(one, by_name[one.entry.obligation.key, one.entry.obligation.due_on]) for one in found[:MOST_ROWS])


def _row(one: Planned, item: Item) -> ChangedRow:
    somebody = one.entry.somebody
    return ChangedRow(
        on_day=one.on_day,
        name=somebody.name,
        email=somebody.email,
        for_vendor=somebody.contact_id is not None,
        flag=one.entry.state is EntryState.FLAGGED,
        about=about(item.subject),
        contract_id=item.subject.contract_ids[0],
        request_id=item.subject.request_id,
        step_days=one.entry.step_days,
    )
