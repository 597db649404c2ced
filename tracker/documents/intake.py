"""Intake: a received file is counted, hashed, looked into, and kept only when it is a PDF that does nothing."""

import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final

import filetype

from tracker.documents import child, pdf_check
from tracker.documents.names import clean_name
from tracker.documents.store import Spooled, Store, TooLarge, spooled

MEGABYTE = 1024 * 1024
PDF: Final = "application/pdf"
HEAD, TAIL = 1024, 4096
BLANK = b" \t\r\n\f\0\x1a"
BYTE_ORDER_MARK = b"\xef\xbb\xbf"
SCRIPT = Path(pdf_check.__file__)
AGAIN = "Print the attestation to a new PDF, or scan the signed paper as PDF, and upload that."
SENTENCES: Final = {
    "empty": "This file is empty. Choose the signed PDF and try again.",
    "too large": "This file is larger than {limit} MB. Scan it in black and white or at 150 dpi, and upload it again.",
    "not a PDF": "This is not a PDF but {what}. Save or scan the signed document as PDF, and upload that.",
    "mixed": "This file holds something else besides a PDF. " + AGAIN,
    "encrypted": "This PDF is protected by a password. Save it without protection, and upload it again.",
    "active": "This PDF holds {what}, which is not accepted. " + AGAIN,
    "pages": "This PDF has {what} pages, which cannot be the signed document. " + AGAIN,
    "unreadable": "This PDF is damaged and cannot be read. " + AGAIN,
}


class Refused(Exception):
    """A file that is not accepted; `sentence` says why and what to do."""

    def __init__(self, reason: str, *, what: str = "", limit: int = 0) -> None:
        self.reason = reason
        self.sentence = SENTENCES[reason].format(what=what, limit=limit)
        super().__init__(self.sentence)


@dataclass(frozen=True, slots=True)
class Taken:
    """A file that was accepted and stands in the store."""

    digest: str
    size: int
    name: str
    media_type: str
    pages: int


def take(stream: BinaryIO, raw_name: str | None, store: Store, limit_mb: int) -> Taken:
    """Check a file and keep it; nothing is kept of one that was not accepted.

    Raises Refused with a sentence for the sender, or child.CouldNotCheck when the check itself failed.
    """
    try:
        with spooled(stream, limit_mb * MEGABYTE) as waiting:
            pages = check(waiting)
            store.keep(waiting)
    except TooLarge as error:
        raise Refused("too large", limit=limit_mb) from error
    return Taken(waiting.stored.digest, waiting.stored.size, clean_name(raw_name), PDF, pages)


def check(waiting: Spooled) -> int:
    """Return how many pages an acceptable PDF has; raises Refused or child.CouldNotCheck."""
    if waiting.stored.size == 0:
        raise Refused("empty")
    _check_ends(waiting.path)
    found = child.run(SCRIPT, str(waiting.path))
    if found.get("state") == "refused":
        raise Refused(str(found["reason"]), what=str(found["what"]))
    if found.get("state") != "accepted":
        raise child.CouldNotCheck("no verdict")
    return int(found["pages"])


def tail_of(path: Path) -> str:
    """Say what stands behind the end of a PDF; empty for blanks, and for what is a file of another kind as well."""
    with path.open("rb") as file:
        file.seek(0, 2)
        file.seek(max(0, file.tell() - TAIL))
        tail = file.read()
    behind = tail.rpartition(b"%%EOF")[2].strip(BLANK) if b"%%EOF" in tail else b""
    if not behind or zipfile.is_zipfile(path):
        return ""
    return f"{len(behind)} bytes stand behind its end"


def _check_ends(path: Path) -> None:
    # A file that is two things at once means one thing to us and another to the program that opens it.
    with path.open("rb") as file:
        head = file.read(HEAD)
        file.seek(0, 2)
        file.seek(max(0, file.tell() - TAIL))
        tail = file.read()
    before, found, _rest = head.partition(b"%PDF-")
    if not found:
        raise Refused("not a PDF", what=_kind(head))
    if before.removeprefix(BYTE_ORDER_MARK).strip(BLANK):
        raise Refused("mixed")
    if b"%%EOF" not in tail:
        raise Refused("unreadable")
    if tail.rpartition(b"%%EOF")[2].strip(BLANK) or zipfile.is_zipfile(path):
        raise Refused("mixed")


def _kind(head: bytes) -> str:
    kind = filetype.guess(head)
    return f"a file of the kind {kind.extension.upper()}" if kind else "another kind of file"
