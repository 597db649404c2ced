"""The city counter-signs an accepted document: a copy with the city's signature, beside the untouched original."""

from dataclasses import dataclass
from io import BytesIO

from sqlalchemy import select

from tracker.documents.child import CouldNotCheck
from tracker.documents.sealing.sealing import CannotBeSealed, Means, Sealed
from tracker.documents.sealing.sealing import countersign as add_signature
from tracker.documents.store import store_of
from tracker.domain.record_words import DocumentKind, Outcome, ScanState
from tracker.models.attestation import Attestation
from tracker.models.document import Document
from tracker.models.review import Review
from tracker.services import city_seal, events
from tracker.services.rules import NotAllowed, RuleBroken
from tracker.services.work import Work

LARGEST = 250 * 1024 * 1024
PDF = "application/pdf"
NOT_NOW = "Only the document of an accepted attestation that is still in force can be counter-signed, once."
NO_MORE = "Its author does not let a signature be added to this document, so the city cannot counter-sign it."
TRY_AGAIN = "The document could not be prepared for a signature. Please try again in a minute."


@dataclass(frozen=True, slots=True)
class Original:
    """The document to counter-sign, and what that takes."""

    attestation_id: int
    document_id: int
    digest: str
    means: Means


@dataclass(frozen=True, slots=True)
class Copy:
    """The counter-signed copy, as it stands in the store."""

    original: Original
    digest: str
    size: int
    sealed: Sealed


def candidate(work: Work, attestation_id: int) -> Document | None:
    """Return the document of an accepted attestation that was not counter-signed yet; None when there is none."""
    accepted = select(Attestation.id).join(Review, Review.attestation_id == Attestation.id)
    accepted = accepted.where(
        Attestation.id == attestation_id, Review.outcome == Outcome.ACCEPTED, Attestation.revoked_on.is_(None)
    )
    if work.session.scalars(accepted).first() is None:
        return None
    rows = list(work.session.scalars(select(Document).where(Document.attestation_id == attestation_id)))
    if any(row.kind == DocumentKind.COUNTERSIGNED for row in rows):
        return None
    fit = (row for row in rows if row.replaced_at is None and row.media_type == PDF and ScanState(row.scan).given_out)
    return max(fit, key=lambda row: row.id, default=None)


def original(work: Work, attestation_id: int) -> Original:
    """Return what is to be counter-signed; raises RuleBroken when nothing can be, and NoSeal without a key."""
    if work.actor.kind != "person":
        raise NotAllowed("", "Only a person of staff counter-signs for the city.")
    row = candidate(work, attestation_id)
    if row is None:
        raise RuleBroken("", NOT_NOW)
    return Original(attestation_id, row.id, row.digest, city_seal.means(work))


def make(work: Work, what: Original) -> Copy:
    """Make the copy and store it; the database is not touched. Raises RuleBroken when the file does not allow it."""
    store = store_of(work.settings)
    try:
        with store.on_disk(what.digest) as path:
            sealed = add_signature(path, what.means, "Accepted by the city")
    except CannotBeSealed as error:
        raise RuleBroken("", NO_MORE) from error
    except CouldNotCheck as error:
        raise RuleBroken("", TRY_AGAIN) from error
    kept = store.put(BytesIO(sealed.data), LARGEST)
    return Copy(what, kept.digest, kept.size, sealed)


def keep(work: Work, copy: Copy) -> Document:
    """Record the copy beside its original; twice is once. Raises RuleBroken when something changed meanwhile."""
    what = copy.original
    work.session.execute(select(Attestation.id).where(Attestation.id == what.attestation_id).with_for_update())
    known = select(Document).where(
        Document.attestation_id == what.attestation_id, Document.kind == DocumentKind.COUNTERSIGNED
    )
    found = work.session.scalars(known).first()
    if found is not None:
        return found
    row = candidate(work, what.attestation_id)
    if row is None or row.id != what.document_id:
        raise RuleBroken("", NOT_NOW)
    added = Document(
        attestation_id=row.attestation_id,
        digest=copy.digest,
        name=f"{row.name.removesuffix('.pdf')[:180]} counter-signed.pdf",
        media_type=PDF,
        size=copy.size,
        text_digest=row.text_digest,
        received_at=work.now,
        kind=DocumentKind.COUNTERSIGNED,
        scan=row.scan,
        scan_words=row.scan_words,
        scanned_at=row.scanned_at,
    )
    work.session.add(added)
    work.session.flush()
    city_seal.remember(work, what.means.seal.certificate)
    _record(work, row, added, copy)
    return added


def _record(work: Work, row: Document, added: Document, copy: Copy) -> None:
    attestation = work.session.get_one(Attestation, row.attestation_id)
    subjects: list[events.Subject] = [("attestation", attestation.id), ("vendor", attestation.vendor_id)]
    if attestation.request_id is not None:
        subjects.append(("request", attestation.request_id))
    note = f" {copy.sealed.note}" if copy.sealed.note else ""
    events.record(
        work,
        "document:counter-signed",
        f"counter-signed “{row.name}” for the city.{note}" if note else f"counter-signed “{row.name}” for the city",
        *subjects,
        details={"digest": row.digest, "copy": added.digest, "seal": copy.original.means.seal.certificate.fingerprint},
    )
