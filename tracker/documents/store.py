"""The store: files kept under the digest of their bytes, written once, never changed."""

import io
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import BinaryIO, Protocol

import obstore
from obstore.exceptions import AlreadyExistsError
from obstore.store import LocalStore, ObjectStore, from_url

CHUNK = 256 * 1024
DIGEST = re.compile(r"[0-9a-f]{64}")


class TooLarge(Exception):
    """A stream held more bytes than the limit."""


@dataclass(frozen=True, slots=True)
class Stored:
    """What a file is known by: the SHA-256 of its bytes, hexadecimal, and how many they are."""

    digest: str
    size: int


@dataclass(frozen=True, slots=True)
class Spooled:
    """A file that arrived and waits, outside the store, to be checked."""

    path: Path
    stored: Stored


class Store:
    """A folder (`file:path`) or an object store (`s3://bucket/prefix`) of files under their digest."""

    def __init__(self, files_url: str) -> None:
        self._folder = Path(files_url.removeprefix("file:").removeprefix("//")) if _local(files_url) else None
        self._store: ObjectStore = (
            LocalStore(prefix=self._folder.absolute(), mkdir=True) if self._folder else from_url(files_url)
        )

    def put(self, stream: BinaryIO, limit: int) -> Stored:
        """Keep what the stream holds; raises TooLarge beyond `limit` bytes, and then keeps nothing."""
        with spooled(stream, limit) as waiting:
            self.keep(waiting)
            return waiting.stored

    def keep(self, waiting: Spooled) -> None:
        """Keep a spooled file under its digest, on disk for good when this returns; the same bytes again are one."""
        key = _key(waiting.stored.digest)
        try:
            # Create-only: what stands under a digest is never written again.
            obstore.put(self._store, key, waiting.path, mode="create", use_multipart=False)
        except AlreadyExistsError:
            return
        if self._folder is not None:
            _flush_to_disk(self._folder.absolute() / key)

    def open(self, digest: str) -> BinaryIO:
        """Open a kept file for reading; raises FileNotFoundError when there is none of this digest."""
        return io.BufferedReader(_Reader(obstore.open_reader(self._store, _key(digest))), CHUNK)

    def holds(self, digest: str) -> bool:
        """Whether a file of this digest is kept."""
        try:
            obstore.head(self._store, _key(digest))
        except FileNotFoundError:
            return False
        return True


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


@contextmanager
def spooled(stream: BinaryIO, limit: int) -> Iterator[Spooled]:
    """Copy a stream to a temporary file, counting and hashing; raises TooLarge beyond `limit` bytes.

    The temporary file is gone when the block ends.
    """
    with NamedTemporaryFile(prefix="received-") as file:
        digest, size = sha256(), 0
        while chunk := stream.read(CHUNK):
            size += len(chunk)
            if size > limit:
                raise TooLarge
            digest.update(chunk)
            file.write(chunk)
        file.flush()
        os.fsync(file.fileno())
        yield Spooled(Path(file.name), Stored(digest.hexdigest(), size))


def _local(files_url: str) -> bool:
    return files_url.startswith("file:")


def _key(digest: str) -> str:
    if not DIGEST.fullmatch(digest):
        raise ValueError("A file is known by its SHA-256 in hexadecimal.")
    return f"{digest[:2]}/{digest[2:4]}/{digest}"


def _flush_to_disk(path: Path) -> None:
    # The name is on disk only when each folder that may be new was flushed, not the file alone.
    for place in (path, path.parent, path.parent.parent, path.parent.parent.parent):
        handle = os.open(place, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
