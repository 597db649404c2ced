"""Snoozes: one obligation is not reminded of until a day, with a reason."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from tracker.database import Base, UTCDateTime


class Snooze(Base):
    """Nothing is settled for the obligation, at this due day, before `until_on`; the newest row counts."""

    __tablename__ = "snooze"

    id: Mapped[int] = mapped_column(primary_key=True)
    obligation: Mapped[str] = mapped_column(String(100), index=True)
    due_on: Mapped[date]
    contract_id: Mapped[int] = mapped_column(ForeignKey("contract.id"), index=True)
    until_on: Mapped[date]
    reason: Mapped[str] = mapped_column(Text)
    set_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    set_at: Mapped[datetime] = mapped_column(UTCDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
