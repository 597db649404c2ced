"""The documents of an attestation in an evidence pack: files as received, verdicts, or why a file is not there."""

import re
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any, Final

from tracker.documents.names import clean_name
from tracker.domain.disclosure import RULES, Matter
from tracker.domain.record_words import DocumentKind, ScanState
from tracker.domain.redaction import Omission
from tracker.queries import document_checks, evidence_attestation
from tracker.queries.document_checks import CheckRow
from tracker.queries.documents import DocumentRow, documents_of
from tracker.services.evidence_making import Making, pieces, plain

LONGEST_STEM: Final = 150
"""Bytes; with the number before it and the folders above it still short enough for any system."""
SUFFIXES: Final = {"application/pdf": ".pdf", "image/png": ".png", "image/jpeg": ".jpg", "image/tiff": ".tif"}
NOT_GIVEN: Final = {
    ScanState.WAITING: "It has not been checked to the end yet, so nobody is given it.",
    ScanState.INFECTED: "The virus scanner found something in it, so nobody is given it.",
    ScanState.REFUSED: "A later check refused it, so nobody is given it.",
}
ODD: Final = re.compile(r"[^\w .()+-]")
INTAKE: Final = "docs/decisions/0009, quarantine"


def told(making: Making, attestation_id: int) -> list[dict[str, Any]]:
    """Write the files that may be given out, and return what is told of each document, in the order received."""
    rows = [
        row for row in documents_of(making.session, attestation_id, replaced=True) if row.received_at < making.until_at
    ]
    kinds = evidence_attestation.kinds(making.session, attestation_id)
    checks = document_checks.checks(making.session, [row.id for row in rows])
    on_screen = evidence_attestation.signed_text(making.session, attestation_id) is not None
    return [
        _document(
            making,
            row,
            kinds[row.id],
            [one for one in checks.get(row.id, []) if one.checked_at < making.until_at],
            on_screen=on_screen and kinds[row.id] != DocumentKind.UPLOADED,
        )
        for row in rows
    ]


def _document(
    making: Making, row: DocumentRow, kind: str, checks: Sequence[CheckRow], *, on_screen: bool
) -> dict[str, Any]:
    # A name is what a person typed: it is told to those alone who may have the file.
    name = making.redaction.words(row.name) if making.redaction.tells(Matter.AGREED_TEXT) else "document"
    path, why = _given(making, row, checks, name, on_screen=on_screen)
    frozen = document_checks.frozen_of(checks)
    return {
        "id": row.id,
        "name": name,
        "kind": kind,
        "media_type": row.media_type,
        "size": row.size,
        "sha256": row.digest,
        "text_sha256": row.text_digest,
        "received_at": plain(row.received_at),
        "replaced_at": plain(row.replaced_at) if making.knows(row.replaced_at) else None,
        "scan": row.scan.value,
        "file": path,
        "left_out": why,
        "verdicts": [_check(making, one, frozen=one is frozen) for one in checks],
    }


def _given(
    making: Making, row: DocumentRow, checks: Sequence[CheckRow], name: str, *, on_screen: bool
) -> tuple[str | None, str | None]:
    """Write the file; return its path, or None and why it is not in the pack."""
    omission = _omission(making, row, checks, on_screen=on_screen)
    if omission is None:
        path = f"documents/document-{row.id}-{_file_name(name, row.media_type)}"
        try:
            with making.store.open(row.digest) as file:
                making.pack.add(path, pieces(file), row.media_type)
        except FileNotFoundError:
            omission = Omission("missing files", "The store does not have it any more.", INTAKE, row.digest)
        else:
            return path, None
    making.redaction.omit(omission)
    return None, omission.why


def _omission(making: Making, row: DocumentRow, checks: Sequence[CheckRow], *, on_screen: bool) -> Omission | None:
    if not row.given_out:
        return Omission(f"{row.scan} files", NOT_GIVEN[row.scan], INTAKE, row.digest)
    if not making.store.holds(row.digest):
        return Omission("missing files", "The store does not have it.", INTAKE, row.digest)
    if not making.redaction.tells(Matter.FILE):
        return _by_rule(Matter.FILE, row)
    if on_screen and not making.redaction.tells(Matter.SCREEN_FILE):
        return _by_rule(Matter.SCREEN_FILE, row)
    if making.redaction.holds_addresses([one.facts for one in checks]):
        why = "Its certificate names a mail address, and it cannot be redacted without breaking its signatures."
        return Omission(Matter.FILE.value, why, RULES[Matter.MAIL].source, row.digest)
    return None


def _by_rule(matter: Matter, row: DocumentRow) -> Omission:
    return Omission(matter.value, RULES[matter].why, RULES[matter].source, row.digest)


def _file_name(name: str, media_type: str) -> str:
    # The number before it keeps names apart where capitals do not count, and from the reserved ones of Windows.
    suffix = SUFFIXES.get(media_type, ".bin")
    stem = ODD.sub("_", clean_name(name, suffix).removesuffix(suffix))
    short = stem.encode("utf-8")[:LONGEST_STEM].decode("utf-8", "ignore")
    return (short.strip(" .") or "document") + suffix


def _check(making: Making, check: CheckRow, *, frozen: bool) -> dict[str, Any]:
    redaction = making.redaction
    told_facts = {name: value for name, value in asdict(check).items() if name in {"facts", "sentence"}}
    return {
        "frozen": frozen,
        "checked_at": plain(check.checked_at),
        "checked_by": redaction.told(Matter.PEOPLE, check.checked_by),
        "verdict": check.verdict.value,
        "sentence": redaction.told(Matter.SIGNATURE_FACTS, told_facts["sentence"]),
        "facts": redaction.told(Matter.SIGNATURE_FACTS, told_facts["facts"]),
        "trust_list": check.trust_number,
        "reader": check.reader,
        "attempts": check.attempts,
    }
