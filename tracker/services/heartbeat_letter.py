"""The daily letter to the address of the policy that says that all works; without an address there is none."""

from datetime import timedelta
from typing import Final

from sqlalchemy import func, select

from tracker.domain.days import day_after
from tracker.domain.working_days import working_day_from
from tracker.mail.heartbeat import Report, heartbeat
from tracker.models.letter import Letter
from tracker.queries import obligations
from tracker.queries.health import health
from tracker.queries.policy import newest
from tracker.services import letters
from tracker.services.work import Work

KIND: Final = "heartbeat"
SINCE: Final = timedelta(days=1)


def write_due(work: Work) -> str:
    """Write today's letter once its hour has come, on every day of the week, and flush; return what was done.

    A day whose hour passed while nobody worked gets its letter as soon as somebody does; earlier days get none.
    """
    policy = newest(work.session)
    if not policy.heartbeat_to:
        return "nobody wants it"
    if work.now < work.clock.hour_begins_at(work.today, policy.digest_hour):
        return f"waits for {policy.digest_hour}:00"
    key = f"{KIND}:{work.today.isoformat()}"
    if work.session.scalar(select(Letter.id).where(Letter.key == key)) is not None:
        return f"written for {work.today.isoformat()}"
    to = letters.Recipient(policy.heartbeat_to, "")
    letters.write(work, heartbeat(letters.city(work), report(work)), key=key, kind=KIND, to=to)
    return f"written for {work.today.isoformat()}"


def report(work: Work) -> Report:
    """Return how scheduled work and letters stand now, with the figures of the last 24 hours."""
    found = health(work.session, work.now, work.settings.zone)
    sent = select(func.count()).where(Letter.sent_at >= work.now - SINCE)
    return Report(
        day=work.today,
        leader=found.leader.split(":")[0] if found.leader else "",
        sent=work.session.scalars(sent).one(),
        failed=found.failed,
        waiting=found.waiting,
        digests_on=found.digests.last_on,
        digests=found.digests.digests,
        items=found.digests.items,
        held=found.held,
        next_working_day=working_day_from(day_after(work.today), obligations.holidays(work.session)),
        problems=found.problems,
    )
