"""The program as a child process: started, waited for, killed."""

import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import IO

from tests.faults.city import City

ROOT = Path(__file__).parents[2]
PATIENCE = 60
SHORT = (2.5, 6.0)
"""Seconds that a lease and a claim hold where one scheduler is killed all the time."""


def started(city: City, waits: tuple[float, float] | None = SHORT, *words: str) -> subprocess.Popen[str]:
    """Start `tracker scheduler`, or other words, on the city; no `waits` leave every duration as it is shipped."""
    shortened = ["--waits", ",".join(map(str, waits))] if waits else []
    kept = {name: value for name, value in os.environ.items() if not name.startswith("TRACKER_")}
    with _log(city).open("a") as log:
        return subprocess.Popen(
            [sys.executable, "-m", "tests.faults.program", *shortened, *(words or ("scheduler",))],
            cwd=ROOT,
            env={**kept, **city.environment, "PYTHONUNBUFFERED": "1"},
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
        )


def wait_until_it_runs(child: subprocess.Popen[str], city: City) -> None:
    """Return when it says so; raises AssertionError with the end of its log when it ends instead."""
    line = _output(child).readline()
    assert "The scheduler runs" in line, f"the program did not start: {line!r}\n{_log(city).read_text()[-3000:]}"


def kill(child: subprocess.Popen[str]) -> None:
    """End it with SIGKILL, at whatever it does."""
    child.kill()
    child.wait()
    _output(child).close()


def end(child: subprocess.Popen[str]) -> None:
    """Stop it as an administrator does; one that was killed already is left alone."""
    if child.poll() is None:
        child.send_signal(signal.SIGTERM)
        child.wait(PATIENCE)
    _output(child).close()


def _log(city: City) -> Path:
    return city.folder / "program.log"


def _output(child: subprocess.Popen[str]) -> IO[str]:
    assert child.stdout is not None
    return child.stdout
