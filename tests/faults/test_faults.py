"""A little of the fault harness; `python -m tests.faults --kills 100` is the whole of it."""

from tests.databases import fresh
from tests.faults.counted import count
from tests.faults.kills import killed, prepared
from tests.faults.two import taken_over, together

SHORT = (3.0, 15.0)


def test_a_scheduler_killed_again_and_again_loses_nothing(tmp_path):
    course = killed(prepared(fresh("sqlite", tmp_path), tmp_path, seed=7, vendors=20), times=3)
    counted = count(course.city, course.server.taken, course.kills)
    assert (course.settled, counted.faults) == (True, [])
    assert counted.accepted > 0
    assert counted.doubles_of_kills <= len(course.kills)


def test_two_schedulers_send_nothing_twice_and_the_second_takes_over(tmp_path):
    course = together(prepared(fresh("sqlite", tmp_path), tmp_path, seed=8, vendors=20), seconds=1, reminds=1)
    counted = count(course.city, course.server.taken, course.kills)
    assert (course.settled, counted.faults) == (True, [])
    assert counted.accepted == len(course.server.taken)
    assert taken_over(course, SHORT).lease <= SHORT[0] + 2
