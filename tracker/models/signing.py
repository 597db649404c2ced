"""Signing on screen: the evidence that CATALOGUE section 5 asks to be kept."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, mapped_column

from tracker.database import Base, UTCDateTime


class Signing(Base):
    """How one attestation was signed on screen; what is not filled in has not happened yet."""

    __tablename__ = "signing"

    attestation_id: Mapped[int] = mapped_column(ForeignKey("attestation.id"), primary_key=True)
    # The JSON whose SHA-256 is text_digest (domain.agreed_text).
    text: Mapped[str] = mapped_column(Text)
    text_digest: Mapped[str] = mapped_column(String(64))
    consent: Mapped[str] = mapped_column(Text, default="")
    opened_at: Mapped[datetime] = mapped_column(UTCDateTime)
    consented_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    typed_name: Mapped[str] = mapped_column(String(200), default="")
    typed_title: Mapped[str] = mapped_column(String(200), default="")
    authority: Mapped[str] = mapped_column(Text, default="")
    email: Mapped[str] = mapped_column(String(254))
    proved_by: Mapped[str] = mapped_column(String(200), default="")
    proved_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    signed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    zone: Mapped[str] = mapped_column(String(64))
    address: Mapped[str] = mapped_column(String(64), default="")
    browser: Mapped[str] = mapped_column(String(300), default="")
    # What is to be said about the seal: who vouches for the moment, and whether the paper is archivable.
    seal_words: Mapped[str] = mapped_column(String(300), default="", server_default=sql("''"))
    document_id: Mapped[int | None] = mapped_column(ForeignKey("document.id"))
