"""Documents: a file that stands in the store becomes part of an answer."""

from dataclasses import dataclass

from sqlalchemy import select

from tracker.models.attestation import Attestation
from tracker.models.document import Document
from tracker.models.request import Request
from tracker.queries.attestation_draft import draft
from tracker.services import events
from tracker.services.rules import RuleBroken
from tracker.services.work import Work


@dataclass(frozen=True, slots=True)
class NewDocument:
    """A checked file whose bytes are in the store already (documents.intake)."""

    digest: str
    size: int
    name: str
    media_type: str


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
    _record(work, attestation, row, replaced=any(other is not row for other in rows))
    return row


def _add(work: Work, attestation: Attestation, new: NewDocument, text_digest: str) -> Document:
    row = Document(
        attestation_id=attestation.id,
        digest=new.digest,
        size=new.size,
        name=new.name,
        media_type=new.media_type,
        text_digest=text_digest,
        received_at=work.now,
        received_from_id=work.actor.id if work.actor.kind == "contact" else None,
    )
    work.session.add(row)
    work.session.flush()
    return row


def _record(work: Work, attestation: Attestation, row: Document, *, replaced: bool) -> None:
    deed = "replaced the signed document with" if replaced else "uploaded the signed document"
    events.record(
        work,
        "document:received",
        f"{deed} “{row.name}”",
        ("attestation", attestation.id),
        ("vendor", attestation.vendor_id),
        *([("request", attestation.request_id)] if attestation.request_id is not None else []),
        details={"digest": row.digest, "size": row.size},
    )
