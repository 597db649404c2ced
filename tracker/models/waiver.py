"""Waivers: reasoned, approved, dated exceptions; they end by themselves."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from tracker.database import Base, UTCDateTime


class Waiver(Base):
    """An exception for a contract from its first through its last day, once a second person approved it."""

    __tablename__ = "waiver"
    __table_args__ = (
        CheckConstraint("from_on <= through_on", name="in_order"),
        CheckConstraint("approved_by_id IS NULL OR approved_by_id <> asked_by_id", name="second_person"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    contract_id: Mapped[int] = mapped_column(ForeignKey("contract.id"), index=True)
    reason: Mapped[str] = mapped_column(Text)
    from_on: Mapped[date]
    through_on: Mapped[date]
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    asked_at: Mapped[datetime] = mapped_column(UTCDateTime)
    approved_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    approved_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    refused_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    refused_reason: Mapped[str] = mapped_column(Text, default="", server_default=text("''"))
    ended_on: Mapped[date | None]
    ended_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    ended_reason: Mapped[str] = mapped_column(Text, default="", server_default=text("''"))


class WaiverElement(Base):
    """A data element that a waiver names."""

    __tablename__ = "waiver_element"

    waiver_id: Mapped[int] = mapped_column(ForeignKey("waiver.id"), primary_key=True)
    element_id: Mapped[int] = mapped_column(ForeignKey("data_element.id"), primary_key=True)


class WaiverClause(Base):
    """A clause, by its stable code, that a waiver names."""

    __tablename__ = "waiver_clause"

    waiver_id: Mapped[int] = mapped_column(ForeignKey("waiver.id"), primary_key=True)
    code: Mapped[str] = mapped_column(String(16), primary_key=True)
