"""The real virus scanner with a database of our own that knows one harmless file, and a fake one for odd answers."""

import shutil
import socket
import struct
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Self

PROGRAM = shutil.which("clamd") or shutil.which("clamd", path="/usr/sbin:/usr/local/sbin")
# In two halves, so that no scanner takes this file away.
EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVI" + b"RUS-TEST-FILE!$H+H*"
NAME = "Tracker.Test.Eicar"
PATIENCE = 30


@contextmanager
def real(folder: Path, stream_limit: str = "30M") -> Iterator[str]:
    """Run clamd without network and with our own database; give its address."""
    assert PROGRAM is not None
    database = folder / "database"
    database.mkdir()
    (database / "tracker.ndb").write_text(f"{NAME}:0:*:{EICAR.hex()}\n")
    path, config = folder / "clamd.socket", folder / "clamd.conf"
    config.write_text(
        f"LocalSocket {path}\nDatabaseDirectory {database}\nForeground yes\nLogFile {folder}/clamd.log\n"
        f"StreamMaxLength {stream_limit}\nTemporaryDirectory {folder}\n"
    )
    child = subprocess.Popen(
        [PROGRAM, "--config-file", str(config)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        for _try in range(PATIENCE * 10):
            if path.exists() or child.poll() is not None:
                break
            threading.Event().wait(0.1)
        assert path.exists(), (folder / "clamd.log").read_text()
        yield f"unix:{path}"
    finally:
        child.terminate()
        child.wait()


class Fake:
    """Takes a stream as clamd does and answers what it is told; an answer of None hangs up without a word."""

    def __init__(self, answer: bytes | None, *, hang_up_after: int | None = None) -> None:
        self.answer = answer
        self.hang_up_after = hang_up_after
        self.received = b""
        self.commands: list[bytes] = []
        self._server = socket.create_server(("127.0.0.1", 0))
        self._thread = threading.Thread(target=self._serve, daemon=True)

    @property
    def url(self) -> str:
        return "tcp://127.0.0.1:" + str(self._server.getsockname()[1])

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._server.close()
        self._thread.join(5)

    def _serve(self) -> None:
        while True:
            try:
                connection, _address = self._server.accept()
            except OSError:
                return
            with connection, connection.makefile("rb") as stream:
                self._take(stream)
                if self.answer is not None:
                    connection.sendall(self.answer)

    def _take(self, stream) -> None:
        self.commands.append(stream.read(len(b"zINSTREAM\0")))
        while size := struct.unpack("!L", stream.read(4))[0]:
            self.received += stream.read(size)
            if self.hang_up_after is not None and len(self.received) >= self.hang_up_after:
                return
