"""Attestations: a vendor's answer to a request; accepted by a review, it covers its contracts."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from tracker.database import Base, UTCDateTime, words
from tracker.domain.catalogue_words import Answer


class Attestation(Base):
    """A draft until submitted, then a submission until reviewed; a returned one is followed by a next round.

    In force from `effective_on` through `expires_on`, both given at acceptance.
    """

    __tablename__ = "attestation"
    __table_args__ = (
        UniqueConstraint("request_id", "round"),
        CheckConstraint("effective_on IS NULL OR effective_on <= expires_on", name="in_order"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    vendor_id: Mapped[int] = mapped_column(ForeignKey("vendor.id"), index=True)
    request_id: Mapped[int | None] = mapped_column(ForeignKey("request.id"))
    version_id: Mapped[int] = mapped_column(ForeignKey("requirement_version.id"))
    round: Mapped[int] = mapped_column(default=1)
    signer_name: Mapped[str] = mapped_column(String(200), default="")
    signer_title: Mapped[str] = mapped_column(String(200), default="")
    signer_authority: Mapped[str] = mapped_column(Text, default="")
    signed_on: Mapped[date | None]
    submitted_by_id: Mapped[int | None] = mapped_column(ForeignKey("contact.id"), index=True)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    saved_at: Mapped[datetime] = mapped_column(UTCDateTime)
    submitted_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    effective_on: Mapped[date | None]
    expires_on: Mapped[date | None]
    expiry_reason: Mapped[str] = mapped_column(Text, default="")
    revoked_on: Mapped[date | None]
    revoked_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    revoked_reason: Mapped[str] = mapped_column(Text, default="")
    row_version: Mapped[int] = mapped_column(default=1)
    __mapper_args__ = {"version_id_col": row_version}


class AttestationContract(Base):
    """A contract that an attestation covers."""

    __tablename__ = "attestation_contract"

    attestation_id: Mapped[int] = mapped_column(ForeignKey("attestation.id"), primary_key=True)
    contract_id: Mapped[int] = mapped_column(ForeignKey("contract.id"), primary_key=True, index=True)


class AttestationElement(Base):
    """A data element that an attestation names, per contract (frozen at submission)."""

    __tablename__ = "attestation_element"

    attestation_id: Mapped[int] = mapped_column(ForeignKey("attestation.id"), primary_key=True)
    contract_id: Mapped[int] = mapped_column(ForeignKey("contract.id"), primary_key=True, index=True)
    element_id: Mapped[int] = mapped_column(ForeignKey("data_element.id"), primary_key=True)


class ClauseAnswer(Base):
    """The vendor's answer to one clause; `text` is the exception or the reason why it does not apply."""

    __tablename__ = "clause_answer"

    attestation_id: Mapped[int] = mapped_column(ForeignKey("attestation.id"), primary_key=True)
    clause_id: Mapped[int] = mapped_column(ForeignKey("clause.id"), primary_key=True)
    answer: Mapped[Answer] = mapped_column(words(Answer))
    text: Mapped[str] = mapped_column(Text, default="")
    target_on: Mapped[date | None]
    control: Mapped[str] = mapped_column(Text, default="")
