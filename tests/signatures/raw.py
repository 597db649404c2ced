"""PDFs written byte by byte, for files that no library would write: strange ranges and contents, hidden objects."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from tests.signatures.authorities import Holder
from tests.signatures.hands import Hand, hand

ROOM = 4000
"""Hexadecimal digits kept free for the signature."""
MARK = b"[0000000000 0000000000 0000000000 0000000000 0000000000 0000000000]"
HOLE = b"<" + b"0" * ROOM + b">"
OBJECTS = {
    1: b"<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [5 0 R] /SigFlags 3 >> >>",
    2: b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
    3: b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 400 400] /Contents 4 0 R /Annots [5 0 R] "
    b"/Resources << /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> >>",
    4: b"<< /Length 55 >>\nstream\nBT /F1 12 Tf 40 340 Td (We agree to all clauses.) Tj ET\nendstream",
    5: b"<< /FT /Sig /T (Signature1) /V 6 0 R /Type /Annot /Subtype /Widget /Rect [0 0 0 0] /P 3 0 R >>",
    6: b"<< /Type /Sig /Filter /Adobe.PPKLite /SubFilter /adbe.pkcs7.detached /ByteRange " + MARK + b" /Contents "
    b"" + HOLE + b" >>",
}
Ranges = Callable[[int, int, int], Sequence[int]]


def plain(before: int, after: int, size: int) -> Sequence[int]:
    """The ranges that cover all but the signature."""
    return (0, before, after, size - after)


def filling(made: bytes) -> bytes:
    """The hole as it should be: the signature and zeros."""
    return b"<" + made.hex().encode().ljust(ROOM, b"0") + b">"


@dataclass(frozen=True)
class Raw:
    """How to write and sign a file by hand.

    `ranges` gets where the hole begins and ends and the size of the file; `signed` are the ranges over which the
    digest is made when it shall be other ones. `signature` is what stands in the sixth object.
    """

    objects: dict[int, bytes] = field(default_factory=dict)
    ranges: Ranges = plain
    signed: Ranges | None = None
    hidden: bytes = b""
    trailer: bytes = b""
    hole: Callable[[bytes], bytes] | None = None
    end: bytes = b""

    def written(self) -> bytes:
        objects = OBJECTS | self.objects
        out, places = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", {}
        for number, body in sorted(objects.items()):
            places[number] = len(out)
            out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
        out += self.hidden
        start, most = len(out), max(objects) + 1
        out += b"xref\n0 %d\n0000000000 65535 f \n" % most
        out += b"".join(b"%010d 00000 n \n" % places[number] for number in range(1, most))
        out += b"trailer\n<< /Size %d /Root 1 0 R %s >>\nstartxref\n%d\n%%%%EOF\n" % (most, self.trailer, start)
        return out

    def by(self, holder: Holder | Hand) -> bytes:
        """Return the file, signed."""
        data = self.written()
        before = data.find(HOLE)
        if before < 0:
            return data + self.end
        after = before + len(HOLE)
        ranges = self.ranges(before, after, len(data))
        data = data.replace(MARK, (b"[" + b" ".join(b"%d" % one for one in ranges) + b"]").ljust(len(MARK)))
        over = (self.signed or self.ranges)(before, after, len(data))
        covered = b"".join(data[start : start + count] for start, count in zip(over[::2], over[1::2], strict=False))
        pen = holder if isinstance(holder, Hand) else hand(holder)
        made = asyncio.run(pen.async_sign(hashlib.sha256(covered).digest(), "sha256"))
        shown = (self.hole or filling)(made if isinstance(made, bytes) else made.dump())
        assert len(shown) <= len(HOLE)
        return data[:before] + shown.ljust(len(HOLE)) + data[after:] + self.end


def with_signature(entries: bytes) -> Raw:
    """A file whose signature dictionary is written otherwise."""
    return Raw({6: b"<< /Type /Sig /Filter /Adobe.PPKLite " + entries + b" >>"})


RANGE, CONTENTS = b"/ByteRange " + MARK + b" ", b"/Contents " + HOLE + b" "
DETACHED = b"/SubFilter /adbe.pkcs7.detached "
