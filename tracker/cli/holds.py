"""`tracker reminders hold`: what came in at once and is not reminded of until a person starts it."""

import json
from dataclasses import asdict

import click
from sqlalchemy.exc import IntegrityError

from tracker.cli.frame import CommandFailed, installation
from tracker.domain.days import day_words
from tracker.models.reminder_hold import ReminderHold
from tracker.queries.go_live_plan import GoLivePlan, go_live_plan
from tracker.queries.reminder_holds import HoldRow, held_contracts, holds
from tracker.services import reminder_holds, reminders
from tracker.services.reminder_holds import How
from tracker.services.work import Work


@click.group()
def hold() -> None:
    """Look at reminders that are held since an import, and start them."""


@hold.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print a JSON list.")
def list_(*, as_json: bool) -> None:
    """List the arrivals of contracts, and for those still held what would leave."""
    with installation().work() as work:
        found = [(row, _plan(work, row) if row.held else None) for row in holds(work.session)]
    if as_json:
        click.echo(json.dumps([_values(row, plan) for row, plan in found], indent=2, default=str))
        return
    for row, plan in found:
        click.echo(_sentence(row, plan))
    if not found:
        click.echo("Nothing was ever held.")


@hold.command()
@click.argument("number", type=int)
@click.option("--how", type=click.Choice([how.value for how in How]), required=True,
              help="Everything now, old items in portions per working day, or old items set aside.")  # fmt: skip
@click.option("--per-day", type=int, help="How many contracts with old items are released each working day.")
@click.option("--note", default="", help="Why, for the record.")
def start(*, number: int, how: str, per_day: int | None, note: str) -> None:
    """Start the reminders of the arrival with this number."""
    with installation().work() as work:
        row = work.session.get(ReminderHold, number)
        if row is None:
            raise CommandFailed(f"There is no hold {number}: see `tracker reminders hold list`.")
        try:
            done = reminder_holds.start(work, row, How(how), per_day, note)
            work.session.commit()
        except IntegrityError as error:
            work.session.rollback()
            raise CommandFailed(
                "Somebody started them at the same moment. See `tracker reminders hold list`."
            ) from error
    click.echo(f"Started the reminders about {done.contracts:,} contracts.")
    if done.later:
        click.echo(f"{done.later:,} with old items are released through {day_words(done.last_on)}.")
    if done.aside:
        click.echo(f"{done.aside:,} old steps were set aside.")


def _plan(work: Work, row: HoldRow) -> GoLivePlan:
    ids = held_contracts(work.session, None, row.id)
    return go_live_plan(work.session, ids, work.today, work.settings.zone, reminders.first_day_left(work))


def _values(row: HoldRow, plan: GoLivePlan | None) -> dict[str, object]:
    told = None
    if plan is not None:
        told = {
            "first_on": plan.first_on,
            "letters_on_the_first_day": plan.letters_first,
            "letters_in_90_days": plan.letters,
            "vendor_people": plan.vendor_people,
            "city_people": plan.city_people,
            "old_contracts": len(plan.old_contracts),
            "oldest_due_on": plan.oldest.due_on if plan.oldest else None,
        }
    return {**asdict(row), "plan": told}


def _sentence(row: HoldRow, plan: GoLivePlan | None) -> str:
    head = f"{row.id}: {row.sentence}, {row.contracts:,} contracts, "
    if plan is None:
        return head + f"started {row.started_at:%Y-%m-%d}" if row.started_at else head + "nothing held"
    letters = f"{plan.letters_first:,} letters on {day_words(plan.first_on)}, {plan.letters:,} within 90 days"
    oldest = f"; the oldest item was due {day_words(plan.oldest.due_on)}" if plan.oldest else ""
    people = f"to {plan.vendor_people:,} at vendors and {plan.city_people:,} of the city"
    return f"{head}{row.held:,} held: {letters}, {people}{oldest}"
