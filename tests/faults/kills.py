"""One scheduler that is killed again and again while its mail server misbehaves."""

import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from sqlalchemy import func, select

from tests.faults import child
from tests.faults.city import City, Writer, settle, zone_where_it_is_noon
from tests.faults.mail_server import HOST, MailServer
from tests.faults.moods import AS_EVER, BAD
from tracker.clock import stopwatch
from tracker.domain.record_words import LetterState
from tracker.models.letter import Letter

MEAN_LIFE = 2.0
LONGEST_LIFE = 5.0
SAME_DAY = 0.4
PATIENCE = 120.0
UNSETTLED = (LetterState.WAITING, LetterState.SENDING)


@dataclass(slots=True)
class Course:
    """What happened: when the program was killed, in seconds of the stopwatch, and what the server took."""

    city: City
    server: MailServer
    random: Random
    kills: list[float] = field(default_factory=list)
    seconds: float = 0
    settled: bool = False
    outages: int = 0


def prepared(url: str, folder: Path, seed: int, vendors: int) -> Course:
    """Make the city and its mail server, which is not started yet."""
    random = Random(seed)  # noqa: S311  # chance, not secrets
    server = MailServer(Random(seed + 1), BAD, folder)  # noqa: S311
    city = City(url, folder, f"smtp://{HOST}:{server.port}", zone_where_it_is_noon())
    settle(city, vendors)
    return Course(city, server, random)


def killed(course: Course, times: int) -> Course:
    """Run, kill and start again so many times, then let everything settle with a good server."""
    began = stopwatch()
    with course.server.running(), _weather(course), writing(course.city):
        for number in range(1, times + 1):
            _live(course)
            sys.stderr.write(f"\rkilled {number} times, the server took {len(course.server.taken)} letters ")
            if course.random.random() > SAME_DAY:
                course.city.next_day()
    course.server.often = AS_EVER
    settle_down(course)
    course.seconds = stopwatch() - began
    return course


def _live(course: Course) -> None:
    running, chance = child.started(course.city), course.random.random()
    if chance < 0.1:
        threading.Event().wait(course.random.uniform(0, 2))
    else:
        child.wait_until_it_runs(running, course.city)
        if chance < 0.5:
            _until_a_letter_is_taken(course)
        else:
            threading.Event().wait(min(course.random.expovariate(1 / MEAN_LIFE), LONGEST_LIFE))
    course.kills.append(stopwatch())
    child.kill(running)


def _until_a_letter_is_taken(course: Course) -> None:
    """The worst moment: the server has the letter, and the program does not know it yet, or only just."""
    end = stopwatch() + LONGEST_LIFE
    for _ in range(course.random.randint(1, 4)):
        course.server.just_took.clear()
        course.server.just_took.wait(max(end - stopwatch(), 0))
    threading.Event().wait(course.random.choice((0, 0, 0.001, 0.005, 0.02)))


@contextmanager
def writing(city: City) -> Iterator[Writer]:
    """Have somebody write letters meanwhile."""
    writer = Writer(city)
    writer.start()
    try:
        yield writer
    finally:
        writer.end()


@contextmanager
def _weather(course: Course) -> Iterator[None]:
    """Let the server be away for a while, every few seconds."""
    ended = threading.Event()

    def blow() -> None:
        while not ended.wait(course.random.uniform(4, 9)):
            course.server.stop()
            course.outages += 1
            ended.wait(course.random.uniform(0.3, 2))
            course.server.start()

    thread = threading.Thread(target=blow, daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()


def settle_down(course: Course) -> None:
    """Run one scheduler with a good server until nothing waits any more, or patience ends."""
    with course.server.running():
        running = child.started(course.city)
        child.wait_until_it_runs(running, course.city)
        end = stopwatch() + PATIENCE
        while not course.settled and stopwatch() < end:
            threading.Event().wait(0.5)
            course.settled = unsettled(course.city) == 0
        child.kill(running)


def unsettled(city: City) -> int:
    """How many letters are still to be sent."""
    with city.work() as work:
        counted = select(func.count()).select_from(Letter).where(Letter.state.in_(UNSETTLED))
        return work.session.scalar(counted) or 0
