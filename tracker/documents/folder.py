"""A folder of this machine as the place of the store: written beside, flushed, then linked under its name."""

import errno
import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from secrets import token_hex
from typing import BinaryIO

from tracker.documents.places import Kept, StoreFull

if sys.platform != "win32":
    import fcntl

LOCK = ".lock"
HALF_WRITTEN = ".part"
NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


class Folder:
    """Files of a folder; a name stands there only when its bytes are on disk."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder.absolute()

    def keep(self, key: str, source: Path) -> None:
        """Keep a file under a key, for good when this returns; raises StoreFull."""
        try:
            self._keep(self._folder / key, source)
        except OSError as error:
            if error.errno in NO_ROOM:
                raise StoreFull from error
            raise

    def open(self, key: str) -> BinaryIO:
        """Open a file; raises FileNotFoundError."""
        return (self._folder / key).open("rb")

    @contextmanager
    def on_disk(self, key: str) -> Iterator[Path]:
        """Give the file's own path; raises FileNotFoundError."""
        path = self._folder / key
        path.stat()
        yield path

    def holds(self, key: str) -> bool:
        """Whether there is a file of this key."""
        return (self._folder / key).is_file()

    def listed(self) -> Iterator[Kept]:
        """Name every file, also what an interrupted process left half written."""
        for above, _folders, names in os.walk(self._folder):
            for name in names:
                path = Path(above, name)
                with suppress(FileNotFoundError):
                    state = path.stat()
                    if name != LOCK:
                        put_at = datetime.fromtimestamp(state.st_mtime, UTC)
                        yield Kept(path.relative_to(self._folder).as_posix(), state.st_size, put_at)

    def remove(self, key: str, put_before: datetime) -> bool:
        """Remove a file, unless it was put there since a moment; return whether it was removed."""
        path = self._folder / key
        with self._locked(exclusive=True):
            try:
                if datetime.fromtimestamp(path.stat().st_mtime, UTC) >= put_before:
                    return False
                path.unlink()
            except FileNotFoundError:
                return False
        return True

    def _keep(self, final: Path, source: Path) -> None:
        final.parent.mkdir(parents=True, exist_ok=True)
        part = final.with_name(f"{final.name}.{token_hex(4)}{HALF_WRITTEN}")
        try:
            shutil.copyfile(source, part)
            _flush(part)
            # Whoever removes what no row names must not do so while the same bytes arrive again.
            with self._locked(exclusive=False):
                try:
                    os.link(part, final)
                except FileExistsError:
                    os.utime(final)
        finally:
            part.unlink(missing_ok=True)
        place = final.parent
        while place != self._folder.parent:
            _flush(place)
            place = place.parent

    @contextmanager
    def _locked(self, *, exclusive: bool) -> Iterator[None]:
        if sys.platform == "win32":
            yield
            return
        self._folder.mkdir(parents=True, exist_ok=True)
        with (self._folder / LOCK).open("a") as file:
            fcntl.flock(file, fcntl.LOCK_EX if exclusive else fcntl.LOCK_SH)
            yield


def _flush(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
