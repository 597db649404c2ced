"""The real server (`tracker serve`) on a city of its own: started, asked, killed with all its processes."""

import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException, HTTPResponse
from pathlib import Path
from random import SystemRandom
from threading import Event
from urllib.parse import urlsplit

from tracker.clock import stopwatch

ROOT = Path(__file__).parents[2]
SECRET = "a-secret-of-the-harness-0123456789-abcdefghijklm"
PATIENCE = 240.0
"""Seconds that a machine with much else to do is given; nothing is measured by them."""
OWN_PORTS = range(20_000, 32_000)
"""Below those that systems give to whoever connects: somebody who knocks in vain could otherwise take the port."""
KNOCK = 0.05
OK, SEE_OTHER = 200, 303
STACK_ENDS = re.compile(r"[A-Za-z_.]+(Error|Exception|Timeout|Broken|Gone|Full)\b")
TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')


def free_port() -> int:
    """Give a port that nobody listens on now, and that nobody is given by chance."""
    ports = [SystemRandom().choice(OWN_PORTS) for _try in range(200)]
    return next(port for port in ports if is_free(port))


def is_free(port: int) -> bool:
    """Whether a server could listen on a port of this machine."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
        return True


@dataclass(slots=True)
class Server:
    """A server on a database and a folder."""

    url: str
    folder: Path
    limit_mb: int = 25
    port: int = field(default_factory=free_port)
    child: subprocess.Popen[bytes] | None = None
    answering: Event = field(default_factory=Event)
    """Set while it answers, so that whoever uploads waits instead of knocking in vain."""

    @property
    def environment(self) -> dict[str, str]:
        """What the program is told."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith("TRACKER_")}
        return {
            **kept,
            "TRACKER_DATABASE_URL": self.url,
            "TRACKER_FILES_URL": f"file:{self.folder}/files",
            "TRACKER_MAIL_URL": f"folder:{self.folder}/mail",
            "TRACKER_SECRET_KEY": SECRET,
            "TRACKER_BASE_URL": f"http://127.0.0.1:{self.port}",
            "TRACKER_UPLOAD_LIMIT_MB": str(self.limit_mb),
            "TRACKER_LOG_LEVEL": "ERROR",
            "TMPDIR": str(self.folder / "tmp"),
        }

    def start(self) -> None:
        """Start it and return when it answers."""
        (self.folder / "tmp").mkdir(exist_ok=True)
        with (self.folder / "server.log").open("ab") as log:
            self.child = subprocess.Popen(
                [sys.executable, "-m", "tests.faults.program", "serve", "--port", str(self.port), "--no-scheduler"],
                cwd=ROOT, env=self.environment, stdout=log, stderr=log, start_new_session=True,
            )  # fmt: skip
        self._wait("the server does not answer", self._answers)
        self.answering.set()

    def kill(self) -> None:
        """End all of its processes with SIGKILL, wherever they are, and return when their port is free."""
        self.answering.clear()
        if self.child is not None:
            os.killpg(self.child.pid, signal.SIGKILL)
            self.child.wait()
            self.child = None
            self._wait("the killed server keeps its port", lambda: is_free(self.port))

    def errors(self) -> list[str]:
        """The last lines of the stacks in its log, each once."""
        lines = (self.folder / "server.log").read_text("utf-8", "replace").splitlines()
        return sorted({line for line in lines if STACK_ENDS.match(line)})

    def _wait(self, sentence: str, reached: Callable[[], bool]) -> None:
        until = stopwatch() + PATIENCE
        while not reached():
            said = (self.folder / "server.log").read_text("utf-8", "replace")[-3000:]
            assert self.child is None or self.child.poll() is None, f"the server ended: {said}"
            assert stopwatch() < until, f"{sentence}: {said}"
            Event().wait(KNOCK)

    @contextmanager
    def running(self) -> Iterator["Server"]:
        """Have it run."""
        self.start()
        try:
            yield self
        finally:
            self.kill()

    def _answers(self) -> bool:
        # The port is open before anybody is there who answers.
        connection = HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            connection.request("GET", "/healthz")
            return connection.getresponse().status == OK
        except (OSError, HTTPException):
            return False
        finally:
            connection.close()


class NotSent(Exception):
    """Nobody listened: no upload was begun."""


@dataclass(slots=True)
class Sender:
    """Somebody at a vendor with a session and the token of a form."""

    port: int
    request_id: int
    cookie: str
    token: str = ""

    def open_page(self) -> None:
        """Open the page with the form and keep its token."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        connection.request("GET", f"/portal/requests/{self.request_id}/send", headers={"Cookie": self.cookie})
        answer = connection.getresponse()
        page = answer.read().decode()
        found = TOKEN.search(page)
        assert found is not None, page[:2000]
        self.token = found[1]
        self.cookie = (answer.headers["Set-Cookie"] or self.cookie).split(";")[0]
        connection.close()

    def send(self, pdf: bytes, piece: int = 64 * 1024, pause: float = 0.0) -> int | None:
        """Upload a file piece by piece; return the status that was answered, or None when the connection broke.

        Raises NotSent when nobody was there to take it. A redirect to another page than that of sending is 0.
        """
        head, tail = self._envelope()
        connection = HTTPConnection("127.0.0.1", self.port, timeout=300)
        headers = {
            "Cookie": self.cookie,
            "Content-Type": "multipart/form-data; boundary=frontier",
            "Content-Length": str(len(head) + len(pdf) + len(tail)),
        }
        try:
            connection.connect()
        except OSError as error:
            raise NotSent from error
        try:
            connection.request(
                "POST", f"/portal/requests/{self.request_id}/document",
                body=_slowly(head, pdf, tail, piece, pause), headers=headers,
            )  # fmt: skip
            return self._told(connection.getresponse())
        except (OSError, HTTPException):
            return None
        finally:
            connection.close()

    def _told(self, answer: HTTPResponse) -> int:
        back = urlsplit(answer.headers.get("Location", "")).path == f"/portal/requests/{self.request_id}/send"
        return answer.status if back or answer.status != SEE_OTHER else 0

    def _envelope(self) -> tuple[bytes, bytes]:
        head = (
            '--frontier\r\nContent-Disposition: form-data; name="csrf_token"\r\n\r\n'
            f'{self.token}\r\n--frontier\r\nContent-Disposition: form-data; name="document"; filename="signed.pdf"\r\n'
            "Content-Type: application/pdf\r\n\r\n"
        )
        return head.encode(), b"\r\n--frontier--\r\n"


def _slowly(head: bytes, pdf: bytes, tail: bytes, piece: int, pause: float) -> Iterator[bytes]:
    yield head
    for start in range(0, len(pdf), piece):
        yield pdf[start : start + piece]
        if pause:
            Event().wait(pause)
    yield tail
