"""Pictures of signed paper become one PDF document; a PDF stays what it is."""

from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import IO, BinaryIO, Final

import filetype

from tracker.documents import child, scan_pages
from tracker.documents.intake import MEGABYTE, PDF, Refused, Taken, take
from tracker.documents.names import clean_name
from tracker.documents.store import Spooled, Store, TooLarge, spooled

SCRIPT = Path(scan_pages.__file__)
PICTURES: Final = frozenset({"image/png", "image/jpeg", "image/tiff"})
MOST_FILES: Final = 50
TRIES: Final = 2
SUFFIXES: Final = (".png", ".jpeg", ".jpg", ".tiff", ".tif")

Sent = tuple[BinaryIO, str | None]


def take_sent(files: Sequence[Sent], store: Store, limit_mb: int, *, pictures: bool) -> Taken:
    """Take what was sent as one document: a PDF, or the pictures of its signed pages in their order.

    `pictures` says whether the requirement set lets signatures on paper suffice. Raises Refused, StoreFull, or
    child.CouldNotCheck when the pictures could not be read for a reason of ours.
    """
    kinds = [_is_picture(stream) for stream, _name in files]
    if not any(kinds):
        if len(files) != 1:
            raise Refused("several")
        stream, name = files[0]
        return take(stream, name, store, limit_mb)
    if not pictures:
        raise Refused("pictures")
    if not all(kinds):
        raise Refused("several")
    if len(files) > MOST_FILES:
        raise Refused("too many pictures")
    return _joined(files, store, limit_mb)


def _joined(files: Sequence[Sent], store: Store, limit_mb: int) -> Taken:
    limit = limit_mb * MEGABYTE
    try:
        with ExitStack() as stack, NamedTemporaryFile(prefix="joined-") as made:
            spools = [stack.enter_context(spooled(stream, limit)) for stream, _name in files]
            pages = _made(spools, made, limit)
            made.seek(0)
            waiting = stack.enter_context(spooled(made, limit))  # type: ignore[arg-type]  # a file of bytes
            store.keep(waiting)
            originals = tuple((one.stored.digest, one.stored.size) for one in spools)
    except TooLarge as error:
        raise Refused("too large", limit=limit_mb) from error
    return Taken(waiting.stored.digest, waiting.stored.size, _name(files), PDF, pages, originals)


def _made(spools: Sequence[Spooled], into: IO[bytes], limit: int) -> int:
    paths = [str(one.path) for one in spools]
    for turn in range(1, TRIES + 1):
        into.seek(0)
        into.truncate()
        try:
            found = child.run_into(into, limit, SCRIPT, *paths)
            break
        except child.CouldNotCheck:
            if turn == TRIES:
                raise
    if found.get("state") == "refused":
        raise Refused(str(found["reason"]))
    if found.get("state") != "accepted":
        raise child.CouldNotCheck("no verdict")
    return int(found["pages"])


def _is_picture(stream: BinaryIO) -> bool:
    head = stream.read(1024)
    stream.seek(0)
    kind = filetype.guess(head)
    return kind is not None and kind.mime in PICTURES


def _name(files: Sequence[Sent]) -> str:
    first = files[0][1] or ""
    suffix = next((one for one in SUFFIXES if first.casefold().endswith(one)), "")
    return clean_name(first[: len(first) - len(suffix)])
