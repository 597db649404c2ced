"""Reviews: accept, or return with deficiencies."""

from datetime import datetime

from sqlalchemy import JSON, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from tracker.database import Base, UTCDateTime, words
from tracker.domain.record_words import Outcome


class Review(Base):
    """One decision about one submission; unique, so that two reviewers cannot both decide.

    `note` is for staff only and never shown to the vendor.
    """

    __tablename__ = "review"

    id: Mapped[int] = mapped_column(primary_key=True)
    attestation_id: Mapped[int] = mapped_column(ForeignKey("attestation.id"), unique=True)
    reviewer_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    outcome: Mapped[Outcome] = mapped_column(words(Outcome))
    checklist: Mapped[list[str]] = mapped_column(JSON, default=list)
    note: Mapped[str] = mapped_column(Text, default="")
    decided_at: Mapped[datetime] = mapped_column(UTCDateTime)


class Deficiency(Base):
    """A reason for which a submission was returned; it goes into the letter."""

    __tablename__ = "deficiency"

    id: Mapped[int] = mapped_column(primary_key=True)
    review_id: Mapped[int] = mapped_column(ForeignKey("review.id"), index=True)
    code: Mapped[str] = mapped_column(String(64))
    text: Mapped[str] = mapped_column(Text)
