"""When each service runs: ticks in UTC that ask what is due and not done, nothing else."""

import logging
import os
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC
from functools import partial
from secrets import token_hex
from typing import Final, cast

from apscheduler.schedulers.background import BackgroundScheduler
from flask import Flask

from tracker.clock import Clock, stopwatch
from tracker.config import Settings
from tracker.database import db
from tracker.mail.sender import transport_of
from tracker.services import (
    campaign_waves,
    checkpoints,
    document_checks,
    document_scans,
    heartbeat,
    heartbeat_letter,
    housekeeping,
    mail_health,
    obligation_index,
    orphans,
    recount,
    reminder_runs,
    returns_mailbox,
    sending,
)
from tracker.services.exports import making, schedules
from tracker.services.leading import Lead, LeadLost, committing, leads_still, work_under
from tracker.services.list_imports import working as list_imports
from tracker.services.work import TRACKER, Work

SENDING: Final = "sending"
REMINDERS: Final = "reminders"
HOUSEKEEPING: Final = "housekeeping"
HEARTBEAT: Final = "heartbeat"
RETURNS: Final = "returned mail"
CAMPAIGNS: Final = "campaigns"
EXPORTS: Final = "exports"
REPEATED: Final = "repeated exports"
RECOUNT: Final = "recount"
CHECKPOINTS: Final = "checkpoint"
CHECKS: Final = "document checks"
DOCUMENTS: Final = "received files"
IMPORTS: Final = "imports"
SECONDS: Final = {
    SENDING: 10,
    REMINDERS: 60,
    HOUSEKEEPING: 3600,
    HEARTBEAT: 60,
    RETURNS: 300,
    CAMPAIGNS: 60,
    RECOUNT: 30,
    EXPORTS: 5,
    REPEATED: 60,
    CHECKPOINTS: 300,
    CHECKS: 60,
    DOCUMENTS: 60,
    IMPORTS: 5,
}
ROUND_LASTS: Final = 28
"""Seconds after which a round of sending ends and what it did is noted; the tick after thirty goes on.

A mail server that hangs (TRACKER_MAIL_TIMEOUT, 30 seconds) is so noted, and shown, within a minute.
"""
LEASE: Final = "lease"
RENEWED_EVERY: Final = 20
LOG = logging.getLogger("tracker.jobs")


def start(app: Flask) -> BackgroundScheduler:
    """Start the ticks in this process; the caller stops them with `stop`."""
    # A round of sending may last longer than a tick; that the tick is left out is no news.
    logging.getLogger("apscheduler").setLevel(logging.ERROR)
    scheduler = BackgroundScheduler(
        timezone=UTC, job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None}
    )
    holder = f"{socket.gethostname()}:{os.getpid()}:{token_hex(3)}"
    scheduler.tracker_holder = holder
    deeds = (
        (SENDING, send),
        (REMINDERS, remind),
        (HOUSEKEEPING, tidy),
        (RETURNS, read_returns),
        (CAMPAIGNS, ask_in_waves),
        (RECOUNT, recount_standings),
        (REPEATED, in_steps(schedules.run_due)),
        (EXPORTS, in_steps(making.work_off)),
        (HEARTBEAT, heartbeat_letter.write_due),
        (CHECKPOINTS, in_steps(checkpoints.hand_out)),
        (CHECKS, in_steps(document_checks.check_due)),
        (DOCUMENTS, look_into_documents),
        (IMPORTS, in_steps(list_imports.work_off)),
    )
    for name, deed in deeds:
        scheduler.add_job(partial(tick, app, holder, name, deed), "interval", seconds=SECONDS[name], id=name)
    # In a thread of its own, so that a job that takes long does not lose the lead.
    scheduler.add_job(partial(renew, app, holder), "interval", seconds=RENEWED_EVERY, id=LEASE)
    scheduler.start()
    return scheduler


def stop(app: Flask, scheduler: BackgroundScheduler) -> None:
    """End the ticks, the running one at its next commit, and let another process lead at once."""
    lead_of(app, scheduler.tracker_holder).ended = True
    scheduler.shutdown(wait=True)
    with unit_of_work(app) as work:
        heartbeat.resign(work, scheduler.tracker_holder)
        work.session.commit()


