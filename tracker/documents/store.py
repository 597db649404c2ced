"""The store: files kept under the digest of their bytes, written once, never changed."""

import os
import re
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import IO, TYPE_CHECKING, BinaryIO

from obstore.store import S3Store

from tracker.config import Settings
from tracker.documents.bucket import Bucket
from tracker.documents.folder import NO_ROOM, Folder
from tracker.documents.places import Kept, Place, StoreFull

if TYPE_CHECKING:
    from obstore.store import S3Config  # stands in the types only

CHUNK = 256 * 1024
DIGEST = re.compile(r"[0-9a-f]{64}")
PICTURES = "pictures"


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
    """Files under their digest, and pictures drawn of them, in a folder or in a bucket."""

    def __init__(self, place: Place | str) -> None:
        self._place: Place = Folder(Path(place.removeprefix("file:"))) if isinstance(place, str) else place

    def put(self, stream: BinaryIO, limit: int) -> Stored:
        """Keep what the stream holds; raises TooLarge beyond `limit` bytes, or StoreFull, and then keeps nothing."""
        with spooled(stream, limit) as waiting:
            self.keep(waiting)
            return waiting.stored

    def keep(self, waiting: Spooled) -> None:
        """Keep a spooled file under its digest, on disk for good when this returns; the same bytes again are one.

        Raises StoreFull when there is no room left.
        """
        self._place.keep(_key(waiting.stored.digest), waiting.path)

    def open(self, digest: str) -> BinaryIO:
        """Open a kept file for reading; raises FileNotFoundError when there is none of this digest."""
        return self._place.open(_key(digest))

    def on_disk(self, digest: str) -> AbstractContextManager[Path]:
        """Give a path at which a kept file can be read while the block lasts; raises FileNotFoundError."""
        return self._place.on_disk(_key(digest))

    def holds(self, digest: str) -> bool:
        """Whether a file of this digest is kept."""
        return self._place.holds(_key(digest))

    def keep_picture(self, digest: str, name: str, picture: Path) -> None:
        """Keep a picture that was drawn of a file, until the file goes; raises StoreFull."""
        self._place.keep(_picture_key(digest, name), picture)

    def picture(self, digest: str, name: str) -> bytes | None:
        """Return a picture kept of a file, or None."""
        try:
            with self._place.open(_picture_key(digest, name)) as file:
                return file.read()
        except FileNotFoundError:
            return None

    def listed(self) -> Iterator[tuple[Kept, str | None]]:
        """Name everything that is kept, with the digest that it belongs to (None: half written, or foreign)."""
        for kept in self._place.listed():
            yield kept, _digest_of(kept.key)

    def remove(self, key: str, put_before: datetime) -> bool:
        """Remove what `listed` named, unless it was put there again since a moment (UTC); return whether."""
        return self._place.remove(key, put_before)


def store_of(settings: Settings) -> Store:
    """Return the store of an installation: `file:folder`, or `s3://bucket/prefix` with TRACKER_FILES_* settings."""
    return Store(place_of(settings, settings.files_url))


def place_of(settings: Settings, url: str) -> Place:
    """Return the place that an address of the settings names: `file:folder`, or `s3://bucket/prefix`."""
    if url.startswith("file:"):
        return Folder(Path(url.removeprefix("file:").removeprefix("//")))
    bucket, _, prefix = url.removeprefix("s3://").partition("/")
    return Bucket(_s3(settings, bucket, prefix.strip("/") or None))


def _s3(settings: Settings, bucket: str, prefix: str | None) -> S3Store:
    config: S3Config = {"region": settings.files_region}
    if settings.files_endpoint:
        config["endpoint"] = settings.files_endpoint
    if settings.files_key_id:  # without one the machine's own role is asked, as S3 clients do
        config["access_key_id"], config["secret_access_key"] = settings.files_key_id, settings.files_secret
    plain = settings.files_endpoint.startswith("http://")
    return S3Store(bucket, prefix=prefix, config=config, client_options={"allow_http": plain})


@contextmanager
def spooled(stream: BinaryIO, limit: int) -> Iterator[Spooled]:
    """Copy a stream to a temporary file, counting and hashing; raises TooLarge beyond `limit` bytes, or StoreFull.

    The temporary file is gone when the block ends.
    """
    with NamedTemporaryFile(prefix="received-") as file:
        digest, size = sha256(), 0
        while chunk := stream.read(CHUNK):
            size += len(chunk)
            if size > limit:
                raise TooLarge
            digest.update(chunk)
            _write(file, chunk)
        _write(file, b"")
        yield Spooled(Path(file.name), Stored(digest.hexdigest(), size))


def _write(file: IO[bytes], chunk: bytes) -> None:
    try:
        file.write(chunk)
        if not chunk:
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        if error.errno in NO_ROOM:
            raise StoreFull from error
        raise


def _key(digest: str) -> str:
    if not DIGEST.fullmatch(digest):
        raise ValueError("A file is known by its SHA-256 in hexadecimal.")
    return f"{digest[:2]}/{digest[2:4]}/{digest}"


def _picture_key(digest: str, name: str) -> str:
    return f"{PICTURES}/{_key(digest)}/{name}"


def _digest_of(key: str) -> str | None:
    parts = key.removeprefix(PICTURES + "/").split("/")
    found = parts[2] if len(parts) > 2 else ""  # noqa: PLR2004  # two folders stand before it
    half = parts[-1].endswith(".part")
    return found if DIGEST.fullmatch(found) and not half and key.startswith((PICTURES + "/", _key(found))) else None
