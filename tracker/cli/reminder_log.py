"""`tracker reminders log`: what went to whom, and what did not go and why, as it was noted."""

from collections.abc import Iterator
from typing import Any

import click

from tracker.cli.frame import CommandFailed, installation
from tracker.cli.rows import Row, day_from, moment, print_lines, print_object
from tracker.domain.reminders import EntryState
from tracker.queries.reminder_ledger import LedgerWanted, ledger
from tracker.queries.reminder_plan import contract_with
from tracker.services.work import Work


@click.command()
@click.option("--from", "from_day", metavar="DAY", help="Noted on this day of the city or later.")
@click.option("--to", "to_day", metavar="DAY", help="Noted on this day of the city or before.")
@click.option("--state", type=click.Choice([state.value for state in EntryState]), help="Only steps in this state.")
@click.option("--recipient", metavar="ADDRESS", help="Only what was for one address.")
@click.option("--contract", metavar="NUMBER", help="Only what is noted of one contract.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.option("--jsonl", "as_lines", is_flag=True, help="Print one JSON object per step and line.")
def log(*, as_json: bool, as_lines: bool, **typed: str | None) -> None:
    """Say what went to whom, and what did not go and why, oldest first; writes and sends nothing."""
    with installation().work() as work:
        wanted = _wanted(work, typed)
        work.session.rollback()
        work.session.connection(execution_options={"reads_only": True})
        rows = (_row(work, row) for row in ledger(work.session, wanted))
        if as_lines:
            print_lines(rows)
        elif as_json:
            print_object(_head(work, wanted), {"rows": rows})
        else:
            _for_people(rows)
        work.session.rollback()


def _wanted(work: Work, typed: dict[str, str | None]) -> LedgerWanted:
    first_on = day_from(typed["from_day"], work.today) if typed["from_day"] else None
    last_on = day_from(typed["to_day"], work.today) if typed["to_day"] else None
    if first_on and last_on and last_on < first_on:
        raise CommandFailed(f"The last day, {last_on}, is before the first, {first_on}.")
    number, recipient = typed["contract"], typed["recipient"]
    return LedgerWanted(
        zone=work.settings.zone,
        from_on=first_on,
        through_on=last_on,
        state=typed["state"],
        recipient=recipient if recipient is None else recipient.strip().lower(),
        contract_id=None if number is None else contract_with(work.session, number),
    )


def _head(work: Work, wanted: LedgerWanted) -> Row:
    return {
        "from": wanted.from_on.isoformat() if wanted.from_on else None,
        "to": wanted.through_on.isoformat() if wanted.through_on else None,
        "today": work.today.isoformat(),
    }


def _row(work: Work, row: Any) -> Row:  # noqa: ANN401  # a row of many columns
    return {
        "recorded_at": moment(row.recorded_at),
        "day": work.clock.day_of(row.recorded_at).isoformat(),
        "obligation": row.obligation,
        "kind": row.obligation.partition(":")[0],
        "due_on": row.due_on.isoformat(),
        "contract_id": row.contract_id,
        "contract": row.contract_number,
        "recipient": row.recipient,
        "step_days": row.step_days,
        "state": row.state,
        "reason": row.reason,
        "letter": _letter(row) if row.letter_id is not None else None,
    }


def _letter(row: Any) -> Row:  # noqa: ANN401  # a row of many columns
    return {
        "id": row.letter_id,
        "key": row.letter_key,
        "message_id": row.letter_message_id,
        "state": row.letter_state.value,
        "subject": row.letter_subject,
        "written_at": moment(row.letter_written_at),
        "sent_at": moment(row.letter_sent_at),
        "attempts": row.letter_attempts,
        "answer": row.letter_answer,
        "returned_at": moment(row.letter_returned_at),
        "returned_reason": row.letter_returned_reason,
    }


def _for_people(rows: Iterator[Row]) -> None:
    number = 0
    for row in rows:
        number += 1
        letter = f", letter {row['letter']['state']}" if row["letter"] else ""
        reason = f": {row['reason']}" if row["reason"] else ""
        about = f"{row['contract'] or row['obligation']}, {row['kind']} due {row['due_on']}, step {row['step_days']:+d}"
        click.echo(f"{row['day']}  {row['recipient']}  {row['state']}{letter}  {about}{reason}")
    click.echo(f"{number} {'step' if number == 1 else 'steps'}.")
