"""The certificates that the city sealed with, present and former."""

from datetime import datetime

from sqlalchemy import String, Text
from sqlalchemy.orm import Mapped, mapped_column

from tracker.database import Base, UTCDateTime


class CityCertificate(Base):
    """A certificate of the city's own key, kept for good: what it sealed must be known as the city's years later.

    `certificate` and `issuers` are PEM; `fingerprint` is the SHA-256 of the certificate, hexadecimal.
    """

    __tablename__ = "city_certificate"

    id: Mapped[int] = mapped_column(primary_key=True)
    fingerprint: Mapped[str] = mapped_column(String(64), unique=True)
    subject: Mapped[str] = mapped_column(Text)
    certificate: Mapped[str] = mapped_column(Text)
    issuers: Mapped[str] = mapped_column(Text, default="")
    valid_until: Mapped[datetime] = mapped_column(UTCDateTime)
    first_used_at: Mapped[datetime] = mapped_column(UTCDateTime)
