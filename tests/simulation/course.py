"""Two years in the simulated city: days, outages, runs, and after each run the ledger beside what must be in it."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta

from sqlalchemy import func, select

from tests.simulation.city import BEGINS, City
from tests.simulation.deeds import do_something
from tests.simulation.oracle import FORGOTTEN, Key, expected
from tracker import jobs
from tracker.models.letter import Letter, Reminder
from tracker.services import obligation_index

OUTAGE_STARTS = 0.02
OUTAGES = (1, 1, 2, 3, 7, 14, 40)
CHECKED_EVERY = 30
RUN_TWICE = 0.1


@dataclass(slots=True)
class Course:
    """What came of it: how often each state was written and each deed done, and everything that was wrong."""

    city: City
    ledger: dict[Key, str] = field(default_factory=dict)
    states: Counter[str] = field(default_factory=Counter)
    deeds: Counter[str] = field(default_factory=Counter)
    explained: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)
    runs: int = 0
    days_down: int = 0
    digests: int = 0
    last_run: date | None = None
    seen: int = 0
    away: set[Key] = field(default_factory=set)


def lived(city: City, days: int, deeds_a_day: float) -> Course:
    """Live so many days: deeds before and after the hour of the run, and a run wherever the scheduler is up."""
    course, down = Course(city), 0
    for number in range(days):
        day = BEGINS + timedelta(days=number)
        down = max(down - 1, 0) or (city.random.choice(OUTAGES) if city.random.random() < OUTAGE_STARTS else 0)
        course.days_down += down > 0
        _act(course, day, 8, deeds_a_day / 2)
        city.moments.go_to(day, 9)
        if not down:
            _run(course, day)
        _act(course, day, 15, deeds_a_day / 2)
        if number % CHECKED_EVERY == CHECKED_EVERY - 1:
            _check_index(course, day)
    _check_letters(course)
    return course


def _act(course: Course, day: date, hour: int, most: float) -> None:
    city = course.city
    city.moments.go_to(day, hour - 1)
    whole, part = divmod(most * 2 * city.random.random(), 1)
    for _ in range(int(whole) + (city.random.random() < part)):
        course.deeds[do_something(city)] += 1


def _run(course: Course, day: date) -> None:
    city = course.city
    must = expected(city.history, day, course.last_run, course.ledger) if city.history.works_on(day) else None
    jobs.remind(city.work)
    city.session.commit()
    written = _written(course)
    if must is None:
        course.wrong += [f"{day}: no working day, yet {key} {state}" for key, state in written.items()]
        return
    course.runs += 1
    _compare(course, day, must.states, must.may_stop, written)
    course.last_run = day
    if city.random.random() < RUN_TWICE:
        jobs.remind(city.work)
        city.session.commit()
        course.wrong += [f"{day}: a second run wrote {key} {state}" for key, state in _written(course).items()]


def _written(course: Course) -> dict[Key, str]:
    columns = (Reminder.id, Reminder.obligation, Reminder.due_on, Reminder.step_days, Reminder.recipient)
    rows = course.city.session.execute(
        select(*columns, Reminder.state, Reminder.reason).where(Reminder.id > course.seen).order_by(Reminder.id)
    ).all()
    course.city.session.rollback()
    found: dict[Key, str] = {}
    for number, obligation, due_on, step, recipient, state, reason in rows:
        course.seen = number
        key = Key(obligation, due_on, step, recipient)
        found[key] = state
        if state not in {"sent", "flagged"} and not reason:
            course.wrong.append(f"no reason given for {key} {state}")
    return found


def _compare(course: Course, day: date, must: dict[Key, str], may_stop: set[Key], written: dict[Key, str]) -> None:
    judged = {key for key in {*must, *written} if key.due_on >= day - FORGOTTEN}
    for key in sorted(judged):
        wanted, found = must.get(key), written.get(key)
        if wanted == found:
            continue
        if wanted is None and found == "stopped" and key in may_stop:
            continue
        course.wrong.append(f"{day}: {key} must be {wanted}, is {found}")
    for key in may_stop - written.keys() - course.away:
        course.away.add(key)
        course.explained["ended by itself before a run could tell it"] += 1
    course.states.update(written.values())
    course.ledger |= {key: state for key, state in must.items() if key not in written}
    course.ledger |= written


def _check_index(course: Course, day: date) -> None:
    differences = list(obligation_index.check(course.city.work))
    course.city.session.rollback()
    course.wrong += [f"{day}: the index: {one}" for one in differences]


def _check_letters(course: Course) -> None:
    session, clock = course.city.session, course.city.moments.clock
    days = Counter((row.to_email, clock.day_of(row.written_at)) for row in session.execute(
        select(Letter.to_email, Letter.written_at).where(Letter.kind == "digest")
    ))  # fmt: skip
    course.digests = days.total()
    course.wrong += [f"{number} digests for {email} on {day}" for (email, day), number in days.items() if number > 1]
    untold = select(func.count()).select_from(Reminder).where(Reminder.state == "sent", Reminder.letter_id.is_(None))
    if session.scalar(untold):
        course.wrong.append("a step is noted as sent without a letter")
    session.rollback()
