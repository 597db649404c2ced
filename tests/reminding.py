"""Runs of reminders in a few words, for tests."""

from collections import Counter
from datetime import date

from sqlalchemy import select

from tests.attested import attest, share
from tests.cast import Cast, rows
from tracker.domain.reminders import EntryState
from tracker.models.letter import Reminder
from tracker.services.obligation_index import check
from tracker.services.reminder_runs import reason_to_rest
from tracker.services.reminder_runs import run as run_now
from tracker.services.work import Work


def cover(work: Work, cast: Cast, through: date) -> None:
    """Cover Acme's contract through a day and Birch's for long, and commit."""
    for number in (cast.payroll, cast.cameras):
        share(work, number)
    attest(work, cast.payroll, cast.oscar, through)
    attest(work, cast.cameras, cast.oscar, date(2027, 12, 31))
    work.session.commit()


def run(work: Work) -> dict[str, int]:
    """Do what the scheduler does each minute; return who got a digest with how many items."""
    if reason_to_rest(work) is not None:
        return {}
    before = set(work.session.scalars(select(Reminder.id)))
    run_now(work, work.session.commit)
    new = [row for row in rows(work.session, Reminder) if row.id not in before and row.state == EntryState.SENT]
    return dict(Counter(row.recipient for row in new))


def no_late_rows(work: Work) -> bool:
    """Whether the index agrees with a full evaluation."""
    return check(work) == []


def ledger(work: Work) -> dict[tuple[int, str], str]:
    """The ledger: the state of each step, by step and the name in the address."""
    found = rows(work.session, Reminder)
    return {(row.step_days, row.recipient.partition("@")[0]): row.state for row in found}
