"""Where the store keeps its files: a folder of this machine, or a bucket that speaks S3."""

from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO, Protocol


class StoreFull(Exception):
    """There is no room left for a file; nothing was kept, and what is kept can still be read."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A file of the store: its key, its size in bytes, and the moment (UTC) when it was last put there."""

    key: str
    size: int
    put_at: datetime


class Place(Protocol):
    """What the store asks of where its files stand; a key has the form a/b/c."""

    def keep(self, key: str, source: Path) -> None:
        """Keep a file under a key, for good when this returns; one that is there stays, and counts as put now."""

    def open(self, key: str) -> BinaryIO:
        """Open a file; raises FileNotFoundError."""

    def on_disk(self, key: str) -> AbstractContextManager[Path]:
        """Give a path of this machine at which the bytes can be read; raises FileNotFoundError."""

    def holds(self, key: str) -> bool:
        """Whether there is a file of this key."""

    def listed(self) -> Iterator[Kept]:
        """Name every file, also what an interrupted process left half written."""

    def remove(self, key: str, put_before: datetime) -> bool:
        """Remove a file, unless it was put there since a moment; return whether it was removed."""
