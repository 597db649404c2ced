"""Runs a check of a hostile file as a child process, so that whatever happens there stays there."""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from io import BytesIO
from pathlib import Path
from threading import Timer
from typing import IO, Any, Protocol

from tracker.documents.forks import STANDING, Gone

WALL_SECONDS = 90
"""What works is ended by the limit on processor time; this ends what sleeps, also on a machine with much to do."""
CHUNK = 256 * 1024
LONGEST_HEAD = 64 * 1024
LONGEST_ANSWER = 32 * 1024 * 1024
SECONDS_TO_END = 10
SAFE_ENVIRONMENT = {"PYTHONIOENCODING": "utf-8", "LC_ALL": "C.UTF-8"}


class CouldNotCheck(Exception):
    """The check crashed, took too long or said nothing readable: no verdict, to be tried again."""


class Running(Protocol):
    """A check that runs."""

    output: IO[bytes]

    def status(self) -> int:
        """Wait for its end, when its output has ended, and return its exit status."""

    def close(self) -> None:
        """Listen no more."""


def run(script: Path, *arguments: str, seconds: float = WALL_SECONDS) -> dict[str, Any]:
    """Run one of our scripts in isolation and return the JSON object that it prints; raises CouldNotCheck.

    The child inherits nothing of our environment, so that no setting or secret is there to be read. Where it can be
    had, it is a fork of a process that has loaded the libraries already (forks.py), else a fresh one.
    """
    for running in _ways(script, arguments, seconds):
        with closing(running):
            printed = BytesIO()
            _copy(running.output, printed, LONGEST_ANSWER)
            if _ended(running):
                return _object(printed.getvalue())
    raise CouldNotCheck("no process")


def run_into(
    into: IO[bytes], most: int, script: Path, *arguments: str, seconds: float = WALL_SECONDS
) -> dict[str, Any]:
    """Run one of our scripts that prints a line of JSON and then bytes; write those, at most `most`, into a file.

    The script may write no file itself. Raises CouldNotCheck, also when it gives more bytes than `most`.
    """
    start = into.tell()
    for running in _ways(script, arguments, seconds):
        with closing(running):
            into.seek(start)
            into.truncate()
            head = running.output.readline(LONGEST_HEAD)
            _copy(running.output, into, most)
            if _ended(running):
                return _object(head)
    raise CouldNotCheck("no process")


class _Fresh:
    """A check in a process of its own, started for it."""

    def __init__(self, script: Path, arguments: tuple[str, ...], seconds: float) -> None:
        self._process = subprocess.Popen(  # noqa: S603  # our own script; the arguments are paths that we made
            [sys.executable, "-I", str(script), *arguments],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            # Not a file: the child may write into none, and would end with an error when it complains.
            stderr=subprocess.DEVNULL,
            env=SAFE_ENVIRONMENT,
        )
        self.output: IO[bytes] = self._process.stdout or BytesIO()
        self._end = Timer(seconds, self._process.kill)
        self._end.start()

    def status(self) -> int:
        # Its output has ended; a child that goes on all the same has no more to say.
        try:
            return self._process.wait(SECONDS_TO_END)
        except subprocess.TimeoutExpired:
            return 1

    def close(self) -> None:
        self._end.cancel()
        self._process.kill()
        self.output.close()
        self._process.wait()


def _ways(script: Path, arguments: tuple[str, ...], seconds: float) -> Iterator[Running]:
    forked: Callable[[], Running] = lambda: STANDING.fork(script, arguments, seconds, SAFE_ENVIRONMENT)  # noqa: E731
    for way in (forked, lambda: _Fresh(script, arguments, seconds)):
        try:
            yield way()
        except Gone:
            continue
        except OSError as error:
            raise CouldNotCheck(type(error).__name__) from error


def _ended(running: Running) -> bool:
    # False when the forker went away under the check: then it is run again in a process of its own.
    try:
        status = running.status()
    except Gone:
        return False
    if status != 0:
        raise CouldNotCheck(f"ended with {status}")
    return True


def _copy(output: IO[bytes], into: IO[bytes], most: int) -> None:
    size = 0
    while chunk := output.read(CHUNK):
        size += len(chunk)
        if size > most:
            raise CouldNotCheck("too many bytes")
        into.write(chunk)


def _object(printed: bytes) -> dict[str, Any]:
    try:
        found = json.loads(printed)
    except ValueError as error:
        raise CouldNotCheck(type(error).__name__) from error
    if not isinstance(found, dict):
        raise CouldNotCheck("no answer")
    return found
