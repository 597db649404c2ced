"""Checks as forks of a process that has loaded their libraries already; started when first asked, one per process."""

import atexit
import json
import os
import select
import socket
import subprocess
import sys
import threading
from contextlib import suppress
from pathlib import Path
from typing import IO, Final

from tracker.documents import forker

SCRIPT: Final = Path(forker.__file__)
AVAILABLE: Final = sys.platform == "linux" and hasattr(os, "pidfd_open") and hasattr(socket, "send_fds")
SECONDS_TO_SAY: Final = 15.0
"""How long after its last output a fork may take to end, and the forker to say so, on a machine with much to do."""


class Gone(Exception):
    """There is no forker, or it ended before the check did: nothing was found out."""


class Fork:
    """A check that runs as a fork: what it prints, and how it ends."""

    def __init__(self, output: IO[bytes], told: IO[bytes]) -> None:
        self.output, self._told = output, told

    def status(self) -> int:
        """Return the exit status when the output has ended (negative: the signal); raises Gone."""
        ready, _, _ = select.select([self._told], [], [], SECONDS_TO_SAY)
        said = self._told.read() if ready else b""
        if not said:
            raise Gone
        return int(said)

    def close(self) -> None:
        """Listen no more; the forker ends it at its time."""
        self.output.close()
        self._told.close()


class Standing:
    """The forker of this process; a process that was forked from it starts its own."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._asking: socket.socket | None = None
        self._forker: subprocess.Popen[bytes] | None = None
        self._owner = 0

    def fork(self, script: Path, arguments: tuple[str, ...], seconds: float, environment: dict[str, str]) -> Fork:
        """Have a script run as a fork, for so many seconds at most; raises Gone when that is not to be had."""
        asked = json.dumps({"script": str(script), "arguments": arguments, "seconds": seconds}).encode()
        if not AVAILABLE or len(asked) >= forker.LONGEST:
            raise Gone
        output, printed = os.pipe()
        told, ended = os.pipe()
        running = Fork(os.fdopen(output, "rb"), os.fdopen(told, "rb"))
        try:
            self._send(asked, [printed, ended], environment)
        except OSError as error:
            running.close()
            raise Gone from error
        finally:
            os.close(printed)
            os.close(ended)
        return running

    def _send(self, asked: bytes, files: list[int], environment: dict[str, str]) -> None:
        with self._lock:
            if self._asking is not None and self._owner == os.getpid():
                # It may have ended meanwhile, having had nothing to do.
                with suppress(OSError):
                    socket.send_fds(self._asking, [asked], files)
                    return
            self.end()
            self._start(environment)
            if self._asking is not None:
                socket.send_fds(self._asking, [asked], files)

    def _start(self, environment: dict[str, str]) -> None:
        mine, other = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with other:
            self._forker = subprocess.Popen(  # noqa: S603  # our own script
                [sys.executable, "-I", str(SCRIPT), str(other.fileno())],
                stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                env=environment, pass_fds=[other.fileno()],
            )  # fmt: skip
        self._asking, self._owner = mine, os.getpid()

    def end(self) -> None:
        """Let the forker go; it ends when it notices."""
        if self._asking is not None:
            self._asking.close()
        if self._forker is not None and self._owner == os.getpid():
            with suppress(subprocess.TimeoutExpired):
                self._forker.wait(SECONDS_TO_SAY)
        self._asking = self._forker = None


STANDING: Final = Standing()
atexit.register(STANDING.end)
