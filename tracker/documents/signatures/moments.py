"""When a signature stood at the latest: what timestamps over the whole document prove about it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from pyhanko.sign.validation import pdf_embedded
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature

from tracker.documents.signatures.context import Against, Brought, context
from tracker.documents.signatures.ranges import hole_is_whole

SKEW = timedelta(days=1)
"""How far clocks and the noon of an asked day may lie apart before a claim of time is taken as wrong."""


class Proof(NamedTuple):
    """That everything up to a revision of the file stood at a moment."""

    revision: int
    at: datetime


async def proofs(stamps: Sequence[EmbeddedPdfSignature], against: Against, file: Brought) -> list[Proof]:
    """Return what the document's timestamps prove, latest first.

    The latest has to be good at the moment asked about; each one before it only when the later one was made, so that
    a chain of them outlives the certificates of its links.
    """
    found: list[Proof] = []
    moment = against.moment
    for stamp in sorted(stamps, key=lambda one: -one.signed_revision):
        at = await _at(stamp, against, file, moment)
        if at is not None and at <= moment + SKEW:
            found.append(Proof(stamp.signed_revision, at))
            moment = min(moment, at)
    return found


def known_at(proven: Sequence[Proof], revision: int) -> datetime | None:
    """Return the earliest moment at which something of a revision is shown to have stood; None for no proof."""
    return min((proof.at for proof in proven if proof.revision > revision), default=None)


async def _at(stamp: EmbeddedPdfSignature, against: Against, file: Brought, moment: datetime) -> datetime | None:
    try:
        if not hole_is_whole(stamp, stamp.reader.stream):
            return None
        rules = context(against, file, moment, strict=False, back=moment != against.moment)
        status = await pdf_embedded.async_validate_pdf_timestamp(stamp, rules, skip_diff=True)
    except (ValueError, KeyError, TypeError, AttributeError):
        return None
    good = status.intact and status.valid and status.trusted
    at: datetime = status.timestamp
    return at if good else None
