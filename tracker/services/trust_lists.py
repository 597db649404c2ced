"""The city's trust list: each change is a new version with its reason, and no version is ever changed."""

from sqlalchemy.exc import IntegrityError

from tracker.documents.signatures.bundle import (
    RevocationList,
    TrustedCertificate,
    as_pem,
    read_certificates,
    read_lists,
)
from tracker.documents.signatures.trust import BadBundle
from tracker.models.trust_list import TrustList
from tracker.queries import trust_lists
from tracker.services import events
from tracker.services.rules import Conflict, RuleBroken
from tracker.services.work import Work

LONGEST_NOTE = 1000
LARGEST = 5 * 1024 * 1024
MOST = 500


def record(work: Work, certificates_pem: str, revocations_pem: str, note: str, *, seen: int | None = None) -> TrustList:
    """Put a new version in force that holds exactly these certificates and revocation lists (PEM, may be empty).

    `seen` is the number of the version that was shown (0 before the first; None: not compared). Raises RuleBroken on
    `certificates`, `revocations` or `note`, and Conflict when somebody else recorded a version meanwhile.
    """
    held, lists = read(certificates_pem.encode()), read_revocations(revocations_pem.encode())
    return _record(work, held, lists, note, seen)


def add(work: Work, data: bytes, revocations: bytes, note: str, *, seen: int | None = None) -> TrustList:
    """Add certificates and revocation lists (PEM or DER, either may be empty) to the version in force.

    A revocation list takes the place of an older one of the same issuer. Raises as `record` does.
    """
    before = trust_lists.in_force(work.session)
    held, lists = (before.held, before.lists) if before else ([], [])
    new, newer = read(data), read_revocations(revocations)
    if not new and not newer:
        raise RuleBroken("certificates", "Choose a file, or paste at least one certificate or revocation list.")
    issuers = {one.issuer for one in newer}
    kept = [one for one in lists if one.issuer not in issuers]
    known = {one.fingerprint for one in held}
    joined = [*held, *(one for one in new if one.fingerprint not in known)]
    return _record(work, joined, [*kept, *newer], note, seen)


def remove(work: Work, fingerprint: str, note: str, *, seen: int | None = None) -> TrustList:
    """Take a certificate or a revocation list out, by its SHA-256; raises as `record` does."""
    before = trust_lists.in_force(work.session)
    held, lists = (before.held, before.lists) if before else ([], [])
    left = [one for one in held if one.fingerprint != fingerprint]
    lists_left = [one for one in lists if one.fingerprint != fingerprint]
    if (left, lists_left) == (held, lists):
        raise Conflict("", "That certificate is not on the list any more.")
    return _record(work, left, lists_left, note, seen)


def read(data: bytes) -> list[TrustedCertificate]:
    """Read certificates that somebody gave; raises RuleBroken on `certificates`."""
    try:
        return read_certificates(data) if data.strip() else []
    except BadBundle as error:
        raise RuleBroken("certificates", str(error)) from error


def read_revocations(data: bytes) -> list[RevocationList]:
    """Read revocation lists that somebody gave; raises RuleBroken on `revocations`."""
    try:
        return read_lists(data) if data.strip() else []
    except BadBundle as error:
        raise RuleBroken("revocations", str(error)) from error


def _record(
    work: Work, held: list[TrustedCertificate], lists: list[RevocationList], note: str, seen: int | None
) -> TrustList:
    before = trust_lists.in_force(work.session)
    number = before.number if before else 0
    if seen is not None and seen != number:
        raise Conflict("", "Somebody else changed the trust list since you opened it. Nothing of yours was saved.")
    words = " ".join(note.split())
    _check(words, held)
    row = TrustList(
        number=number + 1,
        certificates=as_pem(held),
        revocations=as_pem(lists=lists),
        note=words,
        recorded_at=work.now,
        recorded_by_id=work.actor.id if work.actor.kind == "person" else None,
    )
    if before and (before.certificates, before.revocations) == (row.certificates, row.revocations):
        raise RuleBroken("certificates", "The trust list holds exactly this already.")
    try:
        with work.session.begin_nested():
            work.session.add(row)
    except IntegrityError as error:
        raise Conflict("", "Somebody else changed the trust list at the same moment. Look at it again.") from error
    _tell(work, row, before.held if before else [], held)
    return row


def _check(note: str, held: list[TrustedCertificate]) -> None:
    if not note:
        raise RuleBroken("note", "Say why; the history of the list keeps it.")
    if len(note) > LONGEST_NOTE:
        raise RuleBroken("note", f"Shorten the reason to {LONGEST_NOTE:,} characters.")
    if len(held) > MOST:
        raise RuleBroken("certificates", f"A list of more than {MOST} certificates vouches for too many.")


def _tell(work: Work, row: TrustList, before: list[TrustedCertificate], now: list[TrustedCertificate]) -> None:
    were, are = {one.fingerprint: one for one in before}, {one.fingerprint: one for one in now}
    added = [one.subject for key, one in are.items() if key not in were]
    removed = [one.subject for key, one in were.items() if key not in are]
    parts = [f"added {', '.join(added[:3])}"] if added else []
    parts += [f"removed {', '.join(removed[:3])}"] if removed else []
    said = f"recorded version {row.number} of the trust list ({'; '.join(parts) or 'revocation lists'}): {row.note}"
    details = {"added": added, "removed": removed, "fingerprints": sorted(are)}
    events.record(work, "trust:recorded", said, ("trust", row.id), details=details)
