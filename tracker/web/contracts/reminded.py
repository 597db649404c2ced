"""What a contract's page says of its reminders: what is planned, what waits and why, what went."""

from tracker.queries import reminder_log, reminders, reminders_waiting
from tracker.queries.reminders import Plan
from tracker.services.reminders import first_day_left
from tracker.web import reminding
from tracker.web.context import session, settings, the_viewer, work


def reminded(contract_id: int) -> dict[str, object]:
    """Everything that the section needs, with the words of its tables."""
    deed = work()
    plan = reminders.plan(
        session(), the_viewer(), deed.today, settings().zone, from_on=first_day_left(deed), contract_id=contract_id
    )
    return {
        **reminding.words(),
        "planned": plan.rows,
        "paused": _paused(plan),
        "held": reminders_waiting.held_since(session(), contract_id),
        "snoozes": reminders_waiting.snoozes(session(), the_viewer(), deed.today, contract_id),
        "reminders": reminder_log.about_contract(session(), contract_id),
    }


def _paused(plan: Plan) -> str:
    return next((item.obligation.paused for item in plan.items if item.obligation.paused), "")
