"""Reminders sent by hand: planned steps of one person leave at once, and do not come again on their day."""

from collections.abc import Iterable
from datetime import date
from hashlib import sha256

from sqlalchemy.exc import IntegrityError

from tracker.domain.days import day_words
from tracker.domain.reminders import Entry, EntryState
from tracker.models.letter import Letter, Reminder
from tracker.queries import obligations
from tracker.queries.obligations import Item
from tracker.services import events, letters, obligation_index, reminders
from tracker.services.reminders import Bundle
from tracker.services.rules import Conflict, RuleBroken
from tracker.services.work import Work

SETTLED = "These reminders were settled meanwhile; nothing was sent twice."


def send(work: Work, bundle: Bundle, planned_on: date) -> Letter:
    """Write the steps of one person, planned for a day, as a letter with exactly these items, and flush.

    Neither hour nor working day matter. The ledger holds the steps as sent from now on, by whom and for which
    day they were planned. Raises RuleBroken when nothing of the bundle goes into a letter (what is held, paused
    or stopped is released first), and Conflict when a step is settled already; nothing is sent then.
    """
    if not bundle.told:
        raise RuleBroken("step", "Choose at least one reminder to send.")
    items = [item for _entry, item in bundle.told]
    settled = obligations.ledger_of(work.session, items)
    if any(entry.ledger_key in settled for entry, _item in bundle.told):
        raise Conflict("", SETTLED)
    try:
        letter = _written(work, bundle, planned_on)
    except IntegrityError as error:
        raise Conflict("", SETTLED) from error
    _record(work, bundle, letter, planned_on)
    obligation_index.touch_contracts(work, _contracts(items))
    return letter


def _written(work: Work, bundle: Bundle, planned_on: date) -> Letter:
    somebody = bundle.somebody
    letter = letters.write(
        work,
        reminders.compose(work, bundle, work.today),
        key=_key(entry for entry, _item in bundle.told),
        kind=reminders.KIND,
        to=letters.Recipient(somebody.email, somebody.name, somebody.contact_id, somebody.person_id),
        contract_ids=_contracts(item for _entry, item in bundle.told),
    )
    reason = f"Sent by hand by {work.actor.name}; it was planned for {day_words(planned_on)}."
    work.session.add_all(_row(work, entry, item, letter, reason) for entry, item in bundle.told)
    work.session.flush()
    return letter


def _row(work: Work, entry: Entry, item: Item, letter: Letter, reason: str) -> Reminder:
    key = entry.ledger_key
    return Reminder(
        obligation=key.obligation,
        contract_id=item.subject.contract_ids[0],
        due_on=key.due_on,
        step_days=key.step_days,
        recipient=key.recipient,
        state=EntryState.SENT.value,
        reason=reason,
        letter_id=letter.id,
        recorded_at=work.now,
    )


def _record(work: Work, bundle: Bundle, letter: Letter, planned_on: date) -> None:
    number, somebody = len(bundle.told), bundle.somebody
    what = "a reminder" if number == 1 else f"{number} reminders"
    sentence = f"sent {what} planned for {day_words(planned_on)} to {somebody.name or somebody.email} by hand"
    subjects = [("letter", letter.id)]
    subjects += [("contract", found) for found in _contracts(item for _entry, item in bundle.told)]
    if somebody.contact_id is not None:
        subjects.append(("contact", somebody.contact_id))
    events.record(work, "reminder:sent-by-hand", sentence, *subjects)


def _key(entries: Iterable[Entry]) -> str:
    named = "\n".join(sorted(repr(entry.ledger_key) for entry in entries))
    return f"by-hand:{sha256(named.encode()).hexdigest()}"


def _contracts(items: Iterable[Item]) -> list[int]:
    return sorted({number for item in items for number in item.subject.contract_ids})
