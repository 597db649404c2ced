"""Which bytes a signature covers: all but one hole, and in the hole stands the signature and nothing else."""

from __future__ import annotations

import os
from typing import BinaryIO, Final

from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature

PARTS: Final = 4
HEX: Final = frozenset(b"0123456789abcdefABCDEF")
LONG_FORM, LENGTH_BITS = 0x80, 0x7F


def hole_is_whole(embedded: EmbeddedPdfSignature, stream: BinaryIO) -> bool:
    """Whether the range of bytes is the plain one, and its hole is the signature as the file shows it.

    pyHanko compares lengths; a hole that is as long but elsewhere, or holds more than the signature, is told here.
    """
    try:
        ranges = [int(part) for part in embedded.byte_range]
    except (TypeError, ValueError):
        return False
    if len(ranges) != PARTS or ranges[0] != 0 or min(ranges) < 0:
        return False
    _zero, before, start, after = ranges
    if not before < start or start + after > stream.seek(0, os.SEEK_END):
        return False
    stream.seek(before)
    hole = stream.read(start - before)
    if hole[:1] != b"<" or hole[-1:] != b">" or not HEX.issuperset(hole[1:-1]):
        return False
    content = bytes.fromhex(hole[1:-1].decode("ascii") + "0" * (len(hole) % 2))
    return content == embedded.pkcs7_content and not any(content[_length(content) :])


def _length(der: bytes) -> int:
    """How many bytes the DER value takes; what follows it is padding."""
    if len(der) < 2 or der[1] == LONG_FORM:  # noqa: PLR2004  # a tag and a length; the indefinite form has no end to compute
        return len(der)
    if der[1] < LONG_FORM:
        return 2 + der[1]
    count = der[1] & LENGTH_BITS
    return 2 + count + int.from_bytes(der[2 : 2 + count], "big")
