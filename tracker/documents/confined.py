"""A check's own process: little memory, little time, no files to write and no network."""

import ctypes
import os
import sys
from contextlib import suppress

if sys.platform != "win32":
    import resource

GIGABYTE = 1024**3
SECONDS = 20
FILE_HANDLES = 64
NETWORK = ("socket.connect", "socket.bind", "socket.sendto", "socket.sendmsg", "socket.getaddrinfo", "socket.gethostby")
FORBIDDEN = frozenset(
    {"subprocess.Popen", "os.system", "os.exec", "os.posix_spawn", "os.spawn", "os.fork", "os.forkpty", "pty.spawn"}
    | {"os.remove", "os.rename", "os.mkdir", "os.rmdir", "os.link", "os.symlink", "os.truncate", "os.chmod", "os.chown"}
)
"""What a check never does; the limit on written bytes alone would let it empty or delete a file."""
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
NEW_USER, NEW_NETWORK = 0x10000000, 0x40000000


def confine(seconds: int = SECONDS) -> None:
    """Give this process one gigabyte, some seconds of processor time, no right to write files, and no network."""
    if sys.platform != "win32":  # there the wall clock of the parent alone limits
        for what, most in (
            (resource.RLIMIT_AS, GIGABYTE),
            (resource.RLIMIT_CPU, seconds),
            (resource.RLIMIT_FSIZE, 0),
            (resource.RLIMIT_CORE, 0),
            (resource.RLIMIT_NOFILE, FILE_HANDLES),
        ):
            with suppress(ValueError, OSError):
                resource.setrlimit(what, (most, most))
    _leave_network()
    sys.addaudithook(_refuse)


def _leave_network() -> None:
    # A network of its own without any interface, where the kernel grants it; containers often do not.
    if sys.platform == "linux":
        with suppress(OSError, AttributeError):
            ctypes.CDLL(None).unshare(NEW_USER | NEW_NETWORK)


def _refuse(event: str, arguments: tuple[object, ...]) -> None:
    # The second wall, for what runs as Python: no socket is opened, no program started, no file changed.
    if event in FORBIDDEN or event.startswith(NETWORK) or (event == "open" and _writes(arguments)):
        os._exit(3)


def _writes(arguments: tuple[object, ...]) -> bool:
    flags = arguments[2] if len(arguments) > 2 else 0  # noqa: PLR2004  # path, mode, flags
    return isinstance(flags, int) and bool(flags & WRITING)
