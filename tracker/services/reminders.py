"""Reminders: one digest per person and working day, written with its ledger rows in one transaction."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from tracker.domain.days import day_after
from tracker.domain.obligations import Somebody
from tracker.domain.reminders import Entry, EntryState, due
from tracker.domain.working_days import is_working_day
from tracker.mail.composed import Composed
from tracker.models.letter import Letter, Reminder
from tracker.models.vendor import Vendor
from tracker.queries import obligations
from tracker.queries.obligations import Item
from tracker.queries.policy import newest
from tracker.services import digest_letters, events, letters
from tracker.services.rules import Conflict, RuleBroken
from tracker.services.work import Work

KIND = "digest"
LONGEST_KEY = 200


@dataclass(frozen=True, slots=True)
class Bundle:
    """All that is to be settled for one recipient on one day."""

    somebody: Somebody
    entries: tuple[tuple[Entry, Item], ...]

    @property
    def told(self) -> list[tuple[Entry, Item]]:
        """The entries that go into the letter."""
        return [(entry, item) for entry, item in self.entries if entry.state is EntryState.SENT]


@dataclass(slots=True)
class Written:
    """What one run wrote: digests, the items in them, and steps noted without a letter."""

    digests: int = 0
    items: int = 0
    noted: int = 0

    @property
    def sentence(self) -> str:
        """Return the figures in words."""
        return f"digests {self.digests}, items {self.items}, noted without a letter {self.noted}"


def reason_to_wait(work: Work) -> str | None:
    """Say why no digest is written at this moment; None when it is the time for it."""
    return reason_of_day(work) or _reason_of_hour(work)


def reason_of_day(work: Work) -> str | None:
    """Say why no digest is written on the city's present day, whatever the hour; None on a working day."""
    if is_working_day(work.today, obligations.holidays(work.session)):
        return None
    return "Today is not a working day of the city; what is due goes out on the next one."


def first_day_left(work: Work) -> date:
    """Return the first day on which digests are still to be written: today until its hour, tomorrow after."""
    return work.today if _reason_of_hour(work) else day_after(work.today)


def bundles(work: Work) -> list[Bundle]:
    """Return what is due on the city's present day, by recipient, computed from what stands and from the ledger.

    Whoever got a digest today is left out: what came up since then waits for the next working day.
    """
    session, today = work.session, work.today
    steps = obligations.steps(session)
    items = obligations.items(session, today, work.settings.zone, steps)
    by_key = {item.obligation.key: item for item in items}
    entries = due((item.obligation for item in items), steps, today, obligations.ledger_of(session, items))
    gathered: dict[str, list[tuple[Entry, Item]]] = defaultdict(list)
    for entry in entries:
        gathered[entry.somebody.email].append((entry, by_key[entry.obligation.key]))
    written = _written_today(work)
    return [
        Bundle(parts[0][0].somebody, tuple(parts))
        for email, parts in sorted(gathered.items())
        if digest_key(email, today) not in written
    ]


def write(work: Work, bundle: Bundle) -> Letter | None:
    """Write the digest and its ledger rows, and flush; None when nothing is to be said, only to be noted.

    Raises Conflict or IntegrityError when somebody else has written it meanwhile; roll back then, it is done.
    """
    letter = _letter(work, bundle) if bundle.told else None
    work.session.add_all(
        _row(work, entry, item, letter if entry.state is EntryState.SENT else None) for entry, item in bundle.entries
    )
    work.session.flush()
    return letter


def compose(work: Work, bundle: Bundle, day: date) -> Composed:
    """Return the digest as it looks on a day of the city."""
    return digest_letters.compose(work, bundle.somebody, (item for _, item in bundle.told), day)


