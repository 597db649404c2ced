"""What the limited process tells its parent: lines of JSON, the same for workbooks and for text."""

from __future__ import annotations

import gc
import json
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

from tracker.documents.confined import confine
from tracker.imports.table import ListUnreadable

if sys.platform == "linux":
    import fcntl

PIPE: Final = 1024 * 1024


def widen() -> None:
    """Let the pipe to the parent hold more, where the system can, so that neither waits for the other at each line."""
    if sys.platform == "linux":
        with suppress(OSError):
            fcntl.fcntl(sys.stdout.fileno(), fcntl.F_SETPIPE_SZ, PIPE)


def tell(line: object) -> None:
    """Write one line."""
    said = json.dumps(line, ensure_ascii=False, check_circular=False, separators=(",", ":"))
    sys.stdout.buffer.write(said.encode("utf-8", "replace") + b"\n")


def begin(form: str, **about: Any) -> None:  # noqa: ANN401  # whatever JSON has
    """Say what the file is."""
    tell({"form": form, **about})


def sheet(name: str, *, hidden: bool = False, delimited: bool = False, merged: bool = False) -> None:
    """Say that the batches that follow are this sheet's; at once, so that a crash can be told of it."""
    tell({"sheet": name, "hidden": hidden, "delimited": delimited, "merged": merged})
    sys.stdout.buffer.flush()


def refuse(error: ListUnreadable) -> None:
    """Say why the file cannot be read."""
    tell({"refused": str(error)})


def tell_of(read: Callable[[Path], None]) -> None:
    """Confine this process, then tell of the file that the command line names, or why it is refused."""
    gc.disable()  # rows come and go without circles; looking for some takes a third of the time
    widen()
    confine(int(sys.argv[2]))
    try:
        read(Path(sys.argv[1]))
    except ListUnreadable as refused:
        refuse(refused)
