"""Snoozes: nobody is reminded of one obligation until a day, for a reason that stands on its contract's page."""

from datetime import date, timedelta

from sqlalchemy import select

from tracker.domain.days import day_after, day_words
from tracker.models.contract import Contract
from tracker.models.snooze import Snooze
from tracker.services import events, obligation_index
from tracker.services.rules import RuleBroken
from tracker.services.work import Work

LONGEST_DAYS = 365
LONGEST_REASON = 500


def set_(work: Work, key: str, due_on: date, contract_id: int, until_on: date, reason: str) -> Snooze:
    """Snooze an obligation, at this due day, until a day of the city on which its reminders go on.

    It holds for everybody whom the obligation concerns, and replaces an earlier snooze of it. A renewal changes
    the due day and so ends it by itself. Raises RuleBroken on `until_on` (tomorrow at the earliest, a year from
    now at the latest) and on `reason`. The same snooze set twice is set once.
    """
    reason = _checked(work, until_on, reason)
    standing = _in_force(work, key, due_on)
    if standing and (standing[-1].until_on, standing[-1].reason) == (until_on, reason):
        return standing[-1]
    for earlier in standing:
        earlier.ended_at = work.now
    snooze = Snooze(
        obligation=key,
        due_on=due_on,
        contract_id=contract_id,
        until_on=until_on,
        reason=reason,
        set_by_id=work.actor.id if work.actor.kind == "person" else None,
        set_at=work.now,
    )
    work.session.add(snooze)
    work.session.flush()
    said = f"snoozed the reminders of {_about(work, snooze)} until {day_words(until_on)}: {reason}"
    events.record(work, "reminder:snoozed", said, ("contract", contract_id), details={"obligation": key})
    obligation_index.touch_contracts(work, [contract_id])
    return snooze


def end(work: Work, snooze: Snooze) -> None:
    """Let the reminders of a snoozed obligation go on with the latest step reached; does nothing when it ended."""
    if snooze.ended_at is not None:
        return
    # Two people may have set one at the same moment; none of them stays.
    for standing in _in_force(work, snooze.obligation, snooze.due_on):
        standing.ended_at = work.now
    work.session.flush()
    said = f"ended the snooze of the reminders of {_about(work, snooze)}"
    events.record(
        work, "reminder:snooze-ended", said, ("contract", snooze.contract_id), details={"obligation": snooze.obligation}
    )
    obligation_index.touch_contracts(work, [snooze.contract_id])


def _checked(work: Work, until_on: date, reason: str) -> str:
    if not day_after(work.today) <= until_on <= work.today + timedelta(days=LONGEST_DAYS):
        raise RuleBroken("until_on", "Choose a day from tomorrow on, within a year.")
    if not reason.strip():
        raise RuleBroken("reason", "Say why nobody is to be reminded until then.")
    if len(reason.strip()) > LONGEST_REASON:
        raise RuleBroken("reason", f"Say it in at most {LONGEST_REASON} characters.")
    return reason.strip()


def _in_force(work: Work, key: str, due_on: date) -> list[Snooze]:
    statement = select(Snooze).where(Snooze.obligation == key, Snooze.due_on == due_on, Snooze.ended_at.is_(None))
    return list(work.session.scalars(statement.order_by(Snooze.id)))


def _about(work: Work, snooze: Snooze) -> str:
    number = work.session.scalar(select(Contract.number).where(Contract.id == snooze.contract_id))
    return f"contract {number} (due {day_words(snooze.due_on)})"
