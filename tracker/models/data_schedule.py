"""The data schedule: which elements a contract lets go, and the declaration that says so."""

from datetime import date, datetime

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from tracker.database import Base, UTCDateTime, words
from tracker.domain.catalogue_words import Direction, Form
from tracker.domain.record_words import DeclarationKind


class Declaration(Base):
    """Somebody said what a contract lets go: a schedule, or no personal data and why.

    `from_on` empty means since the contract's start. Never overwritten: a correction replaces the row.
    """

    __tablename__ = "declaration"
    __table_args__ = (Index("ix_declaration_contract_id_replaced_at", "contract_id", "replaced_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    contract_id: Mapped[int] = mapped_column(ForeignKey("contract.id"))
    kind: Mapped[DeclarationKind] = mapped_column(words(DeclarationKind))
    reason: Mapped[str] = mapped_column(Text, default="")
    from_on: Mapped[date | None]
    uses_ai: Mapped[bool] = mapped_column(default=False)
    usage_protocol: Mapped[str] = mapped_column(String(300), default="")
    recorded_at: Mapped[datetime] = mapped_column(UTCDateTime)
    replaced_at: Mapped[datetime | None] = mapped_column(UTCDateTime)


class DataLine(Base):
    """One line of a data schedule, in force from its first to its last day, both included."""

    __tablename__ = "data_line"
    __table_args__ = (
        CheckConstraint("from_on IS NULL OR through_on IS NULL OR from_on <= through_on", name="in_order"),
        Index("ix_data_line_contract_id_replaced_at", "contract_id", "replaced_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    contract_id: Mapped[int] = mapped_column(ForeignKey("contract.id"))
    element_id: Mapped[int] = mapped_column(ForeignKey("data_element.id"), index=True)
    other_text: Mapped[str] = mapped_column(String(200), default="")
    subjects: Mapped[list[str]] = mapped_column(JSON, default=list)
    purpose: Mapped[str] = mapped_column(Text, default="")
    direction: Mapped[Direction] = mapped_column(words(Direction))
    form: Mapped[Form] = mapped_column(words(Form))
    retention: Mapped[str] = mapped_column(String(200), default="")
    country: Mapped[str] = mapped_column(String(2), default="US")
    from_on: Mapped[date | None]
    through_on: Mapped[date | None]
    recorded_at: Mapped[datetime] = mapped_column(UTCDateTime)
    replaced_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
