"""Seals a PDF: nothing of it is written anew, the city's signature is added behind its last byte."""

from __future__ import annotations

import asyncio
import base64
import json
from dataclasses import asdict, dataclass
from datetime import datetime
from io import BytesIO
from pathlib import Path

from pyhanko.sign.general import SigningError
from pyhanko.sign.signers import Signer
from pyhanko.sign.signers.pdf_byterange import PreparedByteRangeDigest

from tracker.documents import child
from tracker.documents.sealing import prepare as preparing
from tracker.documents.sealing.certificate import NoSeal, Seal
from tracker.documents.sealing.prepare import DIGEST, Prepared, Wish, prepare
from tracker.documents.sealing.stamping import Service

SCRIPT = Path(preparing.__file__)
UNSTAMPED = "The timestamp service did not answer, so the moment stands by the city's own clock."


class CannotBeSealed(Exception):
    """The format of the file does not let a signature be added; the message says why, in words of the library."""


@dataclass(frozen=True, slots=True)
class Sealed:
    """A sealed PDF; `stamped` says whether a timestamp service vouches for the moment, `note` why it does not."""

    data: bytes
    stamped: bool
    note: str


@dataclass(frozen=True, slots=True)
class Means:
    """The key, the moment, and the address of a timestamp service (empty: none)."""

    seal: Seal
    city: str
    moment: datetime
    timestamp_url: str


def seal(pdf: bytes, means: Means, reason: str) -> Sealed:
    """Seal a PDF of our own making; afterwards only further signatures may be added. Raises NoSeal."""
    wish = Wish("CitySeal", means.city, reason, means.moment.isoformat(), certify=True)
    return _sealed(pdf, prepare(BytesIO(pdf), wish), means)


def countersign(path: Path, means: Means, reason: str) -> Sealed:
    """Add the city's signature to a PDF that somebody sent; its bytes stay as they are.

    The file is read in a child process that has no key. Raises NoSeal, CannotBeSealed, child.CouldNotCheck.
    """
    original = path.read_bytes()
    wish = Wish(f"CityCounterSignature{means.moment:%Y%m%d%H%M%S}", means.city, reason, means.moment.isoformat(), False)  # noqa: FBT003  # a dataclass of slots
    found = child.run(SCRIPT, json.dumps({"file": str(path.absolute()), "wish": asdict(wish)}))
    if "refused" in found:
        raise CannotBeSealed(str(found["refused"]))
    appended, digest = base64.b64decode(found["appended"]), base64.b64decode(found["digest"])
    return _sealed(original, Prepared(appended, digest, int(found["start"]), int(found["end"])), means)


def _sealed(original: bytes, prepared: Prepared, means: Means) -> Sealed:
    with means.seal.signer() as signer:
        cms, note = signature(signer, prepared.digest, means.timestamp_url)
    whole = BytesIO(original + prepared.appended)
    PreparedByteRangeDigest(prepared.digest, prepared.start, prepared.end).fill_with_cms(whole, cms)
    return Sealed(whole.getvalue(), stamped=bool(means.timestamp_url) and not note, note=note)


def signature(signer: Signer, digest: bytes, timestamp_url: str) -> tuple[bytes, str]:
    """Sign a SHA-256; return the detached CMS in DER, and why no timestamp vouches for its moment (empty: nothing).

    Raises NoSeal.
    """
    if not timestamp_url:
        return _signed(signer, digest, None), ""
    try:
        return _signed(signer, digest, Service(timestamp_url)), ""
    except (OSError, ValueError, TypeError, KeyError):  # pyHanko's refusal of an answer is an OSError
        return _signed(signer, digest, None), UNSTAMPED


def _signed(signer: Signer, digest: bytes, stamps: Service | None) -> bytes:
    async def sign() -> bytes:
        made = await signer.async_sign(digest, DIGEST, use_pades=True, timestamper=stamps)
        return bytes(made.dump())

    try:
        return asyncio.run(sign())
    except SigningError as error:
        raise NoSeal("The city's key did not sign.") from error
