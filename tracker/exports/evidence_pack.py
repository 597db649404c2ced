"""The ZIP of an evidence pack: written piece by piece, in order, each file with its size and digest."""

import json
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import IO, Any, Final, Self
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

READABLE: Final = 0o100644 << 16
COMPRESSED: Final = frozenset({"application/pdf", "image/png", "image/jpeg", "application/pkcs7-signature"})


@dataclass(frozen=True, slots=True)
class Member:
    """A file of the pack: its path, how many bytes it has, and their SHA-256, hexadecimal."""

    path: str
    size: int
    sha256: str


class PackFile:
    """An open pack; `made_at` is an aware moment, in whose own zone the files are dated."""

    def __init__(self, file: IO[bytes], made_at: datetime) -> None:
        self._zip = ZipFile(file, "w", ZIP_DEFLATED)
        self._dated = made_at.timetuple()[:6]
        self._members: list[Member] = []

    @property
    def members(self) -> tuple[Member, ...]:
        """What was written so far, in order."""
        return tuple(self._members)

    def add(self, path: str, pieces: Iterable[bytes], media_type: str = "") -> Member:
        """Write a file; what is compressed by itself is only stored."""
        about = ZipInfo(path, self._dated)
        about.external_attr, about.create_system = READABLE, 3
        about.compress_type = ZIP_STORED if media_type in COMPRESSED else ZIP_DEFLATED
        digest, size = sha256(), 0
        with self._zip.open(about, "w") as out:
            for piece in pieces:
                digest.update(piece)
                size += len(piece)
                out.write(piece)
        member = Member(path, size, digest.hexdigest())
        self._members.append(member)
        return member

    def text(self, path: str, text: str) -> Member:
        """Write a file of text in UTF-8."""
        return self.add(path, [text.encode("utf-8")])

    def json(self, path: str, value: Any) -> Member:  # noqa: ANN401  # JSON of any shape
        """Write a file of JSON that people can read as well."""
        return self.text(path, json_text(value))

    def __enter__(self) -> Self:
        """Begin; the table of contents is written at the end."""
        return self

    def __exit__(self, kind: type[BaseException] | None, *_more: object) -> None:
        """Write the table of contents; of a pack that came to no end nothing matters any more."""
        with suppress(*([OSError, ValueError] if kind else [])):
            self._zip.close()


def json_text(value: Any) -> str:  # noqa: ANN401  # JSON of any shape
    """Return JSON with an indent, keys in the order given, in ASCII alone: no program reads it differently."""
    return json.dumps(value, indent=1, ensure_ascii=True) + "\n"


def sums(members: Iterable[Member]) -> str:
    """Return the lines that `sha256sum -c` reads."""
    return "".join(f"{one.sha256}  {one.path}\n" for one in members)
