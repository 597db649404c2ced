"""Holds: nothing leaves about contracts that came in at once, until a person has seen the plan and starts it."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from sqlalchemy import insert, select, update

from tracker.domain.days import day_words
from tracker.domain.portions import portions
from tracker.domain.reminders import EntryState, due
from tracker.models.letter import Reminder
from tracker.models.reminder_hold import HeldContract, ReminderHold
from tracker.queries import obligations
from tracker.queries.go_live_plan import GoLivePlan, go_live_plan, held_items
from tracker.queries.reminder_holds import held_contracts
from tracker.services import events, obligation_index, reminder_rows, reminders
from tracker.services.rules import Conflict, RuleBroken
from tracker.services.work import Work

AT_ONCE: Final = 500
MOST_PER_DAY: Final = 10_000
LONGEST_NOTE: Final = 500
LONGEST_SENTENCE: Final = 300


class How(StrEnum):
    """How reminders about held contracts begin."""

    NOW = "now"
    """Everything from today on: old items go out with the next digests."""
    PORTIONS = "portions"
    """Contracts with old items in portions per working day, the most recently due first; the others from today on."""
    ASIDE = "aside"
    """Old steps are noted as overtaken; reminders begin with the next step of each item."""


@dataclass(frozen=True, slots=True)
class Started:
    """What a start did: contracts released today and later, the last day, and the old steps set aside."""

    contracts: int
    later: int
    last_on: date
    aside: int


def place(work: Work, contract_ids: Iterable[int], sentence: str) -> ReminderHold | None:
    """Hold the reminders about contracts that came in together, and flush; None when there is none to hold.

    `sentence` says where they come from ("imported list.csv"). Contracts that are under a hold already stay there.
    """
    wanted = _without_hold(work, sorted(set(contract_ids)))
    if not wanted:
        return None
    hold = ReminderHold(sentence=sentence[:LONGEST_SENTENCE], placed_at=work.now, placed_by_id=_person(work), note="")
    work.session.add(hold)
    work.session.flush()
    rows = [{"contract_id": number, "hold_id": hold.id, "from_on": None} for number in wanted]
    work.session.execute(insert(HeldContract), rows)
    obligation_index.touch_contracts(work, wanted)
    said = f"held the reminders about {_contracts(len(wanted))}: {hold.sentence}"
    events.record(work, "reminders:held", said, ("hold", hold.id))
    return hold


def start(work: Work, hold: ReminderHold, how: How, per_day: int | None = None, note: str = "") -> Started:
    """Let the reminders about the held contracts of an arrival begin, and flush.

    Raises Conflict when they were started already, and RuleBroken on `per_day` and `note`.
    """
    _check(how, per_day, note)
    _claim(work, hold, per_day if how is How.PORTIONS else None, " ".join(note.split()))
    ids = held_contracts(work.session, None, hold.id)
    later: dict[int, date] = {}
    aside = 0
    if how is How.ASIDE:
        aside = _set_aside(work, ids, _reason(hold))
    elif how is How.PORTIONS and per_day is not None:
        plan = go_live_plan(work.session, ids, work.today, work.settings.zone, reminders.first_day_left(work))
        release = Release.of(work, plan, per_day)
        aside = _set_aside(work, release.too_late, _reason(hold)) if release.too_late else 0
        later = release.days
    _release(work, hold, later)
    obligation_index.touch_contracts(work, ids)
    done = Started(len(ids), len(later), max(later.values(), default=work.today), aside)
    events.record(work, "reminders:started", _sentence(done, hold, how), ("hold", hold.id))
    return done


def hold_again(work: Work, hold: ReminderHold) -> int:
    """Hold again what was to begin today or later and about which nothing has left; flushes, returns how many.

    Raises RuleBroken when nothing of the arrival can be held again. Steps that were set aside stay so.
    """
    left = select(Reminder.contract_id).where(
        Reminder.contract_id == HeldContract.contract_id,
        Reminder.letter_id.is_not(None),
        Reminder.obligation.not_like("request:%"),
        Reminder.recorded_at >= (hold.started_at or work.now),
    )
    statement = (
        update(HeldContract)
        .where(HeldContract.hold_id == hold.id, HeldContract.from_on >= work.today, ~left.exists())
        .values(from_on=None)
        .returning(HeldContract.contract_id)
        .execution_options(synchronize_session=False)
    )
    ids = list(work.session.scalars(statement))
    if not ids:
        raise RuleBroken("", "Nothing can be held again: all of it was released, and letters may have left.")
    hold.started_at = hold.started_by_id = hold.per_day = None
    work.session.flush()
    obligation_index.touch_contracts(work, ids)
    said = f"held the reminders about {_contracts(len(ids))} again: {hold.sentence}"
    events.record(work, "reminders:held", said, ("hold", hold.id))
    return len(ids)


@dataclass(frozen=True, slots=True)
class Release:
    """On which day of the city each old contract is released; those whose turn comes too late are set aside."""

    days: dict[int, date]
    too_late: tuple[int, ...]
    last_on: date

    @classmethod
    def of(cls, work: Work, plan: GoLivePlan, per_day: int) -> "Release":
        """Spread the old contracts of a plan over working days, the most recently due first.

        Too late is a turn on which the oldest item of the contract lies so far back that no step reaches it.
        """
        steps, holidays = obligations.steps(work.session), obligations.holidays(work.session)
        days: dict[int, date] = {}
        too_late: list[int] = []
        last_on = plan.first_on
        for day, numbers in portions(plan.old_contracts, per_day, plan.first_on, holidays):
            reaches = obligations.window_of(day, steps).first_on
            late = [number for number in numbers if plan.due_by_contract[number] < reaches]
            too_late += late
            days |= {number: day for number in numbers if number not in set(late)}
            last_on = day if len(late) < len(numbers) else last_on
        return cls(days, tuple(too_late), last_on)


def _without_hold(work: Work, wanted: Sequence[int]) -> list[int]:
    known: set[int] = set()
    for start_at in range(0, len(wanted), AT_ONCE):
        some = wanted[start_at : start_at + AT_ONCE]
        known.update(work.session.scalars(select(HeldContract.contract_id).where(HeldContract.contract_id.in_(some))))
    return [number for number in wanted if number not in known]


def _check(how: How, per_day: int | None, note: str) -> None:
    if how is How.PORTIONS and (per_day is None or not 1 <= per_day <= MOST_PER_DAY):
        raise RuleBroken("per_day", f"Type how many contracts a day, from 1 to {MOST_PER_DAY:,}.")
    if len(note) > LONGEST_NOTE:
        raise RuleBroken("note", f"Use at most {LONGEST_NOTE} characters.")


def _claim(work: Work, hold: ReminderHold, per_day: int | None, note: str) -> None:
    # Of two who start at once one wins: the other's statement finds no row.
    statement = (
        update(ReminderHold)
        .where(ReminderHold.id == hold.id, ReminderHold.started_at.is_(None))
        .values(started_at=work.now, started_by_id=_person(work), per_day=per_day, note=note)
        .returning(ReminderHold.id)
        .execution_options(synchronize_session=False)
    )
    if work.session.scalar(statement) is None:
        raise Conflict("", "Somebody has started these reminders already.")
    work.session.refresh(hold)


def _release(work: Work, hold: ReminderHold, later: dict[int, date]) -> None:
    if later:
        rows = [{"contract_id": number, "from_on": day} for number, day in later.items()]
        work.session.execute(update(HeldContract), rows)
    rest = update(HeldContract).where(HeldContract.hold_id == hold.id, HeldContract.from_on.is_(None))
    work.session.execute(rest.values(from_on=work.today).execution_options(synchronize_session=False))


def _set_aside(work: Work, contract_ids: Collection[int], reason: str) -> int:
    items = held_items(work.session, sorted(contract_ids), work.today, work.settings.zone)
    named = {(item.obligation.key, item.obligation.due_on): item for item in items}
    found = due(
        (item.obligation for item in items),
        obligations.steps(work.session).of_obligation,
        work.today,
        obligations.ledger_of(work.session, items),
        obligations.holidays(work.session),
    )
    over = {"state": EntryState.OVERTAKEN.value, "reason": reason}
    rows = [
        reminder_rows.row(work, entry, named[entry.obligation.key, entry.obligation.due_on]) | over for entry in found
    ]
    reminder_rows.put_new(work, rows)
    return len(rows)


def _reason(hold: ReminderHold) -> str:
    said = f"Set aside when the reminders began ({hold.sentence})"
    return f"{said}: {hold.note}" if hold.note else f"{said}."


def _sentence(done: Started, hold: ReminderHold, how: How) -> str:
    said = f"started the reminders about {_contracts(done.contracts)}: {hold.sentence}"
    if how is How.PORTIONS:
        said += f"; {done.later:,} old ones at {hold.per_day:,} a working day through {day_words(done.last_on)}"
    if done.aside:
        said += f"; {done.aside:,} old steps set aside"
    return said


def _contracts(number: int) -> str:
    return f"{number:,} {'contract' if number == 1 else 'contracts'}"


def _person(work: Work) -> int | None:
    return work.actor.id if work.actor.kind == "person" else None
