"""Contracts and their terms."""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import CheckConstraint, ForeignKey, Index, Numeric, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from tracker.database import Base, UTCDateTime


class Contract(Base):
    """An agreement with one vendor; when it runs stands in its terms."""

    __tablename__ = "contract"

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(String(64), unique=True)
    title: Mapped[str] = mapped_column(String(300))
    vendor_id: Mapped[int] = mapped_column(ForeignKey("vendor.id"), index=True)
    department_id: Mapped[int] = mapped_column(ForeignKey("department.id"), index=True)
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    amount: Mapped[Decimal | None] = mapped_column(Numeric(16, 2))
    renewal_terms: Mapped[str] = mapped_column(Text, default="")
    breach_notice_hours: Mapped[int] = mapped_column(default=72)
    search_text: Mapped[str] = mapped_column(Text, default="")
    note: Mapped[str] = mapped_column(Text, default="")
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    updated_at: Mapped[datetime] = mapped_column(UTCDateTime)
    archived_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    version: Mapped[int] = mapped_column(default=1)
    __mapper_args__ = {"version_id_col": version}


class ContractTerm(Base):
    """One term of a contract (the first, or a renewal or amendment); the last day counts.

    Never overwritten: a correction replaces the row, so what was known on any day can be told.
    """

    __tablename__ = "contract_term"
    __table_args__ = (
        CheckConstraint("starts_on IS NULL OR through_on IS NULL OR starts_on <= through_on", name="in_order"),
        CheckConstraint("disposal_days >= 0", name="disposal_days_not_negative"),
        Index("ix_contract_term_contract_id_replaced_at", "contract_id", "replaced_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    contract_id: Mapped[int] = mapped_column(ForeignKey("contract.id"))
    item_number: Mapped[str] = mapped_column(String(64), default="")
    starts_on: Mapped[date | None]
    through_on: Mapped[date | None]
    disposal_days: Mapped[int] = mapped_column(default=60)
    recorded_at: Mapped[datetime] = mapped_column(UTCDateTime)
    replaced_at: Mapped[datetime | None] = mapped_column(UTCDateTime)


class Disposal(Base):
    """The vendor's certificate that it returned or destroyed the data after the contract's end."""

    __tablename__ = "disposal"

    id: Mapped[int] = mapped_column(primary_key=True)
    contract_id: Mapped[int] = mapped_column(ForeignKey("contract.id"), index=True)
    certified_on: Mapped[date]
    method: Mapped[str] = mapped_column(Text)
    certified_by: Mapped[str] = mapped_column(String(200))
    recorded_at: Mapped[datetime] = mapped_column(UTCDateTime)
    replaced_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
