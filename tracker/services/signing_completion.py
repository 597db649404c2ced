"""The last step of signing on screen: the sealed paper becomes the document of the answer, and the answer is sent."""

from dataclasses import dataclass
from datetime import datetime
from io import BytesIO

from sqlalchemy import select

from tracker.documents.page_count import page_count
from tracker.documents.sealing.certificate import Certificate
from tracker.documents.sealing.sealing import Means, seal
from tracker.documents.signed_record import SignedRecord, signed_record
from tracker.documents.store import store_of
from tracker.domain.record_words import DocumentKind, ScanState
from tracker.models.attestation import Attestation
from tracker.models.document import Document
from tracker.models.request import Request
from tracker.models.signing import Signing
from tracker.queries.attestation_draft import draft
from tracker.services import attestations, city_seal, events, signings
from tracker.services.rules import Conflict
from tracker.services.signings import Trace
from tracker.services.work import Work

LARGEST = 50 * 1024 * 1024
PDF = "application/pdf"
NOT_ARCHIVABLE = "The paper is no PDF/A, because its text has signs that the fonts of the tracker do not have."
STAMPED = "A timestamp service vouches for the moment."


@dataclass(frozen=True, slots=True)
class Signable:
    """Everything that the paper is made of, read in one go, so that making it needs no transaction."""

    record: SignedRecord
    name: str
    means: Means


@dataclass(frozen=True, slots=True)
class Paper:
    """A sealed paper that stands in the store, and what is to be said about its seal."""

    digest: str
    size: int
    name: str
    signed_at: datetime
    words: str
    certificate: Certificate
    pages: int


def signable(work: Work, request: Request, trace: Trace) -> Signable:
    """Return what is to be signed; raises Conflict when the text changed or the mailbox is not proved, and NoSeal."""
    row = signings.current(work, request)
    if not signings.is_proved(work, row, trace) or row.consented_at is None or row.proved_at is None:
        raise Conflict("", signings.CHANGED)
    means = city_seal.means(work)
    record = SignedRecord(
        text=draft(work.session, request, work.today).text,
        typed_name=row.typed_name,
        typed_title=row.typed_title,
        authority=row.authority,
        email=row.email,
        proved_by=row.proved_by,
        consent=row.consent.split("\n"),
        opened_at=row.opened_at,
        consented_at=row.consented_at,
        proved_at=row.proved_at,
        signed_at=means.moment,
    )
    return Signable(record, f"attestation {request.number} signed.pdf", means)


def make(work: Work, what: Signable) -> Paper:
    """Make, seal and store the paper; nothing is read from or written to the database. Raises NoSeal."""
    made = signed_record(work.settings.city_name, what.record, work.settings.zone)
    sealed = seal(made.data, what.means, f"Signed on screen by {what.record.typed_name}")
    kept = store_of(work.settings).put(BytesIO(sealed.data), LARGEST)
    words = [STAMPED if sealed.stamped else sealed.note, "" if made.archivable else NOT_ARCHIVABLE]
    certificate = what.means.seal.certificate
    return Paper(
        kept.digest,
        kept.size,
        what.name,
        what.means.moment,
        " ".join(filter(None, words)),
        certificate,
        page_count(sealed.data),
    )


def complete(work: Work, request: Request, paper: Paper, trace: Trace) -> Attestation:
    """Put the paper in the place of any uploaded document and send the answer; twice is once.

    Raises Conflict when the text changed meanwhile, RuleBroken when the request was withdrawn.
    """
    sent = _sent_already(work, request)
    if sent is not None:
        return sent
    attestation = attestations.draft_of(work, request)
    row = signings.current(work, request)
    if not signings.is_proved(work, row, trace):
        raise Conflict("", signings.CHANGED)
    document = _kept(work, attestation, row, paper)
    row.signed_at, row.document_id, row.seal_words = paper.signed_at, document.id, paper.words
    row.address, row.browser = trace.address, trace.browser
    city_seal.remember(work, paper.certificate)
    subjects = ("attestation", attestation.id), ("vendor", attestation.vendor_id), ("request", request.id)
    details = {"digest": paper.digest, "text digest": row.text_digest, "seal": paper.certificate.fingerprint}
    events.record(work, "signing:signed", f"signed on screen as {row.typed_name}", *subjects, details=details)
    return attestations.submit(work, attestation, work.clock.day_of(paper.signed_at))


def _sent_already(work: Work, request: Request) -> Attestation | None:
    # The second of two clicks waits here for the first; the answer must not begin another round.
    work.session.execute(select(Request.id).where(Request.id == request.id).with_for_update())
    newest = select(Attestation).where(Attestation.request_id == request.id).order_by(Attestation.round.desc()).limit(1)
    found = work.session.scalars(newest).first()
    if found is None:
        return None
    work.session.refresh(found)
    return found if found.submitted_at is not None and work.session.get(Signing, found.id) is not None else None


def _kept(work: Work, attestation: Attestation, row: Signing, paper: Paper) -> Document:
    standing = select(Document).where(Document.attestation_id == attestation.id, Document.replaced_at.is_(None))
    for other in work.session.scalars(standing):
        other.replaced_at = work.now
    document = Document(
        attestation_id=attestation.id,
        digest=paper.digest,
        name=paper.name,
        media_type=PDF,
        size=paper.size,
        pages=paper.pages,
        text_digest=row.text_digest,
        received_at=work.now,
        received_from_id=work.actor.id,
        kind=DocumentKind.SEALED,
        scan=ScanState.NOT_SCANNED,
        scan_words="Made by the tracker itself.",
    )
    work.session.add(document)
    work.session.flush()
    return document
