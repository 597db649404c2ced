"""A check is a fork of a process that has loaded the libraries already, and as alone as a fresh one."""

import os
import signal
from concurrent.futures import ThreadPoolExecutor

import pytest

from tracker.clock import stopwatch
from tracker.documents import child, forks
from tracker.documents.forks import STANDING

pytestmark = pytest.mark.skipif(not forks.AVAILABLE, reason="forks of a standing process are those of Linux")

SAY = "\nsys.stdout.write(json.dumps({'found': found}))\n"


@pytest.fixture
def script(tmp_path):
    """Write a check that does something, and return its path."""

    def written(deed):
        path = tmp_path / f"check-{abs(hash(deed))}.py"
        path.write_text(f"import json, os, signal, sys, time\n{deed}{SAY}", encoding="utf-8")
        return path

    return written


def parent(script):
    """Return the number of the process that the checks are forks of."""
    return child.run(script("found = os.getppid()"))["found"]


def test_checks_are_forks_of_one_process_that_has_the_libraries(script):
    before = parent(script)
    assert before not in {os.getpid(), 1}
    assert child.run(script("found = [os.getppid(), 'pyhanko' in sys.modules]"))["found"] == [before, True]


def test_a_check_has_no_file_open_but_the_three_and_nothing_of_another_check(script):
    check = script("found = sorted(int(one) for one in os.listdir('/proc/self/fd'))\ntime.sleep(0.3)")
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda _turn: child.run(check)["found"], range(4)))
    # The fourth is the listing itself.
    assert answers == [[0, 1, 2, 3]] * 4


def test_what_a_check_changes_is_gone_with_it(script):
    child.run(script("json.spoiled = True\nfound = None"))
    assert child.run(script("found = hasattr(json, 'spoiled')"))["found"] is False


def test_a_check_goes_on_without_the_process_it_should_be_forked_from(script):
    number = parent(script)
    os.kill(number, signal.SIGKILL)
    assert child.run(script("found = 'done'"))["found"] == "done"
    assert parent(script) != number


def test_a_check_whose_parent_is_killed_ends_with_it_and_is_run_again(script, tmp_path):
    once = tmp_path / "once"
    deed = f"""
found = os.getppid()
if not os.path.exists({str(once)!r}):
    open({str(once)!r}, "w").close()
    os.kill(found, signal.SIGKILL)
    time.sleep(60)
"""
    began = stopwatch()
    assert child.run(script(deed))["found"] == os.getpid()
    assert stopwatch() - began < 50


def test_a_check_that_sleeps_is_ended_and_does_not_hold_up_another(script):
    began = stopwatch()
    with ThreadPoolExecutor(2) as pool:
        slow = pool.submit(child.run, script("time.sleep(60)\nfound = 1"), seconds=3)
        assert child.run(script("found = 'quick'"))["found"] == "quick"
        with pytest.raises(child.CouldNotCheck):
            slow.result()
    assert stopwatch() - began < 50


def test_where_no_fork_is_to_be_had_a_fresh_process_checks(script, monkeypatch):
    monkeypatch.setattr(forks, "AVAILABLE", False)
    found = child.run(script("found = [os.getppid(), 'pyhanko' in sys.modules]"))["found"]
    assert found == [os.getpid(), False]


def test_the_process_ends_when_nobody_asks_any_more(script):
    number = parent(script)
    STANDING.end()
    with pytest.raises(ProcessLookupError):
        os.kill(number, 0)
