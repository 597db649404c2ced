"""Repeated exports: begun, changed and ended by a person of staff; run on their days for each recipient."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Final
from urllib.parse import parse_qsl, urlencode

from sqlalchemy import delete, func, select

from tracker.domain.export_rhythm import LAST_MONTHLY_DAY, following
from tracker.domain.export_words import ExportForm, ExportRhythm
from tracker.domain.working_days import working_day_from
from tracker.models.export_run import ExportRecipient, ExportSchedule
from tracker.queries import obligations, people
from tracker.queries.policy import newest
from tracker.queries.scope import Viewer
from tracker.services import events
from tracker.services.exports import runs
from tracker.services.exports.permitted import may_take
from tracker.services.exports.runs import NewRun
from tracker.services.rules import Conflict, NotAllowed, RuleBroken
from tracker.services.work import Work

LONGEST_NAME: Final = 100
LONGEST_QUERY: Final = 4000
MOST: Final = 50
MOST_RECIPIENTS: Final = 50


@dataclass(frozen=True, slots=True)
class NewSchedule:
    """What is repeated, as somebody typed it; `placed` puts a copy where other systems read it.

    `first_on` is a day of the city; a day in the query counts for nothing, each file tells of the day it is made.
    """

    name: str
    view: str
    query: str
    form: ExportForm
    rhythm: ExportRhythm
    first_on: date
    recipients: tuple[int, ...]
    attaches: bool = False
    placed: bool = False


def create(work: Work, viewer: Viewer, new: NewSchedule) -> ExportSchedule:
    """Begin to repeat an export, and flush; raises RuleBroken beside the field, or NotAllowed for a list not theirs."""
    _check(work, viewer, new)
    mine = select(func.count()).where(ExportSchedule.person_id == viewer.id, ExportSchedule.ended_at.is_(None))
    if work.session.scalars(mine).one() >= MOST:
        raise RuleBroken("", f"You repeat {MOST} exports already. End one that nobody needs.")
    schedule = ExportSchedule(person_id=viewer.id, created_at=work.now, **_columns(new))
    work.session.add(schedule)
    work.session.flush()
    _address(work, schedule, new.recipients)
    sentence = f"began to repeat the export “{new.name}”, {new.rhythm}, for {_many(new.recipients)}"
    events.record(
        work, "export:repeated", sentence, ("person", viewer.id), details={"list": new.view, "query": new.query}
    )
    return schedule


def edit(work: Work, viewer: Viewer, schedule: ExportSchedule, new: NewSchedule, version: int) -> None:
    """Change what is repeated, and flush; raises Conflict when somebody else did meanwhile, RuleBroken as `create`."""
    if schedule.version != version or schedule.ended_at is not None:
        raise Conflict("", "This repeated export was changed meanwhile. Look at it again.")
    _check(work, viewer, new)
    for name, value in _columns(new).items():
        setattr(schedule, name, value)
    work.session.flush()
    _address(work, schedule, new.recipients)
    sentence = f"changed the repeated export “{new.name}”: {new.rhythm}, for {_many(new.recipients)}"
    events.record(
        work, "export:changed", sentence, ("person", viewer.id), details={"list": new.view, "query": new.query}
    )


def end(work: Work, schedule: ExportSchedule) -> None:
    """Repeat it no more, and flush; its files stay until their time is over. Ended twice is once."""
    if schedule.ended_at is not None:
        return
    schedule.ended_at, schedule.next_on = work.now, None
    work.session.flush()
    events.record(work, "export:ended", f"ended the repeated export “{schedule.name}”", ("person", schedule.person_id))


def run_due(work: Work, commit: Callable[[], None]) -> str:
    """Ask for the files of every schedule whose day has come, from the hour of the daily letters on.

    A day on which the city does not work waits for the next that it does. After an outage there is one run, of
    today, and not one for each day that was missed. Each schedule is one transaction.
    """
    if work.now < work.clock.hour_begins_at(work.today, newest(work.session).digest_hour):
        return "waits for the hour"
    due = select(ExportSchedule.id).where(ExportSchedule.next_on <= work.today, ExportSchedule.ended_at.is_(None))
    numbers, holidays = list(work.session.scalars(due.order_by(ExportSchedule.id))), obligations.holidays(work.session)
    begun = 0
    for number in numbers:
        schedule = work.session.get_one(ExportSchedule, number, populate_existing=True, with_for_update=True)
        if schedule.next_on is None or working_day_from(schedule.next_on, holidays) > work.today:
            continue
        begun += run(work, schedule)
        schedule.next_on = following(ExportRhythm(schedule.rhythm), schedule.next_on, work.today)
        commit()
    return f"began {begun} files"


def run(work: Work, schedule: ExportSchedule) -> int:
    """Ask for one file per recipient, and one for other systems where the schedule says so; return how many."""
    what = (schedule.view, schedule.query, ExportForm(schedule.form), work.today, schedule.id)
    recipients = list(recipients_of(work, schedule.id))
    for person_id in recipients:
        runs.add(work, person_id, NewRun(*what))
    if schedule.place:
        runs.add(work, schedule.person_id, NewRun(*what, place=schedule.place))
    return len(recipients) + bool(schedule.place)


def recipients_of(work: Work, schedule_id: int) -> tuple[int, ...]:
    """Return the numbers of the people who are given it, in order."""
    mine = select(ExportRecipient.person_id).where(ExportRecipient.schedule_id == schedule_id)
    return tuple(work.session.scalars(mine.order_by(ExportRecipient.person_id)))


def _address(work: Work, schedule: ExportSchedule, recipients: tuple[int, ...]) -> None:
    work.session.execute(delete(ExportRecipient).where(ExportRecipient.schedule_id == schedule.id))
    work.session.add_all(ExportRecipient(schedule_id=schedule.id, person_id=number) for number in set(recipients))
    if schedule.place:
        schedule.place = f"export-{schedule.id}"
    work.session.flush()


def _columns(new: NewSchedule) -> dict[str, object]:
    return {
        "name": new.name,
        "view": new.view,
        "query": _without_day(new.query),
        "form": new.form.value,
        "rhythm": new.rhythm.value,
        "attaches": new.attaches,
        "place": "export" if new.placed else "",
        "next_on": new.first_on,
    }


def _check(work: Work, viewer: Viewer, new: NewSchedule) -> None:
    if not may_take(viewer, new.view):
        raise NotAllowed("view", "This list is not yours to take along.")
    if not new.name or len(new.name) > LONGEST_NAME:
        raise RuleBroken("name", f"Give a name of at most {LONGEST_NAME} characters.")
    if len(new.query) > LONGEST_QUERY:
        raise RuleBroken("view", "The view has too many filters to be repeated.")
    if new.first_on < work.today:
        raise RuleBroken("first_on", "Choose today or a later day.")
    if new.rhythm is ExportRhythm.MONTHLY and new.first_on.day > LAST_MONTHLY_DAY:
        raise RuleBroken("first_on", f"Choose a day from 1 to {LAST_MONTHLY_DAY}, which every month has.")
    if new.placed and not work.settings.exports_url:
        raise RuleBroken("placed", "This installation names no place for other systems (TRACKER_EXPORTS_URL).")
    _check_recipients(work, new)


def _check_recipients(work: Work, new: NewSchedule) -> None:
    if not new.recipients and not new.placed:
        raise RuleBroken("recipients", "Choose at least one person.")
    if len(new.recipients) > MOST_RECIPIENTS:
        raise RuleBroken("recipients", f"Choose at most {MOST_RECIPIENTS} people.")
    for number in new.recipients:
        person = people.viewer(work.session, number)
        if person is None:
            raise RuleBroken("recipients", "One of these people is not active any more.")
        if not may_take(person, new.view):
            raise RuleBroken("recipients", f"{person.name} may not have this list.")


def _without_day(query: str) -> str:
    return urlencode([(name, value) for name, value in parse_qsl(query) if name != "on"])


def _many(recipients: tuple[int, ...]) -> str:
    return "1 person" if len(recipients) == 1 else f"{len(recipients)} people"
