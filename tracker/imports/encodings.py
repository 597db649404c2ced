"""In which encoding a text file is written."""

from __future__ import annotations

import codecs
import re
from pathlib import Path
from typing import Final

from charset_normalizer import from_bytes

from tracker.imports.table import ListUnreadable

CHUNK: Final = 1024 * 1024
SAMPLE: Final = 64 * 1024
MOST_NULS: Final = 0.05
WELL: Final = 0.5
MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
"""UTF-32 before UTF-16, whose mark its own begins with."""
WESTERN: Final = ("cp1252", "mac_roman")
_USUAL: Final = frozenset(
    "áéíóúñüÁÉÍÓÚÑÜàèìòùâêîôûäöçãõåæøßÀÈÌÒÙÂÊÎÔÛÄÖÇÃÕÅÆØëïýÿËÏ"
    "\u2019\u2018\u201c\u201d\u2013\u2014\u2022\u2026\u2122\u20ac\u00a0©®°§½¼¾ªº£¢«»¿¡·²³±µ"
)
_UNLIKELY: Final = re.compile(r"[a-z][À-ÖØ-Þ]|[^\W\d_][\u2013\u2014\u201c\u201e\u2026\u2022°§©®][^\W\d_]")
"""A capital after a small letter, a sign inside a word: what letters of another encoding look like."""
_CONTROLS: Final = bytes(sorted({*range(9), 11, *range(14, 27), 28, 29, 127} - {1}))
NOT_TEXT: Final = (
    "This is no list that can be read: it is neither a workbook nor text. Save the list as .xlsx, .ods or .csv and "
    "choose that file."
)


def encoding_of(path: Path) -> str:
    """Return the encoding: by its mark, UTF-8, UTF-16 without a mark, else a Western one by its letters.

    Raises ListUnreadable when the file is no text at all.
    """
    with path.open("rb") as file:
        head = file.read(SAMPLE)
    for mark, encoding in MARKS:
        if head.startswith(mark):
            return encoding
    if wide := _wide(head):
        return wide
    if len(head) - len(head.translate(None, _CONTROLS)) > len(head) * MOST_NULS:
        raise ListUnreadable(NOT_TEXT)
    telling = _not_utf8(path)
    if telling is None or _mostly_utf8(telling):
        return "utf-8"
    return _western(telling)


def _wide(head: bytes) -> str | None:
    pairs = len(head) // 2
    if pairs and head[1::2].count(0) > pairs * 0.6 and head[::2].count(0) < pairs * MOST_NULS:
        return "utf-16-le"
    if pairs and head[::2].count(0) > pairs * 0.6 and head[1::2].count(0) < pairs * MOST_NULS:
        return "utf-16-be"
    return None


def _not_utf8(path: Path) -> bytes | None:
    """Return None when the file is UTF-8, else the part around what is not, for its letters to tell."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            try:
                decoder.decode(chunk)
            except UnicodeDecodeError:
                return _telling(chunk)
    try:
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return _telling(path.read_bytes()[-SAMPLE:])
    return None


def _mostly_utf8(telling: bytes) -> bool:
    # One stray letter of another encoding must not spoil all the others.
    beyond = [letter for letter in telling.decode("utf-8", errors="replace") if letter > "\x7f"]
    return beyond.count("\ufffd") * 10 < len(beyond)


def _telling(chunk: bytes) -> bytes:
    lines = [line for line in chunk.splitlines(keepends=True) if not line.isascii()]
    return b"".join(lines)[:SAMPLE]


def _western(telling: bytes) -> str:
    scores = {encoding: _likeness(telling, encoding) for encoding in WESTERN}
    likely = max(WESTERN, key=lambda encoding: scores[encoding])
    if scores[likely] >= WELL:
        return likely
    best = from_bytes(telling).best()
    return best.encoding if best else likely


def _likeness(telling: bytes, encoding: str) -> float:
    """Tell which share of the letters beyond ASCII are usual ones in usual places."""
    read = telling.decode(encoding, errors="replace")
    beyond = [letter for letter in read if letter > "\x7f"]
    usual = sum(letter in _USUAL for letter in beyond)
    return (usual - len(_UNLIKELY.findall(read))) / max(len(beyond), 1)
