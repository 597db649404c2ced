"""A large file sent slowly: what the server's processes weigh before, meanwhile and after."""

import threading
from dataclasses import dataclass
from pathlib import Path
from random import Random

from tests.uploads.city import pdf_of, settled
from tests.uploads.server import Server
from tracker.clock import stopwatch

MEGABYTE = 1024 * 1024
PIECE = 256 * 1024


@dataclass(slots=True)
class Weighed:
    """Megabytes of resident memory of the heaviest web process, and how long it took."""

    size: float
    seconds: float
    status: int | None
    before: float
    most: float
    after: float


def weighed(server: Server, megabytes: int, seconds: float) -> Weighed:
    """Send so many megabytes in about so many seconds, after a small file that loads what is needed."""
    sender, random = settled(server)[0], Random(1)  # noqa: S311  # chance, not secrets
    with server.running():
        sender.open_page()
        for _time in range(4):
            sender.send(pdf_of(random, 50_000))
        pdf = pdf_of(random, megabytes * MEGABYTE - 10_000)
        found, ended = [_heaviest(server)], threading.Event()
        watch = threading.Thread(target=_watch, args=(server, found, ended), daemon=True)
        watch.start()
        began = stopwatch()
        status = sender.send(pdf, PIECE, seconds / (len(pdf) / PIECE))
        took = stopwatch() - began
        ended.set()
        watch.join()
        return Weighed(len(pdf) / MEGABYTE, took, status, found[0], max(found), _heaviest(server))


def _watch(server: Server, found: list[float], ended: threading.Event) -> None:
    while not ended.wait(0.1):
        found.append(_heaviest(server))


def _heaviest(server: Server) -> float:
    """Web processes are the children of the one that was started; checks are children of these and weigh apart."""
    assert server.child is not None
    own = server.child.pid
    return max(_resident(pid) for pid in _children(own))


def _children(parent: int) -> list[int]:
    found = []
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        try:
            words = (entry / "stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(words[1]) == parent:
            found.append(int(entry.name))
    return found


def _resident(pid: int) -> float:
    try:
        for line in Path("/proc", str(pid), "status").read_text().splitlines():
            if line.startswith("VmRSS:"):
                return int(line.split()[1]) / 1024
    except OSError:
        pass
    return 0.0
