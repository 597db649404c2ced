"""Documents: what was received for an attestation, and one document by its id."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from tracker.domain.record_words import ScanState
from tracker.models.document import Document


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """A received file; its bytes stand in `documents.store` under `digest`.

    `text_digest` is that of the text to be signed when the file was received (domain.agreed_text), if known;
    `replaced_at` is the moment from which another file stood in its place, or None. `pages` is None when nobody has
    counted them; `scan_words` says what was found, or why it still waits.
    """

    id: int
    attestation_id: int
    name: str
    media_type: str
    size: int
    digest: str
    text_digest: str | None
    received_at: datetime
    replaced_at: datetime | None
    scan: ScanState = ScanState.NOT_SCANNED
    scan_words: str = ""
    scanned_at: datetime | None = None
    pages: int | None = None

    @property
    def given_out(self) -> bool:
        """Whether people may be given the file: never while it waits, and never when it is infected or refused."""
        return self.scan.given_out


def document(session: Session, document_id: int) -> DocumentRow | None:
    """Return one document, replaced or not; the caller checks that the viewer may see its attestation."""
    return next(iter(_rows(session, Document.id == document_id)), None)


def documents_of(session: Session, attestation_id: int, *, replaced: bool = False) -> tuple[DocumentRow, ...]:
    """Return the documents of an attestation in the order received; with `replaced` those too that were replaced."""
    rows = _rows(session, Document.attestation_id == attestation_id)
    return tuple(row for row in rows if replaced or row.replaced_at is None)


def _rows(session: Session, condition: ColumnElement[bool]) -> list[DocumentRow]:
    statement = (
        select(
            Document.id,
            Document.attestation_id,
            Document.name,
            Document.media_type,
            Document.size,
            Document.digest,
            Document.text_digest,
            Document.received_at,
            Document.replaced_at,
            Document.scan,
            Document.scan_words,
            Document.scanned_at,
            Document.pages,
        )
        .where(condition)
        .order_by(Document.id)
    )
    return [DocumentRow(*row[:9], ScanState(row[9]), *row[10:]) for row in session.execute(statement)]
