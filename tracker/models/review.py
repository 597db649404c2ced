"""Reviews: accept, or return with deficiencies."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, String, Text, text
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
    # Why it was accepted although the signature alone does not carry it, and who was the second person.
    reason: Mapped[str] = mapped_column(Text, default="", server_default=text("''"))
    second_id: Mapped[int | None]
    decided_at: Mapped[datetime] = mapped_column(UTCDateTime)


class AcceptanceProposal(Base):
    """A reviewer wants to accept what the signature does not carry; a second person decides about `asked`."""

    __tablename__ = "acceptance_proposal"

    attestation_id: Mapped[int] = mapped_column(ForeignKey("attestation.id"), primary_key=True)
    proposed_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    proposed_at: Mapped[datetime] = mapped_column(UTCDateTime)
    reason: Mapped[str] = mapped_column(Text)
    asked: Mapped[dict[str, Any]] = mapped_column(JSON)


class FollowUp(Base):
    """An accepted exception that is to be looked at again by a day; an obligation until it is done."""

    __tablename__ = "follow_up"

    id: Mapped[int] = mapped_column(primary_key=True)
    attestation_id: Mapped[int] = mapped_column(ForeignKey("attestation.id"), index=True)
    clause_id: Mapped[int] = mapped_column(ForeignKey("clause.id"))
    due_on: Mapped[date]
    set_at: Mapped[datetime] = mapped_column(UTCDateTime)
    done_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    done_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    note: Mapped[str] = mapped_column(Text, default="")


class Deficiency(Base):
    """A reason for which a submission was returned; it goes into the letter."""

    __tablename__ = "deficiency"

    id: Mapped[int] = mapped_column(primary_key=True)
    review_id: Mapped[int] = mapped_column(ForeignKey("review.id"), index=True)
    code: Mapped[str] = mapped_column(String(64))
    text: Mapped[str] = mapped_column(Text)
