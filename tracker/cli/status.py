"""`tracker status`: whether everything works, for people and for monitoring."""

import json
from datetime import datetime
from typing import Any

import click
from sqlalchemy import func, select

from tracker import schema
from tracker.cli.frame import FAILED, installation
from tracker.database import db
from tracker.models.contract import Contract
from tracker.models.standing import StandingSpan
from tracker.models.vendor import Vendor
from tracker.queries.health import Health, Job, health
from tracker.services.work import Work


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def status(*, as_json: bool) -> None:
    """Say how database, scheduler and letters stand; exit code 1 when something is wrong."""
    with installation().work() as work:
        told = _status(work)
    click.echo(json.dumps(told, indent=2) if as_json else _sentences(told))
    if told["problems"]:
        raise SystemExit(FAILED)


def _status(work: Work) -> dict[str, Any]:
    current, head = schema.current_revision(db.engine), schema.head_revision()
    if current != head:
        problem = "The database is not up to date: run `tracker upgrade` first."
        return {"ok": False, "problems": [problem], "database": {"revision": current, "head": head}}
    found = health(work.session, work.now, work.settings.zone)
    return {
        "ok": not found.problems,
        "problems": list(found.problems),
        "warnings": list(found.warnings),
        "day": work.today.isoformat(),
        "database": {"revision": current, "head": head},
        "vendors": _count(work, Vendor),
        "contracts": _count(work, Contract),
        "standings": _standings(work),
        "scheduler": _scheduler(found),
        "letters": _letters(found),
    }


def _count(work: Work, kind: type[Vendor] | type[Contract]) -> int:
    return work.session.scalars(select(func.count()).select_from(kind).where(kind.archived_at.is_(None))).one()


def _standings(work: Work) -> dict[str, int]:
    span = StandingSpan
    held = (
        select(span.standing, func.count())
        .where(span.from_on <= work.today, span.until_on > work.today)
        .group_by(span.standing)
        .order_by(span.standing)
    )
    return {str(row[0]): row[1] for row in work.session.execute(held)}


def _scheduler(found: Health) -> dict[str, Any]:
    return {
        "leader": found.leader,
        "leads_until_at": _moment(found.leads_until_at),
        "last_run_at": _moment(found.last_run_at),
        "jobs": {job.name: _job(job) for job in found.jobs},
        "digests_written_on": found.digests.last_on.isoformat() if found.digests.last_on else None,
        "held_contracts": found.held,
    }


def _job(job: Job) -> dict[str, str | None]:
    return {
        "started_at": _moment(job.started_at),
        "finished_at": _moment(job.finished_at),
        "outcome": job.outcome,
    }


def _letters(found: Health) -> dict[str, Any]:
    return {
        "waiting": found.waiting,
        "waiting_longer_than_ten_minutes": found.waiting_long,
        "stuck": found.letters.stuck,
        "mail_server": found.mail_server.outcome if found.mail_server else None,
        "failed": found.failed,
        "oldest_waiting_at": _moment(found.oldest_waiting_at),
        "last_sent_at": _moment(found.last_sent_at),
    }


def _moment(moment: datetime | None) -> str | None:
    return moment.isoformat(timespec="seconds") if moment else None


def _sentences(told: dict[str, Any]) -> str:
    lines = [f"Wrong: {problem}" for problem in told["problems"]] or ["Everything works."]
    lines += [f"Look at: {warning}" for warning in told.get("warnings", [])]
    if "letters" in told:
        standings = ", ".join(f"{number} {standing}" for standing, number in told["standings"].items()) or "none"
        scheduler, letters = told["scheduler"], told["letters"]
        lines += [
            f"Day {told['day']}; database at revision {told['database']['revision']}.",
            f"Vendors {told['vendors']}; contracts {told['contracts']} ({standings}).",
            f"Scheduler: last ran {scheduler['last_run_at'] or 'never'}; leader {scheduler['leader'] or 'nobody'}.",
            f"Contracts whose reminders are held: {scheduler['held_contracts']}.",
            f"Letters: {letters['waiting']} waiting, the oldest since {letters['oldest_waiting_at'] or 'never'}.",
            f"Letters: {letters['failed']} failed, the last sent {letters['last_sent_at'] or 'never'}.",
        ]
    return "\n".join(lines)
