"""The real server (`tracker serve`) on a city of its own: started, asked, killed with all its processes."""

import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from threading import Event

ROOT = Path(__file__).parents[2]
SECRET = "a-secret-of-the-harness-0123456789-abcdefghijklm"
PATIENCE = 60.0
TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')


def free_port() -> int:
    """Give a port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass(slots=True)
class Server:
    """A server on a database and a folder."""

    url: str
    folder: Path
    limit_mb: int = 25
    port: int = field(default_factory=free_port)
    child: subprocess.Popen[bytes] | None = None

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
        for _try in range(int(PATIENCE / 0.05)):
            assert self.child.poll() is None, (self.folder / "server.log").read_text()[-3000:]
            if self._answers():
                return
            Event().wait(0.05)
        raise AssertionError("the server does not answer")

    def kill(self) -> None:
        """End all of its processes with SIGKILL, wherever they are."""
        if self.child is not None:
            os.killpg(self.child.pid, signal.SIGKILL)
            self.child.wait()

    @contextmanager
    def running(self) -> Iterator["Server"]:
        """Have it run."""
        self.start()
        try:
            yield self
        finally:
            self.kill()

    def _answers(self) -> bool:
        try:
            with socket.create_connection(("127.0.0.1", self.port), 0.5):
                return True
        except OSError:
            return False


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
        """Upload a file piece by piece; return the status that was answered, or None when nothing was."""
        head, tail = self._envelope()
        connection = HTTPConnection("127.0.0.1", self.port, timeout=300)
        headers = {
            "Cookie": self.cookie,
            "Content-Type": "multipart/form-data; boundary=frontier",
            "Content-Length": str(len(head) + len(pdf) + len(tail)),
        }
        try:
            connection.request(
                "POST", f"/portal/requests/{self.request_id}/document",
                body=_slowly(head, pdf, tail, piece, pause), headers=headers,
            )  # fmt: skip
            return connection.getresponse().status
        except (OSError, HTTPException):
            return None
        finally:
            connection.close()

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
