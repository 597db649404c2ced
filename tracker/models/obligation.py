"""The index of obligations: which one has something to be settled next, and when."""

from datetime import date

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from tracker.database import Base


class ObligationRow(Base):
    """One obligation that stands, by its key; derived from what stands, can be thrown away and rebuilt.

    `next_on` is the first day of the city on which a run may find something to settle for it, never later than
    that day; None when nothing more will come unless something changes.
    """

    __tablename__ = "obligation"
    __table_args__ = (Index("ix_obligation_next_on_key", "next_on", "key"),)

    key: Mapped[str] = mapped_column(String(100), primary_key=True)
    kind: Mapped[str] = mapped_column(String(16))
    contract_id: Mapped[int] = mapped_column(ForeignKey("contract.id"), index=True)
    request_id: Mapped[int | None] = mapped_column(ForeignKey("request.id"), index=True)
    due_on: Mapped[date]
    next_on: Mapped[date | None]
