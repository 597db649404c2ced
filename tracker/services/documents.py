"""Documents: a file that stands in the store becomes part of an answer."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from tracker.domain.record_words import ScanState
from tracker.models.attestation import Attestation
from tracker.models.document import Document
from tracker.models.request import Request
from tracker.queries.attestation_draft import draft
from tracker.services import events, tasks
from tracker.services.rules import RuleBroken
from tracker.services.work import Work


@dataclass(frozen=True, slots=True)
class NewDocument:
    """A checked file whose bytes are in the store already (documents.intake)."""

    digest: str
    size: int
    name: str
    media_type: str
    pages: int | None = None
    checked: bool = True
    """False while the check of its content came to no end: it waits in quarantine then."""
    originals: tuple[tuple[str, int], ...] = ()
    """Digests and sizes of the pictures that it was made of."""


def receive(work: Work, attestation: Attestation, new: NewDocument) -> Document:
    """Record a file for a draft in the place of the one before; the same file twice is one row.

    Raises RuleBroken on `document` when the answer was sent already.
    """
    request = work.session.get_one(Request, attestation.request_id)
    work.session.execute(select(Request.id).where(Request.id == request.id).with_for_update())
    work.session.refresh(attestation)
    if attestation.submitted_at is not None:
        raise RuleBroken("document", "This answer was sent and cannot be changed any more.")
    rows = list(work.session.scalars(select(Document).where(Document.attestation_id == attestation.id)))
    row = next((row for row in rows if row.digest == new.digest), None)
    if row is not None and row.replaced_at is None:
        return row
    for other in rows:
        other.replaced_at = other.replaced_at or work.now
    if row is None:
        row = _add(work, attestation, new, draft(work.session, request, work.today).text.digest())
    row.replaced_at = None
    work.session.flush()
    for other in rows:
        if other is not row:
            tasks.settle(work, document_key(other.id), "The vendor sent another document.")
    _record(work, attestation, row, new.originals, replaced=any(other is not row for other in rows))
    return row


def document_key(document_id: int) -> str:
    """The key of the task about a document."""
    return f"document:{document_id}"


def _add(work: Work, attestation: Attestation, new: NewDocument, text_digest: str) -> Document:
    row = Document(
        attestation_id=attestation.id,
        digest=new.digest,
        size=new.size,
        name=new.name,
        media_type=new.media_type,
        text_digest=text_digest,
        scan=_state_at_first(work, new),
        pages=new.pages,
        received_at=work.now,
        received_from_id=work.actor.id if work.actor.kind == "contact" else None,
    )
    work.session.add(row)
    work.session.flush()
    return row


def _state_at_first(work: Work, new: NewDocument) -> ScanState:
    return ScanState.WAITING if work.settings.clamav_url or not new.checked else ScanState.NOT_SCANNED


def _record(
    work: Work, attestation: Attestation, row: Document, originals: Sequence[tuple[str, int]], *, replaced: bool
) -> None:
    made_of = [{"digest": digest, "size": size} for digest, size in originals]
    deed = "replaced the signed document with" if replaced else "uploaded the signed document"
    events.record(
        work,
        "document:received",
        f"{deed} “{row.name}”",
        ("attestation", attestation.id),
        ("vendor", attestation.vendor_id),
        *([("request", attestation.request_id)] if attestation.request_id is not None else []),
        details={"digest": row.digest, "size": row.size} | ({"pictures": made_of} if made_of else {}),
    )
