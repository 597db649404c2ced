"""Runs of reminders in a few words, for tests."""

from datetime import date

from tests.attested import attest, share
from tests.cast import Cast, rows
from tracker.models.letter import Reminder
from tracker.services.reminders import bundles, reason_to_wait, write_all
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
    if reason_to_wait(work) is not None:
        return {}
    due_now = bundles(work)
    write_all(work, due_now, work.session.commit)
    return {bundle.somebody.email: len(bundle.told) for bundle in due_now if bundle.told}


def ledger(work: Work) -> dict[tuple[int, str], str]:
    """The ledger: the state of each step, by step and the name in the address."""
    found = rows(work.session, Reminder)
    return {(row.step_days, row.recipient.partition("@")[0]): row.state for row in found}
