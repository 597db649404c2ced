"""The virus scanner: clamd, asked over its socket; the file goes there as a stream (INSTREAM) and is never named.

Spoken here because the client libraries on offer are either given up or under a license that ours cannot go with;
of the protocol, described in clamd's manual, one command is needed.
"""

import re
import socket
import struct
from dataclasses import dataclass
from typing import BinaryIO, Final
from urllib.parse import urlsplit

CONNECT_SECONDS: Final = 3.0
ANSWER_SECONDS: Final = 30.0
CHUNK: Final = 64 * 1024
LONGEST_ANSWER: Final = 4096
COMMAND: Final = b"zINSTREAM\0"
END: Final = struct.pack("!L", 0)
FOUND: Final = re.compile(r"stream: (.{1,200}) FOUND")
CLEAN: Final = "stream: OK"
UNPRINTABLE: Final = re.compile(r"[^\x20-\x7e]")


class ScannerAway(Exception):
    """The scanner cannot be reached, or fell silent: nothing is known, try again."""


class ScannerFailed(Exception):
    """The scanner answered that it could not look into this file; its words are the message."""


@dataclass(frozen=True, slots=True)
class Scanner:
    """A clamd at tcp://host:port or unix:/path."""

    url: str

    def found_in(self, stream: BinaryIO) -> str:
        """Return the name of what was found in a file, or nothing when it is clean.

        Raises ScannerAway or ScannerFailed; neither says anything about the file.
        """
        try:
            with self._connected() as connection:
                answer = _asked(connection, stream)
        except OSError as error:
            raise ScannerAway(type(error).__name__) from error
        if answer == CLEAN:
            return ""
        named = FOUND.fullmatch(answer)
        if named:
            return UNPRINTABLE.sub("", named[1])
        if not answer:
            raise ScannerAway("no answer")
        raise ScannerFailed(UNPRINTABLE.sub("", answer)[:200])

    def _connected(self) -> socket.socket:
        parts = urlsplit(self.url)
        if parts.scheme == "unix":
            connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
            try:
                connection.settimeout(CONNECT_SECONDS)
                connection.connect(parts.path)
            except OSError:
                connection.close()
                raise
        else:
            connection = socket.create_connection((parts.hostname or "", parts.port or 0), CONNECT_SECONDS)
        connection.settimeout(ANSWER_SECONDS)
        return connection


def _asked(connection: socket.socket, stream: BinaryIO) -> str:
    try:
        connection.sendall(COMMAND)
        while chunk := stream.read(CHUNK):
            connection.sendall(struct.pack("!L", len(chunk)) + chunk)
        connection.sendall(END)
    except (BrokenPipeError, ConnectionResetError):
        # It hung up in the middle: over its limit, and the reason may still be there to be read.
        pass
    answer = b""
    while len(answer) < LONGEST_ANSWER and (more := connection.recv(1024)):
        answer += more
        if answer.endswith((b"\0", b"\n")):
            break
    return answer.strip(b"\0\r\n ").decode("utf-8", "replace")
