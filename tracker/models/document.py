"""Documents: files under their digest, and what they were received for."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
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
    received_from_id: Mapped[int | None] = mapped_column(ForeignKey("contact.id"))
    replaced_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
