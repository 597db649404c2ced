"""Two schedulers on one database: nothing comes twice, and when the leader dies the other takes over."""

import subprocess
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass

from sqlalchemy import select

from tests.faults import child
from tests.faults.city import City, write
from tests.faults.kills import Course, settle_down, writing
from tests.faults.moods import AS_EVER, HONEST
from tracker.clock import stopwatch
from tracker.models.scheduler import Lease

WAITS = (4.0, 15.0)
POLL = 0.1
PATIENCE = 200.0
MARK = 1_000_000


@dataclass(frozen=True, slots=True)
class TakeOver:
    """Seconds from the leader's death until another had the lease, and until a letter written then was taken."""

    lease: float
    letter: float


def together(course: Course, seconds: float, reminds: int) -> Course:
    """Run two schedulers for so long, with `tracker remind` beside them, and nobody killed."""
    began = stopwatch()
    course.server.often = HONEST
    with course.server.running(), writing(course.city), _running(course.city, WAITS, 2), ExitStack() as beside:
        for _ in range(reminds):
            threading.Event().wait(seconds / reminds)
            beside.enter_context(_reminding(course.city))
    course.server.often = AS_EVER
    settle_down(course)
    course.seconds = stopwatch() - began
    return course


def taken_over(course: Course, waits: tuple[float, float] | None) -> TakeOver:
    """Kill the leader of two and measure; None for `waits` measures with the durations as they are shipped."""
    course.server.often = AS_EVER
    with course.server.running(), _running(course.city, waits, 2) as two:
        _until(lambda: _leader(course.city, two) is not None)
        leader = _leader(course.city, two)
        assert leader is not None
        child.kill(leader)
        died = stopwatch()
        with course.city.work() as work:
            write(work, MARK)
        other = next(one for one in two if one is not leader)
        _until(lambda: _leader(course.city, [other]) is other)
        lease = stopwatch() - died
        _until(lambda: any(taken.subject.endswith(f"no. {MARK}") for taken in course.server.taken))
        return TakeOver(lease, stopwatch() - died)


@contextmanager
def _running(city: City, waits: tuple[float, float] | None, number: int) -> Iterator[list["subprocess.Popen[str]"]]:
    children = [child.started(city, waits) for _ in range(number)]
    try:
        for one in children:
            child.wait_until_it_runs(one, city)
        yield children
    finally:
        for one in children:
            child.end(one)


@contextmanager
def _reminding(city: City) -> Iterator[None]:
    running = child.started(city, WAITS, "remind", "--now")
    yield
    said, _ = running.communicate(timeout=PATIENCE)
    assert running.returncode == 0, said


def _leader(city: City, among: list["subprocess.Popen[str]"]) -> "subprocess.Popen[str] | None":
    with city.work() as work:
        held = work.session.execute(select(Lease.holder).where(Lease.until_at > work.now)).scalar_one_or_none()
    return next((one for one in among if held and held.split(":")[1] == str(one.pid)), None)


def _until(condition) -> None:
    end = stopwatch() + PATIENCE
    while not condition():
        assert stopwatch() < end, "it did not happen in time"
        threading.Event().wait(POLL)
