"""A bucket that speaks S3 as the place of the store."""

import io
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import BinaryIO, Protocol

import obstore
from obstore.store import S3Store

from tracker.documents.places import Kept

CHUNK = 256 * 1024
PART = 5 * 1024 * 1024


class Bucket:
    """Files of a bucket; S3 shows a file only when all of it arrived."""

    def __init__(self, store: S3Store) -> None:
        self._store = store

    def keep(self, key: str, source: Path) -> None:
        """Put a file under a key; the same bytes again begin its age anew, so that no sweep takes them."""
        # In parts of five megabytes, few at once: the bytes never stand in memory as a whole.
        obstore.put(self._store, key, source, use_multipart=source.stat().st_size > PART, chunk_size=PART,
                    max_concurrency=2)  # fmt: skip

    def open(self, key: str) -> BinaryIO:
        """Open a file; raises FileNotFoundError."""
        return io.BufferedReader(_Reader(obstore.open_reader(self._store, key)), CHUNK)

    @contextmanager
    def on_disk(self, key: str) -> Iterator[Path]:
        """Give a copy that is gone afterwards; raises FileNotFoundError."""
        with self.open(key) as stream, NamedTemporaryFile(prefix="kept-") as copy:
            shutil.copyfileobj(stream, copy, CHUNK)
            copy.flush()
            yield Path(copy.name)

    def holds(self, key: str) -> bool:
        """Whether there is a file of this key."""
        return self._head(key) is not None

    def listed(self) -> Iterator[Kept]:
        """Name every file of the prefix."""
        for batch in obstore.list(self._store):
            for one in batch:
                yield Kept(one["path"], one["size"], one["last_modified"])

    def remove(self, key: str, put_before: datetime) -> bool:
        """Remove a file, unless it was put there since a moment; return whether it was removed."""
        put_at = self._head(key)
        if put_at is None or put_at >= put_before:
            return False
        obstore.delete(self._store, key)
        return True

    def _head(self, key: str) -> datetime | None:
        try:
            return obstore.head(self._store, key)["last_modified"]
        except FileNotFoundError:
            return None


class _Source(Protocol):
    def read(self, size: int, /) -> obstore.Bytes: ...


class _Reader(io.RawIOBase):
    # obstore's reader gives its own kind of bytes; Python's buffers want them copied in.
    def __init__(self, source: _Source) -> None:
        self._source = source

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "bytearray | memoryview") -> int:  # type: ignore[override]  # any writable buffer
        data = memoryview(self._source.read(len(buffer)))
        buffer[: len(data)] = data
        return len(data)
