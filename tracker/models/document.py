"""Documents: files under their digest, and what they were received for."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from tracker.database import Base, UTCDateTime


class Document(Base):
    """A received file; its bytes stand in the store under `digest` (SHA-256, hexadecimal) before this row does.

    `text_digest` is that of the text to be signed as it stood when the file was received (domain.agreed_text).
    """

    __tablename__ = "document"

    id: Mapped[int] = mapped_column(primary_key=True)
    attestation_id: Mapped[int] = mapped_column(ForeignKey("attestation.id"), index=True)
    digest: Mapped[str] = mapped_column(String(64), index=True)
    name: Mapped[str] = mapped_column(String(200))
    media_type: Mapped[str] = mapped_column(String(100))
    size: Mapped[int]
    text_digest: Mapped[str | None] = mapped_column(String(64))
    received_at: Mapped[datetime] = mapped_column(UTCDateTime)
    received_from_id: Mapped[int | None] = mapped_column(ForeignKey("contact.id"), index=True)
    replaced_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    # domain.record_words.DocumentKind and ScanState.
    kind: Mapped[str] = mapped_column(String(16), default="uploaded", server_default=text("'uploaded'"))
    scan: Mapped[str] = mapped_column(
        String(16), default="not scanned", server_default=text("'not scanned'"), index=True
    )
    scan_words: Mapped[str] = mapped_column(String(300), default="", server_default=text("''"))
    # The last time that it was looked at; `scan_attempts` counts looks that came to no end.
    scanned_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    scan_attempts: Mapped[int] = mapped_column(default=0, server_default=text("0"))
    pages: Mapped[int | None]


class DocumentCheck(Base):
    """What the signatures of a document proved at a moment; the first is frozen at receipt, later ones stand beside it.

    `facts` is the whole finding (documents.signatures.checking.Checked.as_json), with what it was checked against.
    """

    __tablename__ = "document_check"

    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"), index=True)
    checked_at: Mapped[datetime] = mapped_column(UTCDateTime)
    checked_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    verdict: Mapped[str] = mapped_column(String(32), index=True)
    sentence: Mapped[str] = mapped_column(Text)
    facts: Mapped[dict[str, Any]] = mapped_column(JSON)
    trust_list_id: Mapped[int | None] = mapped_column(ForeignKey("trust_list.id"))
    reader: Mapped[str] = mapped_column(String(64))
    attempts: Mapped[int] = mapped_column(default=1)