def lead_of(app: Flask, holder: str) -> Lead:
    """Return what this process knows of its lead under a name."""
    leads: dict[str, Lead] = app.extensions.setdefault("tracker.leads", {})
    return leads.setdefault(holder, Lead(holder))


def renew(app: Flask, holder: str) -> bool:
    """Take or renew the lead; return whether this process leads."""
    lead = lead_of(app, holder)
    try:
        with unit_of_work(app) as work:
            leads = not lead.ended and lead.renew(work)
            work.session.commit()
    except Exception:
        LOG.exception("the lead could not be renewed")
        return False
    return leads


def tick(app: Flask, holder: str, name: str, deed: Callable[[Work], str]) -> bool:
    """Do one job if this process leads; return whether it does. An error is logged and noted, the next tick comes."""
    try:
        return _tick(app, lead_of(app, holder), name, deed)
    except LeadLost:
        LOG.warning("the job %s stopped: this process leads no more", name)
    except Exception as error:
        LOG.exception("the job %s failed", name)
        _note_failure(app, name, type(error).__name__)
    return False


def _tick(app: Flask, lead: Lead, name: str, deed: Callable[[Work], str]) -> bool:
    with unit_of_work(app) as work:
        leads = not lead.ended and lead.renew(work)
        if leads:
            heartbeat.started(work, name)
        work.session.commit()
        if leads:
            work_under(work, lead)
            outcome = deed(work)
            heartbeat.finished(work, name, outcome)
            committing(work)()
    return leads


def _note_failure(app: Flask, name: str, error: str) -> None:
    try:
        with unit_of_work(app) as work:
            heartbeat.failed(work, name, error)
            work.session.commit()
    except Exception:
        LOG.exception("the failure of the job %s could not be noted", name)


def send(work: Work) -> str:
    """Send the letters whose time has come."""
    began, transport = stopwatch(), transport_of(work.settings)

    def goes_on() -> bool:
        return stopwatch() - began < ROUND_LASTS and leads_still(work)

    done = sending.deliver(work, transport, committing(work), goes_on=goes_on)
    mail_health.note(work, done)
    work.session.commit()
    return done.sentence


def remind(work: Work) -> str:
    """Write the digests that are due, at the hour and on the working days of the city."""
    reason = reminder_runs.reason_to_rest(work)
    return reason if reason is not None else reminder_runs.run(work, committing(work)).sentence


def in_steps(deed: Callable[[Work, Callable[[], None]], str]) -> Callable[[Work], str]:
    """Return a deed that commits each of its steps while this process leads."""
    return lambda work: deed(work, committing(work))


def ask_in_waves(work: Work) -> str:
    """Ask the vendors of campaigns whose turn came."""
    return campaign_waves.send_due(work, committing(work)).sentence


def recount_standings(work: Work) -> str:
    """Bring standings up to date after a change that moved too many of them to wait for."""
    return f"refreshed {recount.work_off(work, committing(work))} contracts"


def read_returns(work: Work) -> str:
    """Take what came back to the mailbox of returned mail, where one is configured."""
    return returns_mailbox.read_through(work, committing(work))


def look_into_documents(work: Work) -> str:
    """Check and scan what waits in quarantine; once a day take away what no document names."""
    said = document_scans.run(work, committing(work))
    return ", ".join(words for words in (said, orphans.sweep_daily(work, committing(work))) if words)


def tidy(work: Work) -> str:
    """Forget old proofs of identity, and on Sundays check the index of what is due next."""
    said = f"forgot {housekeeping.tidy(work)}"
    if not obligation_index.sweep_is_due(work):
        return said
    mended = obligation_index.sweep(work, committing(work))
    for difference in mended:
        LOG.warning("the index of reminders was mended: %s", difference.sentence)
    return f"{said}, mended {len(mended)} rows of the index"


@contextmanager
def unit_of_work(app: Flask) -> Iterator[Work]:
    """Give a unit of work of the tracker itself; what is not committed is thrown away."""
    with app.app_context():
        clock = cast("Clock", app.extensions["tracker.clock"])
        settings = cast("Settings", app.extensions["tracker.settings"])
        try:
            yield Work(session=db.session(), actor=TRACKER, clock=clock, settings=settings)
        finally:
            db.session.remove()
