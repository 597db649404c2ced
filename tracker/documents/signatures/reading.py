"""The facts about each signature of a PDF: what holds together, what changed since, who vouches for the signer."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import Any, BinaryIO, Final

from pyhanko.pdf_utils import misc
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import SuspiciousModification
from pyhanko.sign.fields import enumerate_sig_fields
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.status import SignatureCoverageLevel

from tracker.documents.signatures.context import Against, Brought, brought
from tracker.documents.signatures.people import described, kind_of
from tracker.documents.signatures.ranges import hole_is_whole
from tracker.documents.signatures.trusting import trusted
from tracker.documents.signatures.values import values
from tracker.domain.signature_verdict import Change, Kind, Signature

MOST_SIGNATURES: Final = 50
COVERS: Final = {
    SignatureCoverageLevel.ENTIRE_FILE: "the whole file",
    SignatureCoverageLevel.ENTIRE_REVISION: "the file as it was then",
}
DAMAGE: Final = (misc.PdfReadError, ValueError, KeyError, TypeError, AttributeError, AssertionError, IndexError)
"""What pyHanko raises for a signature that is none: it reads what the sender wrote, and the sender lies."""


def read(data: BinaryIO, against: Against, city: frozenset[str]) -> list[Signature]:
    """Return the facts about each signature, in the order in which they were made.

    `city` holds SHA-256 fingerprints (hexadecimal) of the city's own certificates. Raises what pyHanko raises for a
    file that it cannot read at all, and ValueError for more signatures than a document can need.
    """
    reader = PdfFileReader(data)
    file = brought(reader)
    found = [_one(_Filled(reader, name, field), against, file, city) for name, field in _fields(reader)]
    return sorted(found, key=lambda signature: signature.revision)


class _Filled:
    """A signature field that holds something."""

    def __init__(self, reader: PdfFileReader, name: str, field: Any) -> None:  # noqa: ANN401  # a PDF reference
        self.reader, self.name, self.field = reader, name, field

    def embedded(self) -> EmbeddedPdfSignature:
        return EmbeddedPdfSignature(self.reader, self.field, self.name)


def _fields(reader: PdfFileReader) -> Iterator[tuple[str, Any]]:
    for number, (name, _value, reference) in enumerate(enumerate_sig_fields(reader, filled_status=True)):
        if number == MOST_SIGNATURES:
            raise ValueError("More signatures than a document can need.")
        yield f"{name}", reference


def _one(filled: _Filled, against: Against, file: Brought, city: frozenset[str]) -> Signature:
    try:
        embedded = filled.embedded()
        told = {**described(embedded.signer_cert), "revision": embedded.signed_revision}
        whole = hole_is_whole(embedded, filled.reader.stream)
    except DAMAGE:
        return Signature(field=filled.name, kind=Kind.PERSON, broken="it is damaged, or is none")
    stamp = embedded.sig_object_type == "/DocTimeStamp"
    told |= {"field": filled.name, "kind": Kind.TIMESTAMP if stamp else kind_of(embedded.signer_cert, city)}
    if not whole:
        return Signature(**told, broken="it does not cover what it says that it covers")
    try:
        told |= _integrity(embedded)
        if "broken" not in told:
            told |= asyncio.run(trusted(embedded, against, file, stamp=stamp))
    except SignatureValidationError as error:
        return Signature(**told, unread=str(error)[:200].rstrip(".") or type(error).__name__)
    return Signature(**told)


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
    return {**told, "changes": _changes(embedded, difference.changed_form_fields)}


def _changes(embedded: EmbeddedPdfSignature, changed: set[str]) -> tuple[Change, ...]:
    was = values(embedded.reader.get_historical_resolver(embedded.signed_revision).root)
    now = values(embedded.reader.root)
    names = {name for name in {*was, *now} if was.get(name) != now.get(name)}
    # A field whose value stayed and whose look changed shows something else than what was signed.
    names |= {name for name in map(str, changed) if name in now or name in was}
    return tuple(Change(name, was.get(name, ""), now.get(name, "")) for name in sorted(names))