def write_all(work: Work, due_now: Iterable[Bundle], commit: Callable[[], None]) -> Written:
    """Write each bundle; `commit` ends each and is the edge's to give."""
    written = Written()
    for bundle in due_now:
        try:
            letter = write(work, bundle)
            commit()
        except (Conflict, IntegrityError):
            work.session.rollback()
            continue
        written.digests += letter is not None
        written.items += len(bundle.told)
        written.noted += len(bundle.entries) - len(bundle.told)
    return written


def settle(work: Work, reason: str) -> int:
    """Note every step reached by today as overtaken, without any letter; return how many.

    For a city that starts with old records: reminders begin with the next step of each obligation.
    """
    rows = [
        Reminder(**_columns(work, entry, item), state=EntryState.OVERTAKEN.value, reason=reason)
        for bundle in bundles(work)
        for entry, item in bundle.entries
    ]
    work.session.add_all(rows)
    work.session.flush()
    if rows:
        events.record(work, "reminders:settled", f"set {len(rows)} reached reminders aside: {reason}")
    return len(rows)


def pause(work: Work, vendor: Vendor, reason: str) -> None:
    """Stop reminders to a vendor's contacts; raises RuleBroken on `reason` when none is given."""
    if not reason.strip():
        raise RuleBroken("reason", "Say why reminders to this vendor are paused.")
    vendor.reminders_paused_at = vendor.reminders_paused_at or work.now
    vendor.reminders_paused_reason = reason.strip()
    work.session.flush()
    sentence = f"paused reminders to {vendor.name}: {reason.strip()}"
    events.record(work, "vendor:reminders-paused", sentence, ("vendor", vendor.id))


def resume(work: Work, vendor: Vendor) -> None:
    """Let reminders to a vendor's contacts go on with the next step; does nothing when they are not paused."""
    if vendor.reminders_paused_at is None:
        return
    vendor.reminders_paused_at, vendor.reminders_paused_reason = None, ""
    work.session.flush()
    events.record(work, "vendor:reminders-resumed", f"resumed reminders to {vendor.name}", ("vendor", vendor.id))


def digest_key(email: str, day: date) -> str:
    """Return the key that makes the digest of a person and day unique."""
    return f"{KIND}:{day.isoformat()}:{email}"[:LONGEST_KEY]


def _letter(work: Work, bundle: Bundle) -> Letter:
    somebody, key = bundle.somebody, digest_key(bundle.somebody.email, work.today)
    if work.session.scalar(select(Letter.id).where(Letter.key == key)) is not None:
        raise Conflict("", "This digest was written meanwhile.")
    to = letters.Recipient(somebody.email, somebody.name, somebody.contact_id, somebody.person_id)
    return letters.write(
        work,
        compose(work, bundle, work.today),
        key=key,
        kind=KIND,
        to=to,
        contract_ids=_contracts(item for _, item in bundle.told),
    )


def _row(work: Work, entry: Entry, item: Item, letter: Letter | None) -> Reminder:
    return Reminder(
        **_columns(work, entry, item),
        state=entry.state.value,
        reason=entry.reason,
        letter_id=letter.id if letter else None,
    )


def _columns(work: Work, entry: Entry, item: Item) -> dict[str, object]:
    return {
        "obligation": entry.obligation.key,
        "contract_id": item.subject.contract_ids[0],
        "due_on": entry.obligation.due_on,
        "step_days": entry.step_days,
        "recipient": entry.somebody.email,
        "recorded_at": work.now,
    }


def _contracts(items: Iterable[Item]) -> Sequence[int]:
    return sorted({number for item in items for number in item.subject.contract_ids})


def _written_today(work: Work) -> set[str]:
    beginning = f"{KIND}:{work.today.isoformat()}:"
    statement = select(Letter.key).where(Letter.kind == KIND, Letter.key.startswith(beginning))
    return set(work.session.scalars(statement))


def _reason_of_hour(work: Work) -> str | None:
    hour = newest(work.session).digest_hour
    if work.now >= work.clock.hour_begins_at(work.today, hour):
        return None
    return f"Letters go out from {hour}:00 on."
