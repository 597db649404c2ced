"""Reminders: what will go out to whom and why."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.domain.obligations import Rhythm, Somebody
from tracker.domain.reminder_policy import ObligationKind
from tracker.domain.reminders import Entry, EntryState, planned
from tracker.models.request import RequestContract
from tracker.models.waiver import Waiver
from tracker.queries import obligations
from tracker.queries.obligations import Item
from tracker.queries.reminder_words import about, why
from tracker.queries.scope import Viewer

AHEAD_DAYS: Final = 90


@dataclass(frozen=True, slots=True)
class PlannedRow:
    """One step that will be settled on a day if nobody acts until then; `key` names its obligation."""

    on_day: date
    email: str
    name: str
    for_vendor: bool
    step_days: int
    due_on: date
    state: EntryState
    reason: str
    contract_id: int
    request_id: int | None
    key: str
    kind: ObligationKind
    department_id: int
    vendor_id: int
    vendor: str
    rhythm: Rhythm
    item: Item

    # Said only of rows that are shown: a city's plan has thousands, of which most are counted.
    @property
    def about(self) -> str:
        """What it is about: the contract or the request, and the vendor."""
        return about(self.item.subject)

    @property
    def why(self) -> str:
        """What falls due, in one sentence."""
        return why(self.item)


@dataclass(frozen=True, slots=True)
class Plan:
    """What will happen, with what it is about.

    `entries` go into letters as they will look; `items` are all obligations near their day, waiting ones included.
    """

    rows: tuple[PlannedRow, ...]
    entries: tuple[tuple[date, Entry, Item], ...]
    items: tuple[Item, ...] = ()


def plan(
    session: Session,
    viewer: Viewer,
    today: date,
    zone: ZoneInfo,
    *,
    from_on: date,
    through_on: date | None = None,
    contract_id: int | None = None,
) -> Plan:
    """Return what will be settled through a day (else within ninety days after today) if nobody acts until then.

    By day and person. `from_on` is the first day on which digests can still go out: today, or tomorrow once they
    have. Limited to the viewer's departments, and to one contract when it is given.
    """
    steps = obligations.steps(session)
    last_on = through_on or today + timedelta(days=AHEAD_DAYS)
    only = None if contract_id is None else _about(session, contract_id)
    items = [
        item
        for item in obligations.items(session, today, zone, steps, max(0, (last_on - today).days), only)
        if _may_see(viewer, item)
    ]
    by_key = {(item.obligation.key, item.obligation.due_on): item for item in items}
    found = planned(
        (item.obligation for item in items),
        steps.of_obligation,
        (from_on, last_on),
        obligations.ledger_of(session, items),
        obligations.holidays(session),
    )
    entries = tuple(
        (one.on_day, one.entry, by_key[one.entry.obligation.key, one.entry.obligation.due_on]) for one in found
    )
    return Plan(tuple(_planned_row(*parts) for parts in entries), entries, tuple(items))


def _about(session: Session, contract_id: int) -> obligations.Only:
    asked = select(RequestContract.request_id).where(RequestContract.contract_id == contract_id)
    waived = select(Waiver.id).where(Waiver.contract_id == contract_id)
    return obligations.Only([contract_id], list(session.scalars(asked)), list(session.scalars(waived)))


def _may_see(viewer: Viewer, item: Item) -> bool:
    return not viewer.departments or item.subject.department_id in viewer.departments


def _planned_row(on_day: date, entry: Entry, item: Item) -> PlannedRow:
    somebody: Somebody = entry.somebody
    return PlannedRow(
        on_day=on_day,
        email=somebody.email,
        name=somebody.name,
        for_vendor=somebody.contact_id is not None,
        step_days=entry.step_days,
        due_on=entry.obligation.due_on,
        state=entry.state,
        reason=entry.reason,
        contract_id=item.subject.contract_ids[0],
        request_id=item.subject.request_id,
        key=entry.obligation.key,
        kind=entry.obligation.kind,
        department_id=item.subject.department_id,
        vendor_id=item.subject.vendor_id,
        vendor=item.subject.vendor_name,
        rhythm=somebody.rhythm,
        item=item,
    )
