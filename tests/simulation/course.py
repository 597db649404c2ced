"""Two years in the simulated city: days, outages, runs, and after each run the ledger beside what must be in it."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta
from math import inf

from sqlalchemy import func, select

from tests.simulation import oracle
from tests.simulation.city import BEGINS, City
from tests.simulation.deeds import do_something
from tests.simulation.oracle import (
    FORGOTTEN,
    Key,
    Situation,
    came_late,
    digest_day,
    expected,
)
from tests.simulation.things import Thing, things
from tracker import jobs
from tracker.clock import stopwatch
from tracker.models.letter import Letter, Reminder
from tracker.services import obligation_index

OUTAGE_STARTS = 0.03
OUTAGES = (1, 1, 2, 3, 7, 14, 40)
CHECKED_EVERY = 30
RUN_TWICE = 0.1
NOTED = frozenset({"overtaken", "stopped"})


@dataclass(slots=True)
class Course:
    """What came of it: how often each state was written and each deed done, and everything that was wrong."""

    city: City
    situation: Situation = field(default_factory=Situation)
    states: Counter[str] = field(default_factory=Counter)
    deeds: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)
    days: int = 0
    runs: int = 0
    days_down: int = 0
    digests: int = 0
    seen: int = 0
    ended: int = 0


def lived(city: City, days: int, deeds_a_day: float, seconds: float = inf) -> Course:
    """Live so many days: deeds before and after the hour of the run, and a run wherever the scheduler is up.

    No further day begins after so many seconds; `Course.days` says how many were lived.
    """
    course, down, began = Course(city), 0, stopwatch()
    for number in range(days):
        if stopwatch() - began > seconds:
            break
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
        course.days = number + 1
    _check_letters(course)
    return course


def _act(course: Course, day: date, hour: int, most: float) -> None:
    city = course.city
    city.moments.go_to(day, hour - 1)
    whole, part = divmod(most * 2 * city.random.random(), 1)
    stood = _standing(course, day)
    for _ in range(int(whole) + (city.random.random() < part)):
        stood = _do(course, day, stood)


def _do(course: Course, day: date, stood: list[Thing]) -> list[Thing]:
    """Do one deed and return what stands after it.

    What it ends must be noted at once, as stopped, where a step had been reached and not told.
    """
    history, situation = course.city.history, course.situation
    deed = do_something(course.city)
    course.deeds[deed] += 1
    stands = _standing(course, day)
    left = {(thing.key, thing.due_on) for thing in stands}
    over = [thing for thing in stood if (thing.key, thing.due_on) not in left]
    written = _written(course)
    own = oracle.set_aside(history, day, situation) | oracle.by_hand(history, day, situation)
    noted = _check_ended(course, deed, over, {key: state for key, state in written.items() if key not in own})
    _check_own(course, deed, own, {key: state for key, state in written.items() if key not in noted})
    course.ended += len(noted)
    _keep(course, {}, written)
    return stands


def _check_ended(course: Course, deed: str, over: list[Thing], written: dict[Key, str]) -> dict[Key, str]:
    """Return what the deed noted about what it ended; deeds that end a thing do not change who was to be told of it."""
    history, situation, day = course.city.history, course.situation, course.city.today
    fates = oracle.ended(history, day, situation, over)
    # Before reminders have begun nothing is noted: decision 0008 says why.
    must = expected(history, day, situation, over) if situation.last_run is not None else {}
    noted = {key: state for key, state in written.items() if key in fates}
    course.wrong += [
        f"{day}: after {deed}: {key} must be {fates[key]}, is {state}"
        for key, state in sorted(noted.items())
        if fates[key] != state
    ]
    course.wrong += [
        f"{day}: after {deed}: {key} must be stopped, is None"
        for key in sorted(must.keys() - noted.keys())
        if key.due_on >= day - FORGOTTEN
    ]
    return noted


def _check_own(course: Course, deed: str, own: dict[Key, str], written: dict[Key, str]) -> None:
    """Compare what a deed settled besides: set aside, or sent by hand."""
    if own or written:
        city = course.city
        late = came_late(city.history, city.today, course.situation)
        _compare(course, f"{city.today}: after {deed}", _without(own, written, late), _without(written, own, late))


def _standing(course: Course, day: date) -> list[Thing]:
    found = things(course.city.history, day, course.situation.last_run)
    return [thing for thing in found if not thing.is_over(day)]


def _run(course: Course, day: date) -> None:
    city = course.city
    works = city.history.works_on(day)
    about = things(city.history, day, course.situation.last_run)
    must = expected(city.history, day, course.situation, about) if works else {}
    jobs.remind(city.work)
    city.session.commit()
    written = _written(course)
    late = came_late(city.history, day, course.situation)
    _compare(course, f"{day}", _without(must, written, late), _without(written, must, late))
    _keep(course, must, written)
    if works:
        course.runs += 1
        course.situation.last_run = day
        _note_digests(course, day, written)
    if city.random.random() < RUN_TWICE:
        jobs.remind(city.work)
        city.session.commit()
        course.wrong += [f"{day}: a second run wrote {key} {state}" for key, state in _written(course).items()]


def _note_digests(course: Course, day: date, written: dict[Key, str]) -> None:
    history = course.city.history
    staff = {reader.email: reader for reader in history.staff}
    for key, state in written.items():
        if state == "sent":
            reader = staff.get(key.recipient)
            course.situation.digests.add((key.recipient, digest_day(history, reader, day) if reader else day))


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


def _without(some: dict[Key, str], others: dict[Key, str], late: set[tuple[str, date]]) -> dict[Key, str]:
    """Leave out the notes about what ended before its present reader had to do with it."""
    return {
        key: state
        for key, state in some.items()
        if state not in NOTED or (key.obligation, key.due_on) not in late or key in others
    }


def _compare(course: Course, when: str, must: dict[Key, str], written: dict[Key, str]) -> None:
    day = course.city.today
    for key in sorted({*must, *written}):
        wanted, found = must.get(key), written.get(key)
        if wanted != found and key.due_on >= day - FORGOTTEN:
            course.wrong.append(f"{when}: {key} must be {wanted}, is {found}")


def _keep(course: Course, must: dict[Key, str], written: dict[Key, str]) -> None:
    """Go on from what was written, also where it was wrong, so that one fault is told once."""
    course.states.update(written.values())
    course.situation.ledger |= must
    course.situation.ledger |= written


def _check_index(course: Course, day: date) -> None:
    differences = list(obligation_index.check(course.city.work))
    course.city.session.rollback()
    course.wrong += [f"{day}: the index: {one}" for one in differences]


def _check_letters(course: Course) -> None:
    session, clock = course.city.session, course.city.moments.clock
    days = Counter((row.to_email, clock.day_of(row.written_at)) for row in session.execute(
        select(Letter.to_email, Letter.written_at).where(Letter.key.like("digest:%"))
    ))  # fmt: skip
    course.digests = days.total()
    course.wrong += [f"{number} digests for {email} on {day}" for (email, day), number in days.items() if number > 1]
    untold = select(func.count()).select_from(Reminder).where(Reminder.state == "sent", Reminder.letter_id.is_(None))
    if session.scalar(untold):
        course.wrong.append("a step is noted as sent without a letter")
    session.rollback()
