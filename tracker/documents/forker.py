"""Stands by with the libraries of the checks loaded, and gives each check a fork of itself, so that none loads them.

Run as a script with the number of a socket, on which forks.py asks: JSON of script, arguments and seconds, with two
files, one for what the check prints and one for how it ended. It opens no document, knows no setting, and ends with
whoever started it, or when nothing was asked for a while. Linux only.
"""

import ctypes
import gc
import json
import os
import runpy
import select
import signal
import socket
import sys
from contextlib import suppress
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from tracker.clock import stopwatch

LOADED = (
    "tracker.documents.pdf_check",
    "tracker.documents.carried_look",
    "tracker.documents.signatures.look",
    "tracker.documents.page_picture",
    "pikepdf.models.metadata",
)
IDLE_SECONDS = 600.0
LONGEST = 128 * 1024
DIE_WITH_PARENT = 1  # PR_SET_PDEATHSIG of prctl(2)


@dataclass(frozen=True, slots=True)
class Check:
    """A fork that runs, when it is ended at the latest, and where is written how it ended."""

    number: int
    ends_by: float
    told: int


class Forker:
    """The loop: takes what is asked, forks, ends what takes too long, and says how each ended."""

    def __init__(self, asking: socket.socket) -> None:
        self.asking = asking
        self.running: dict[int, Check] = {}
        self.ended = False

    def stand_by(self) -> None:
        """Serve until whoever asks is gone, or nothing was asked for a while."""
        while not self.ended:
            wait = min((one.ends_by for one in self.running.values()), default=stopwatch() + IDLE_SECONDS) - stopwatch()
            asking = self.asking.fileno()
            ready, _, _ = select.select([asking, *self.running], [], [], max(wait, 0))
            self.ended = not ready and not self.running
            for watch in self.running.keys() & set(ready):
                self.reap(watch)
            self.end_late()
            if asking in ready:
                self.take()

    def take(self) -> None:
        """Fork for one question; nothing instead of a question says that nobody asks any more."""
        said, files = _received(self.asking)
        if len(files) != 2:  # noqa: PLR2004  # what it prints, how it ended
            self.ended = True
            return
        asked = json.loads(said)
        number = os.fork()
        if number == 0:
            _become(asked, files[0])
        os.close(files[0])
        self.running[os.pidfd_open(number)] = Check(number, stopwatch() + float(asked["seconds"]), files[1])

    def end_late(self) -> None:
        """Kill what has run too long; its end is seen like any other."""
        for one in self.running.values():
            if one.ends_by <= stopwatch():
                os.kill(one.number, signal.SIGKILL)  # ours and not waited for, so that the number is still its own

    def reap(self, watch: int) -> None:
        """Say how a fork ended."""
        one = self.running.pop(watch)
        os.close(watch)
        _number, status = os.waitpid(one.number, 0)
        with suppress(BrokenPipeError):  # nobody waits for it any more
            os.write(one.told, str(os.waitstatus_to_exitcode(status)).encode())
        os.close(one.told)


def _received(asking: socket.socket) -> tuple[bytes, list[int]]:
    said, files, _flags, _address = socket.recv_fds(asking, LONGEST, 2)
    return said, list(files)


def _become(asked: dict[str, Any], output: int) -> None:
    # From here on this is the check's own process: nothing of the forker is open in it, and it never returns.
    status = 1
    try:
        ctypes.CDLL(None).prctl(DIE_WITH_PARENT, signal.SIGKILL)
        nothing = os.open(os.devnull, os.O_RDWR)
        for target, source in ((0, nothing), (1, output), (2, nothing)):
            os.dup2(source, target)
        os.closerange(3, os.sysconf("SC_OPEN_MAX"))
        sys.argv = [str(asked["script"]), *map(str, asked["arguments"])]
        runpy.run_path(sys.argv[0], run_name="__main__")
        sys.stdout.flush()
        status = 0
    finally:
        os._exit(status)


if __name__ == "__main__":
    for module in LOADED:
        import_module(module)
    # What is loaded is shared with the forks for as long as nobody writes to it; collecting garbage would.
    gc.collect()
    gc.freeze()
    Forker(socket.socket(fileno=int(sys.argv[1]))).stand_by()
