"""Prepares a PDF for a seal as an addition behind its last byte, with a hole where the signature goes.

Run as a script (one argument, a JSON object) it looks at a file that somebody sent, in a process of its own without any
key: what it prints is the addition and the digest to sign. What the tracker made itself is prepared in the process.
"""

from __future__ import annotations

import base64
import json
import logging
import sys
from dataclasses import asdict, dataclass
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO

from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfReadError, PdfWriteError
from pyhanko.sign.fields import MDPPerm, SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.general import SigningError
from pyhanko.sign.signers.cms_embedder import PdfCMSEmbedder, SigIOSetup, SigMDPSetup, SigObjSetup
from pyhanko.sign.signers.pdf_byterange import SignatureObject

from tracker.documents.confined import confine

DIGEST = "sha256"
RESERVED = 48 * 1024
"""Hexadecimal digits for the signature with its certificates and a timestamp."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What the seal says of itself. `certify` is the author's own: later only further signatures are allowed."""

    field: str
    name: str
    reason: str
    moment: str
    certify: bool


@dataclass(frozen=True, slots=True)
class Prepared:
    """The bytes to append, the digest to sign, and from where to where the hole reaches in the whole file."""

    appended: bytes
    digest: bytes
    start: int
    end: int


def prepare(file: BinaryIO, wish: Wish) -> Prepared:
    """Prepare a PDF; raises pyHanko's errors when its format does not let a signature be added."""
    size = file.seek(0, 2)
    file.seek(0)
    writer = IncrementalPdfFileWriter(file, strict=False)
    steps: Any = PdfCMSEmbedder(SigFieldSpec(sig_field_name=wish.field, box=None)).write_cms(wish.field, writer)
    next(steps)
    placeholder = SignatureObject(
        timestamp=datetime.fromisoformat(wish.moment),
        subfilter=SigSeedSubFilter.PADES,
        name=wish.name,
        reason=wish.reason,
        bytes_reserved=RESERVED,
    )
    rules = SigMDPSetup(DIGEST, certify=wish.certify, docmdp_perms=MDPPerm.FILL_FORMS if wish.certify else None)
    steps.send(SigObjSetup(placeholder, mdp_setup=rules))
    out = BytesIO()
    found, _output = steps.send(SigIOSetup(DIGEST, output=out))
    return Prepared(
        out.getvalue()[size:], found.document_digest, found.reserved_region_start, found.reserved_region_end
    )


def _told(asked: dict[str, Any]) -> dict[str, object]:
    try:
        with Path(asked["file"]).open("rb") as file:
            found = prepare(file, Wish(**asked["wish"]))
    except (PdfReadError, PdfWriteError, SigningError) as error:
        return {"refused": str(error)[:200]}
    told = asdict(found)
    return {**told, **{name: base64.b64encode(told[name]).decode("ascii") for name in ("appended", "digest")}}


if __name__ == "__main__":
    logging.disable(logging.CRITICAL)
    confine()
    sys.stdout.write(json.dumps(_told(json.loads(sys.argv[1]))))
