"""Why obligations wait: held since they came in, released from a day on, or snoozed."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.domain.days import day_words
from tracker.domain.reminder_policy import ObligationKind
from tracker.models.reminder_hold import HeldContract, ReminderHold
from tracker.models.snooze import Snooze
from tracker.queries.obligation_days import AT_ONCE, Found


class Wait(NamedTuple):
    """Why nothing is settled until somebody starts it (`held`), or before a day and why (a sentence)."""

    held: str = ""
    not_before: date | None = None
    waits: str = ""


@dataclass(frozen=True, slots=True)
class Waits:
    """What holds of many contracts, looked up once."""

    contracts: Mapping[int, Wait] = field(default_factory=dict)
    snoozes: Mapping[tuple[str, date], Wait] = field(default_factory=dict)

    def of(self, found: Found, key: str) -> Wait:
        """Return why an obligation waits; a request that staff sent is not held, but can be snoozed."""
        held = self.contracts.get(found.contract_ids[0]) if found.kind is not ObligationKind.REQUEST else None
        snooze = self.snoozes.get((key, found.due_on))
        own = Wait("", found.not_before, found.waits)
        some = [wait for wait in (own, held, snooze) if wait is not None and wait.not_before is not None]
        last = max(some, key=lambda wait: wait.not_before or date.min, default=Wait())
        return Wait(held.held if held else "", last.not_before, last.waits)


def waits(session: Session, contract_ids: Collection[int]) -> Waits:
    """Look up the holds and the snoozes of these contracts."""
    held: dict[int, Wait] = {}
    snoozed: dict[tuple[str, date], Wait] = {}
    wanted = sorted(contract_ids)
    for start in range(0, len(wanted), AT_ONCE):
        some = wanted[start : start + AT_ONCE]
        holds = (
            select(HeldContract.contract_id, HeldContract.from_on, ReminderHold.sentence)
            .join(ReminderHold, ReminderHold.id == HeldContract.hold_id)
            .where(HeldContract.contract_id.in_(some))
        )
        held.update((row.contract_id, _held(row.from_on, row.sentence)) for row in session.execute(holds))
        rows = select(Snooze.obligation, Snooze.due_on, Snooze.until_on, Snooze.reason).where(
            Snooze.contract_id.in_(some), Snooze.ended_at.is_(None)
        )
        for row in session.execute(rows.order_by(Snooze.id)):
            said = f"Snoozed until {day_words(row.until_on)}: {_sentence(row.reason)}"
            snoozed[row.obligation, row.due_on] = Wait("", row.until_on, said)
    return Waits(held, snoozed)


def _held(from_on: date | None, sentence: str) -> Wait:
    if from_on is None:
        return Wait(held=f"Nobody has started the reminders yet: {_sentence(sentence)}")
    return Wait("", from_on, f"Reminders began on {day_words(from_on)}: {_sentence(sentence)}")


def _sentence(words: str) -> str:
    return words if words.endswith((".", "!", "?")) else f"{words}."
