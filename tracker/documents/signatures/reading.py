"""The facts about each signature of a PDF: what holds together, what changed since, who vouches for the signer."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from itertools import islice
from typing import Any, BinaryIO, Final

from pyhanko.pdf_utils import generic, misc
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import SuspiciousModification
from pyhanko.sign.fields import enumerate_sig_fields
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.status import SignatureCoverageLevel

from tracker.documents.signatures.changes import changes, sneaky
from tracker.documents.signatures.context import Against, Brought, brought
from tracker.documents.signatures.moments import Proof, proofs
from tracker.documents.signatures.people import described, kind_of
from tracker.documents.signatures.ranges import hole_is_whole
from tracker.documents.signatures.revisions import loose_end
from tracker.documents.signatures.trusting import trusted
from tracker.domain.signature_verdict import Kind, Signature

MOST_SIGNATURES: Final = 50
STAMP: Final = "/DocTimeStamp"
KINDS: Final = frozenset({"/adbe.pkcs7.detached", "/ETSI.CAdES.detached", "/ETSI.RFC3161"})
COVERS: Final = {
    SignatureCoverageLevel.ENTIRE_FILE: "the whole file",
    SignatureCoverageLevel.ENTIRE_REVISION: "the file as it was then",
}
DAMAGE: Final = (misc.PdfReadError, ValueError, KeyError, TypeError, AttributeError, AssertionError, IndexError)
"""What pyHanko raises for a signature that is none: it reads what the sender wrote, and the sender lies."""
DAMAGED = "it is damaged, or is none"
NOT_COVERED = "it does not cover what it says that it covers"
OTHER_CERTIFICATE = "the certificate with it is not the one that it names"
NO_CERTIFICATE = "the signer's certificate is not in the file"
TWO_TABLES = "the file has two tables of contents, which may show two different documents"
ODD = "its parts do not fit together as the standard for signatures asks"


class TooMany(ValueError):
    """The file holds more signatures than a document can need."""


def read(data: BinaryIO, against: Against, city: frozenset[str]) -> list[Signature]:
    """Return the facts about each signature, in the order in which they were made.

    `city` holds SHA-256 fingerprints (hexadecimal) of the city's own certificates. Raises what pyHanko raises for a
    file that it cannot read at all, and TooMany.
    """
    reader = PdfFileReader(data)
    filled = _fields(reader)
    file = brought(reader)
    stamps = [one.embedded for one in filled if one.embedded is not None and one.stamp]
    proven = asyncio.run(proofs(stamps, against, file))
    found = [_one(one, against, file, proven, city) for one in filled]
    return sorted(found, key=lambda signature: signature.revision)


class _Filled:
    """A signature field that holds something."""

    def __init__(self, reader: PdfFileReader, name: str, field: Any) -> None:  # noqa: ANN401  # a PDF reference
        self.name, self.hybrid = name, reader.xrefs.hybrid_xrefs_present
        self.embedded: EmbeddedPdfSignature | None = None
        try:
            self.embedded = EmbeddedPdfSignature(reader, field, name)
        except DAMAGE:
            return

    @property
    def stamp(self) -> bool:
        return self.embedded is not None and self.embedded.sig_object_type == STAMP


def _fields(reader: PdfFileReader) -> list[_Filled]:
    rows = list(islice(enumerate_sig_fields(reader, filled_status=True), MOST_SIGNATURES + 1))
    if len(rows) > MOST_SIGNATURES:
        raise TooMany(MOST_SIGNATURES)
    return [_Filled(reader, f"{name}", field) for name, value, field in rows if not _nothing(value)]


def _nothing(value: Any) -> bool:  # noqa: ANN401  # a PDF value
    try:
        return isinstance(value.get_object(), generic.NullObject)
    except DAMAGE:
        return False


def _one(filled: _Filled, against: Against, file: Brought, proven: Sequence[Proof], city: frozenset[str]) -> Signature:
    told: dict[str, Any] = {"field": filled.name, "kind": Kind.TIMESTAMP if filled.stamp else Kind.PERSON}
    embedded = filled.embedded
    if embedded is None:
        return Signature(**told, broken=DAMAGED)
    try:
        told |= {"revision": embedded.signed_revision, **_holder(embedded, city)}
        if "broken" in told or "unread" in told:
            return Signature(**told)
        told |= {"unread": TWO_TABLES} if filled.hybrid else _whole(embedded)
        if not ("broken" in told or "unread" in told):
            told |= asyncio.run(trusted(embedded, against, file, proven, stamp=filled.stamp))
    except SignatureValidationError:
        told["unread"] = ODD
    except Exception as error:  # noqa: BLE001  # whatever it is, it is no reason to trust, and the others are read on
        told["unread"] = f"reading it failed ({type(error).__name__})"
    return Signature(**told)


def _holder(embedded: EmbeddedPdfSignature, city: frozenset[str]) -> dict[str, Any]:
    try:
        certificate = embedded.signer_cert
        stamp = embedded.sig_object_type == STAMP
        return {**described(certificate), "kind": Kind.TIMESTAMP if stamp else kind_of(certificate, city)}
    except SignatureValidationError as error:
        missing = str(error).startswith("signer certificate not included")
        return {"unread": NO_CERTIFICATE} if missing else {"broken": OTHER_CERTIFICATE}
    except DAMAGE:
        return {"broken": DAMAGED}


def _whole(embedded: EmbeddedPdfSignature) -> dict[str, Any]:
    if not hole_is_whole(embedded, embedded.reader.stream):
        return {"broken": NOT_COVERED}
    kind = str(embedded.sig_object.get("/SubFilter", ""))
    if kind not in KINDS:
        said = "".join(sign for sign in kind[1:40] if sign.isprintable()) or "none"
        return {"unread": f"it is of a kind that cannot be checked ({said})"}
    return _integrity(embedded)


def _integrity(embedded: EmbeddedPdfSignature) -> dict[str, Any]:
    embedded.compute_integrity_info()  # type: ignore[no-untyped-call]  # pyHanko leaves it untyped
    coverage: Any = embedded.coverage
    difference: Any = embedded.diff_result
    told: dict[str, Any] = {"covers": COVERS.get(coverage, "")}
    if coverage not in COVERS:
        return {**told, "broken": "it does not cover the whole of the document that it belongs to"}
    if isinstance(difference, SuspiciousModification):
        return {**told, "illegal": "something was added or replaced that no form allows"}
    if not embedded.summarise_integrity_info()["docmdp_ok"]:
        return {**told, "illegal": "something was changed that the signature forbids"}
    if coverage is SignatureCoverageLevel.ENTIRE_FILE:
        return told
    if shown := loose_end(embedded) or sneaky(embedded):
        return {**told, "illegal": shown}
    return {**told, "changes": changes(embedded)}
