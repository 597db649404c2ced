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

from tracker.clock import Clock
from tracker.config import Settings
from tracker.database import db
from tracker.mail.sender import transport_for
from tracker.services import heartbeat, housekeeping, reminders, sending
from tracker.services.work import TRACKER, Work

SENDING: Final = "sending"
REMINDERS: Final = "reminders"
HOUSEKEEPING: Final = "housekeeping"
SECONDS: Final = {SENDING: 10, REMINDERS: 60, HOUSEKEEPING: 3600}
LOG = logging.getLogger("tracker.jobs")


def start(app: Flask) -> BackgroundScheduler:
    """Start the ticks in this process; the caller stops them with `stop`."""
    logging.getLogger("apscheduler").setLevel(logging.WARNING)
    scheduler = BackgroundScheduler(
        timezone=UTC, job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None}
    )
    holder = f"{socket.gethostname()}:{os.getpid()}:{token_hex(3)}"
    scheduler.tracker_holder = holder
    for name, deed in ((SENDING, send), (REMINDERS, remind), (HOUSEKEEPING, tidy)):
        scheduler.add_job(partial(tick, app, holder, name, deed), "interval", seconds=SECONDS[name], id=name)
    scheduler.start()
    return scheduler


def stop(app: Flask, scheduler: BackgroundScheduler) -> None:
    """End the ticks after the running one, and let another process lead at once."""
    scheduler.shutdown(wait=True)
    with unit_of_work(app) as work:
        heartbeat.resign(work, scheduler.tracker_holder)
        work.session.commit()


def tick(app: Flask, holder: str, name: str, deed: Callable[[Work], str]) -> bool:
    """Do one job if this process leads; return whether it does. An error is logged and noted, the next tick comes."""
    try:
        return _tick(app, holder, name, deed)
    except Exception:
        LOG.exception("the job %s failed", name)
        return False


def _tick(app: Flask, holder: str, name: str, deed: Callable[[Work], str]) -> bool:
    with unit_of_work(app) as work:
        leads = heartbeat.lead(work, holder)
        if leads:
            heartbeat.started(work, name)
        work.session.commit()
        if leads:
            outcome = deed(work)
            heartbeat.finished(work, name, outcome)
            work.session.commit()
    return leads


def send(work: Work) -> str:
    """Send the letters whose time has come."""
    transport = transport_for(work.settings.mail_url)
    return sending.deliver(work, transport, work.session.commit).sentence


def remind(work: Work) -> str:
    """Write the digests that are due, at the hour and on the working days of the city."""
    reason = reminders.reason_to_wait(work)
    if reason is not None:
        return reason
    return reminders.write_all(work, reminders.bundles(work), work.session.commit).sentence


def tidy(work: Work) -> str:
    """Forget old proofs of identity."""
    return f"forgot {housekeeping.tidy(work)}"


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
