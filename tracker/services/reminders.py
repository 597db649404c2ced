"""Reminders: one digest per person and working day, written with its ledger rows in one transaction."""

from datetime import date

from tracker.domain.days import day_after
from tracker.domain.reminders import EntryState
from tracker.domain.working_days import is_working_day
from tracker.mail.composed import Composed
from tracker.models.letter import Letter
from tracker.models.scheduler import DigestDay
from tracker.models.vendor import Vendor
from tracker.queries import obligations
from tracker.queries.policy import newest
from tracker.services import digest_letters, events, obligation_index, obligation_upkeep, reminder_rows
from tracker.services.reminder_bundles import KIND, Bundle, bundled, digest_key, parts, rows_due
from tracker.services.reminder_letters import Written, write_all, write_many
from tracker.services.rules import RuleBroken
from tracker.services.work import Work

__all__ = [
    "KIND",
    "Bundle",
    "Written",
    "bundles",
    "compose",
    "digest_key",
    "first_day_left",
    "is_done",
    "pause",
    "reason_of_day",
    "reason_to_wait",
    "resume",
    "settle",
    "write",
    "write_all",
]


def reason_to_wait(work: Work) -> str | None:
    """Say why no digest is written at this moment; None when it is the time for it."""
    return reason_of_day(work) or _reason_of_hour(work)


def reason_of_day(work: Work) -> str | None:
    """Say why no digest is written on the city's present day, whatever the hour; None on a working day."""
    if is_working_day(work.today, obligations.holidays(work.session)):
        return None
    return "Today is not a working day of the city; what is due goes out on the next one."


def first_day_left(work: Work) -> date:
    """Return the first day on which digests are still to be written: today until they are, tomorrow after."""
    return day_after(work.today) if is_done(work) else work.today


def is_done(work: Work) -> bool:
    """Tell whether the digests of the city's present day are all written."""
    return work.session.get(DigestDay, work.today) is not None


def bundles(work: Work) -> list[Bundle]:
    """Return what is due on the city's present day, by recipient, computed from what stands and from the ledger.

    Whoever got a digest today, or this week if that is enough, is left out: what came up since then waits for the
    next one. All of it is in memory; `reminder_runs.run` takes so many recipients at a time.
    """
    obligation_upkeep.ensure(work)
    return bundled(work, parts(work, rows_due(work)))


def write(work: Work, bundle: Bundle) -> Letter | None:
    """Write the digest and its ledger rows, and flush; None when nothing is to be said, only to be noted.

    Raises IntegrityError when somebody else has written it meanwhile; roll back then, it is done.
    """
    return next(iter(write_many(work, [bundle])), None)


def compose(work: Work, bundle: Bundle, day: date) -> Composed:
    """Return the digest as it looks on a day of the city."""
    return digest_letters.compose(work, bundle.somebody, (item for _, item in bundle.told), day)


def settle(work: Work, reason: str) -> int:
    """Note every step reached by today as overtaken, without any letter; return how many.

    For a city that starts with old records: reminders begin with the next step of each obligation.
    """
    rows = [
        {**reminder_rows.row(work, entry, item), "state": EntryState.OVERTAKEN.value, "reason": reason}
        for bundle in bundles(work)
        for entry, item in bundle.entries
    ]
    reminder_rows.put(work, rows)
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
    obligation_index.touch_vendor(work, vendor.id)
    sentence = f"paused reminders to {vendor.name}: {reason.strip()}"
    events.record(work, "vendor:reminders-paused", sentence, ("vendor", vendor.id))


def resume(work: Work, vendor: Vendor) -> None:
    """Let reminders to a vendor's contacts go on with the next step; does nothing when they are not paused."""
    if vendor.reminders_paused_at is None:
        return
    vendor.reminders_paused_at, vendor.reminders_paused_reason = None, ""
    obligation_index.touch_vendor(work, vendor.id)
    events.record(work, "vendor:reminders-resumed", f"resumed reminders to {vendor.name}", ("vendor", vendor.id))


def _reason_of_hour(work: Work) -> str | None:
    hour = newest(work.session).digest_hour
    if work.now >= work.clock.hour_begins_at(work.today, hour):
        return None
    return f"Letters go out from {hour}:00 on."
