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
    "several": "Choose one PDF, or the pictures of the signed pages, not both and not several PDFs.",
    "pictures": "This is a picture, and the city accepts no signatures on paper. Sign the PDF with a certificate.",
    "picture unreadable": "One of the pictures is damaged or cannot be read. Scan it again as JPEG, PNG or TIFF.",
    "large picture": "One of the pictures has more than 60 million dots. Scan it at 300 dpi or less.",
    "too many pictures": "These are more than 100 pages, which cannot be the signed document.",
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
    pages: int | None
    """None while the check came to no end: kept all the same, in quarantine, and checked again later."""
    originals: tuple[tuple[str, int], ...] = ()
    """Digests and sizes of the pictures that the PDF was made of; they are not kept."""


def take(stream: BinaryIO, raw_name: str | None, store: Store, limit_mb: int) -> Taken:
    """Check a file and keep it; nothing is kept of one that was not accepted.

    Raises Refused with a sentence for the sender, or StoreFull. A check that crashes or takes too long says nothing
    about the file: it is kept with `pages` None.
    """
    try:
        with spooled(stream, limit_mb * MEGABYTE) as waiting:
            try:
                pages: int | None = check(waiting)
            except child.CouldNotCheck:
                pages = None
            store.keep(waiting)
    except TooLarge as error:
        raise Refused("too large", limit=limit_mb) from error
    return Taken(waiting.stored.digest, waiting.stored.size, clean_name(raw_name), PDF, pages)


def check(waiting: Spooled) -> int:
    """Return how many pages an acceptable PDF has; raises Refused or child.CouldNotCheck."""
    if waiting.stored.size == 0:
        raise Refused("empty")
    return check_kept(waiting.path)


def check_kept(path: Path) -> int:
    """Return how many pages an acceptable PDF on disk has; raises Refused or child.CouldNotCheck."""
    _check_ends(path)
    found = child.run(SCRIPT, str(path))
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
