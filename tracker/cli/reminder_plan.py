"""`tracker reminders plan`: what would go to whom on which day, and why, if nobody acts until then."""

from datetime import date, timedelta
from typing import Any

import click

from tracker.cli.frame import CommandFailed, installation
from tracker.cli.rows import Row, day_from, print_lines, print_object
from tracker.domain.reminders import FLAG, EntryState
from tracker.queries.reminder_plan import FullPlan, PlannedStep, WaitingItem, contract_with, full_plan
from tracker.queries.reminder_words import about, why
from tracker.services.reminders import digest_key
from tracker.services.work import Work

AHEAD_DAYS = 90
FURTHEST_DAYS = 3660


@click.command()
@click.option("--from", "from_day", metavar="DAY", help="The first day, today or later; today when left out.")
@click.option("--to", "to_day", metavar="DAY", help="The last day; 90 days after today when left out.")
@click.option("--contract", metavar="NUMBER", help="Only what one contract brings about.")
@click.option("--to-email", metavar="ADDRESS", help="Only what goes to one address.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.option("--jsonl", "as_lines", is_flag=True, help="Print one JSON object per step and line.")
def plan(
    *,
    from_day: str | None,
    to_day: str | None,
    contract: str | None,
    to_email: str | None,
    as_json: bool,
    as_lines: bool,
) -> None:
    """Say what will go to whom on which day and why, if nobody acts until then; writes and sends nothing."""
    with installation().work() as work:
        days = _days(work.today, from_day, to_day)
        contract_id = contract_with(work.session, contract) if contract is not None else None
        found = full_plan(work.session, work.today, work.settings.zone, days, contract_id)
        work.session.rollback()
        _print(work, days, found, to_email, as_json=as_json, as_lines=as_lines)


def _print(
    work: Work, days: tuple[date, date], found: FullPlan, to_email: str | None, *, as_json: bool, as_lines: bool
) -> None:
    steps = [step for step in found.steps if to_email is None or step.entry.somebody.email == to_email.strip().lower()]
    rows = (_row(step) for step in steps)
    if as_lines:
        print_lines(rows)
    elif as_json:
        head = {"from": days[0].isoformat(), "to": days[1].isoformat(), "today": work.today.isoformat()}
        print_object(head, {"rows": rows, "waiting": (_waiting(one) for one in found.waiting)})
    else:
        _for_people(steps, found.waiting)


def _days(today: date, from_day: str | None, to_day: str | None) -> tuple[date, date]:
    first_on = day_from(from_day, today)
    last_on = day_from(to_day, today + timedelta(days=AHEAD_DAYS))
    if first_on < today:
        raise CommandFailed(
            f"{first_on} is over: a plan begins today, {today}. See `tracker reminders log` for the past."
        )
    if last_on < first_on:
        raise CommandFailed(f"The last day, {last_on}, is before the first, {first_on}.")
    if (last_on - today).days > FURTHEST_DAYS:
        raise CommandFailed("A plan reaches ten years ahead at most.")
    return first_on, last_on


def _row(step: PlannedStep) -> Row:
    entry, somebody = step.entry, step.entry.somebody
    sent = entry.state is EntryState.SENT
    return {
        "day": step.on_day.isoformat(),
        "recipient": somebody.email,
        "name": somebody.name,
        "side": "flag" if somebody is FLAG else "city" if somebody.contact_id is None else "vendor",
        "roles": list(step.roles),
        "language": somebody.language,
        "rhythm": somebody.rhythm.value,
        **_about(step),
        "step_days": entry.step_days,
        "state": entry.state.value,
        "reason": entry.reason,
        "why": why(step.item),
        "letter": digest_key(somebody.email, step.on_day) if sent else None,
    }


def _waiting(one: WaitingItem) -> Row:
    until = one.until_on.isoformat() if one.until_on is not None else None
    waits = "until a day" if until else "until somebody starts it"
    return {**_about(one), "waits": waits, "until": until, "reason": one.reason, "why": why(one.item)}


def _about(one: PlannedStep | WaitingItem) -> dict[str, Any]:
    obligation, subject = one.item.obligation, one.item.subject
    return {
        "obligation": obligation.key,
        "kind": obligation.kind.value,
        "due_on": obligation.due_on.isoformat(),
        "contract_ids": list(subject.contract_ids),
        "contracts": list(one.numbers),
        "vendor_id": subject.vendor_id,
        "vendor": subject.vendor_name,
        "request": subject.request_number or None,
    }


def _for_people(steps: list[PlannedStep], waiting: tuple[WaitingItem, ...]) -> None:
    day = None
    for step in steps:
        if step.on_day != day:
            day = step.on_day
            click.echo(f"{day:%a} {day}")
        state = "" if step.entry.state is EntryState.SENT else f" [{step.entry.state}: {step.entry.reason}]"
        click.echo(f"  {step.entry.somebody.email}: {about(step.item.subject)}: {why(step.item)}{state}")
    for one in waiting:
        until = f"until {one.until_on}" if one.until_on is not None else "not started"
        click.echo(f"Waits, {until}: {about(one.item.subject)}: {one.reason}")
    digests = len({(step.on_day, step.entry.somebody.email) for step in steps if step.entry.state is EntryState.SENT})
    click.echo(f"{digests} {'digest' if digests == 1 else 'digests'}, {len(steps)} steps, {len(waiting)} waiting.")
