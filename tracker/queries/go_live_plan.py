"""What would leave about contracts that are held, if their reminders began: for the person who starts them."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.domain.days import plus_days
from tracker.domain.obligations import Somebody
from tracker.domain.reminder_policy import ObligationKind
from tracker.domain.reminders import Entry, EntryState, Planned, planned
from tracker.domain.working_days import working_day_from
from tracker.models.waiver import Waiver
from tracker.queries import obligations
from tracker.queries.obligations import Item, Only
from tracker.queries.reminder_words import about, why

AHEAD_DAYS: Final = 90
AT_ONCE: Final = 500


@dataclass(frozen=True, slots=True)
class OldItem:
    """Something whose step was reached before reminders began, and how many people would be told of it at once."""

    contract_id: int
    about: str
    why: str
    due_on: date
    people: int


@dataclass(frozen=True, slots=True)
class Reader:
    """A person who would get letters: how many, and how many items stand in the first and in all of them."""

    somebody: Somebody
    letters: int
    first_items: int
    items: int

    @property
    def for_vendor(self) -> bool:
        """Whether this is a contact of a vendor."""
        return self.somebody.contact_id is not None


@dataclass(frozen=True, slots=True)
class GoLivePlan:
    """What leaves on `first_on`, a working day, and within ninety days, if everything begins at once.

    `old` are the items of steps reached before, most recently due first; `old_contracts` their contracts in that
    order. `kinds` counts items by what falls due, `flags` the contracts whose renewal would be put on hold.
    """

    first_on: date
    last_on: date
    letters_first: int
    letters: int
    readers: tuple[Reader, ...]
    kinds: tuple[tuple[ObligationKind, int], ...]
    flags: int
    old: tuple[OldItem, ...]
    old_contracts: tuple[int, ...]
    due_by_contract: dict[int, date]

    @property
    def vendor_people(self) -> int:
        """How many contacts of vendors would be written to."""
        return sum(reader.for_vendor for reader in self.readers)

    @property
    def city_people(self) -> int:
        """How many of the city's people would be written to."""
        return len(self.readers) - self.vendor_people

    @property
    def oldest(self) -> OldItem | None:
        """The item that is due for longest."""
        return self.old[-1] if self.old else None


def held_items(
    session: Session, contract_ids: Sequence[int], today: date, zone: ZoneInfo, ahead_days: int = 0
) -> list[Item]:
    """Return what falls due of these contracts as if no hold were on them; what staff asked for is not among it."""
    steps = obligations.steps(session)
    only = Only(contract_ids=contract_ids, waiver_ids=_waivers(session, contract_ids))
    found = obligations.items(session, today, zone, steps, ahead_days, only=only)
    return [replace(item, obligation=replace(item.obligation, held="")) for item in found]


def go_live_plan(
    session: Session, contract_ids: Sequence[int], today: date, zone: ZoneInfo, from_on: date
) -> GoLivePlan:
    """Return the plan of these contracts; `from_on` is the first day on which digests are still to be written."""
    holidays = obligations.holidays(session)
    first_on, last_on = working_day_from(from_on, holidays), today + timedelta(days=AHEAD_DAYS)
    items = held_items(session, contract_ids, today, zone, AHEAD_DAYS) if contract_ids else []
    steps, ledger = obligations.steps(session), obligations.ledger_of(session, items)
    found = planned((item.obligation for item in items), steps.of_obligation, (first_on, last_on), ledger, holidays)
    told = [one for one in found if one.entry.state is EntryState.SENT]
    old = _old(items, [one for one in found if one.on_day == first_on and _is_old(one.entry, first_on)])
    return GoLivePlan(
        first_on=first_on,
        last_on=last_on,
        letters_first=len({one.entry.somebody.email for one in told if one.on_day == first_on}),
        letters=len({(one.on_day, one.entry.somebody.email) for one in told}),
        readers=tuple(_readers(told, first_on)),
        kinds=_kinds(told),
        flags=sum(one.entry.state is EntryState.FLAGGED for one in found),
        old=tuple(old),
        old_contracts=tuple(dict.fromkeys(item.contract_id for item in old)),
        due_by_contract=_latest(old),
    )


def first_letter(
    session: Session, contract_ids: Sequence[int], today: date, zone: ZoneInfo, day: date, email: str
) -> tuple[Somebody, list[Item]] | None:
    """Return what one person would be told about these contracts on a working day, or None for nothing."""
    items = held_items(session, contract_ids, today, zone, AHEAD_DAYS)
    holidays, steps = obligations.holidays(session), obligations.steps(session)
    ledger = obligations.ledger_of(session, items)
    by_key = {(item.obligation.key, item.obligation.due_on): item for item in items}
    told = [
        one.entry
        for one in planned((item.obligation for item in items), steps.of_obligation, (day, day), ledger, holidays)
        if one.entry.somebody.email == email and one.entry.state is EntryState.SENT
    ]
    if not told:
        return None
    return told[0].somebody, [by_key[entry.obligation.key, entry.obligation.due_on] for entry in told]


def _is_old(entry: Entry, first_on: date) -> bool:
    return plus_days(entry.obligation.due_on, entry.step_days) < first_on


def _old(items: Iterable[Item], found: Iterable[Planned]) -> list[OldItem]:
    people: dict[tuple[str, date], set[str]] = defaultdict(set)
    for one in found:
        if one.entry.state is EntryState.SENT:
            people[one.entry.obligation.key, one.entry.obligation.due_on].add(one.entry.somebody.email)
        else:
            people[one.entry.obligation.key, one.entry.obligation.due_on].update()
    rows = [
        OldItem(item.subject.contract_ids[0], about(item.subject), why(item), item.obligation.due_on, len(people[key]))
        for item in items
        if (key := (item.obligation.key, item.obligation.due_on)) in people
    ]
    return sorted(rows, key=lambda row: (-row.due_on.toordinal(), row.contract_id, row.about))


def _latest(old: Iterable[OldItem]) -> dict[int, date]:
    found: dict[int, date] = {}
    for item in old:
        found[item.contract_id] = min(item.due_on, found.get(item.contract_id, item.due_on))
    return found


def _readers(told: Iterable[Planned], first_on: date) -> list[Reader]:
    days: dict[str, list[date]] = defaultdict(list)
    people: dict[str, Somebody] = {}
    for one in told:
        days[one.entry.somebody.email].append(one.on_day)
        people[one.entry.somebody.email] = one.entry.somebody
    rows = [
        Reader(people[email], len(set(mine)), sum(day == first_on for day in mine), len(mine))
        for email, mine in days.items()
    ]
    return sorted(rows, key=lambda row: (-row.first_items, -row.items, row.somebody.email))


def _kinds(told: Iterable[Planned]) -> tuple[tuple[ObligationKind, int], ...]:
    keys = {(one.entry.obligation.kind, one.entry.obligation.key, one.entry.obligation.due_on) for one in told}
    return tuple((kind, number) for kind in ObligationKind if (number := sum(key[0] is kind for key in keys)))


def _waivers(session: Session, contract_ids: Sequence[int]) -> list[int]:
    return [
        number
        for start in range(0, len(contract_ids), AT_ONCE)
        for number in session.scalars(
            select(Waiver.id).where(Waiver.contract_id.in_(contract_ids[start : start + AT_ONCE]))
        )
    ]
