"""Runs a check of a hostile file as a child process, so that whatever happens there stays there."""

import json
import subprocess
import sys
from pathlib import Path
from threading import Timer
from typing import IO, Any

WALL_SECONDS = 30
CHUNK = 256 * 1024
LONGEST_HEAD = 64 * 1024
SAFE_ENVIRONMENT = {"PYTHONIOENCODING": "utf-8", "LC_ALL": "C.UTF-8"}


class CouldNotCheck(Exception):
    """The check crashed, took too long or said nothing readable: no verdict, to be tried again."""


def run(script: Path, *arguments: str, seconds: float = WALL_SECONDS) -> dict[str, Any]:
    """Run one of our scripts in isolation and return the JSON object that it prints; raises CouldNotCheck.

    The child inherits nothing of our environment, so that no setting or secret is there to be read.
    """
    try:
        done = subprocess.run(  # noqa: S603  # our own script; the arguments are paths that we made
            _command(script, arguments),
            capture_output=True,
            timeout=seconds,
            check=True,
            env=SAFE_ENVIRONMENT,
            stdin=subprocess.DEVNULL,
        )
    except (subprocess.SubprocessError, OSError) as error:
        raise CouldNotCheck(type(error).__name__) from error
    return _object(done.stdout)


def run_into(
    into: IO[bytes], most: int, script: Path, *arguments: str, seconds: float = WALL_SECONDS
) -> dict[str, Any]:
    """Run one of our scripts that prints a line of JSON and then bytes; write those, at most `most`, into a file.

    The script may write no file itself. Raises CouldNotCheck, also when it gives more bytes than `most`.
    """
    try:
        child = subprocess.Popen(  # noqa: S603  # our own script; the arguments are paths that we made
            _command(script, arguments),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            # Not a file: the child may write into none, and would end with an error when it complains.
            stderr=subprocess.DEVNULL,
            env=SAFE_ENVIRONMENT,
        )
    except OSError as error:
        raise CouldNotCheck(type(error).__name__) from error
    with child:
        end = Timer(seconds, child.kill)
        end.start()
        try:
            head = _copied(child.stdout, into, most)
        finally:
            end.cancel()
            if not _ends(child):
                child.kill()
    if child.returncode != 0:
        raise CouldNotCheck(f"ended with {child.returncode}")
    return _object(head)


def _copied(output: IO[bytes] | None, into: IO[bytes], most: int) -> bytes:
    if output is None:
        raise CouldNotCheck("no output")
    head, size = output.readline(LONGEST_HEAD), 0
    while chunk := output.read(CHUNK):
        size += len(chunk)
        if size > most:
            raise CouldNotCheck("too many bytes")
        into.write(chunk)
    return head


def _ends(child: subprocess.Popen[bytes]) -> bool:
    # Its output has ended; a child that goes on all the same has no more to say.
    try:
        child.wait(1)
    except subprocess.TimeoutExpired:
        return False
    return True


def _command(script: Path, arguments: tuple[str, ...]) -> list[str]:
    return [sys.executable, "-I", str(script), *arguments]


def _object(printed: bytes) -> dict[str, Any]:
    try:
        found = json.loads(printed)
    except ValueError as error:
        raise CouldNotCheck(type(error).__name__) from error
    if not isinstance(found, dict):
        raise CouldNotCheck("no answer")
    return found
