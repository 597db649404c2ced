"""Days on which the city does not work; letters wait for the next working day."""

from datetime import date

from tracker.models.policy import Holiday
from tracker.services import events
from tracker.services.rules import RuleBroken
from tracker.services.work import Work


def add(work: Work, on_day: date, name: str) -> None:
    """Add a holiday; raises RuleBroken on on_day or name."""
    if not name:
        raise RuleBroken("name", "Type what the day is called.")
    if work.session.get(Holiday, on_day) is not None:
        raise RuleBroken("on_day", "That day is a holiday already.")
    work.session.add(Holiday(on_day=on_day, name=name))
    events.record(work, "holiday:added", f"added the holiday {name} on {on_day.isoformat()}")


def remove(work: Work, on_day: date) -> None:
    """Make a holiday a working day again; raises RuleBroken when it is none."""
    holiday = work.session.get(Holiday, on_day)
    if holiday is None:
        raise RuleBroken("", "That day is no holiday any more.")
    work.session.delete(holiday)
    events.record(work, "holiday:removed", f"removed the holiday {holiday.name} on {on_day.isoformat()}")
