"""Holds: what came in at once and is not reminded of until a person has seen the plan and starts it."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from tracker.database import Base, UTCDateTime


class ReminderHold(Base):
    """One arrival of many contracts; `per_day` limits how many old ones are released on a working day."""

    __tablename__ = "reminder_hold"

    id: Mapped[int] = mapped_column(primary_key=True)
    sentence: Mapped[str] = mapped_column(String(300))
    placed_at: Mapped[datetime] = mapped_column(UTCDateTime)
    placed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    started_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    started_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    per_day: Mapped[int | None]
    note: Mapped[str] = mapped_column(Text, default="")


class HeldContract(Base):
    """A contract under a hold; once that is started, reminders begin on `from_on` (None: not started yet)."""

    __tablename__ = "held_contract"

    contract_id: Mapped[int] = mapped_column(ForeignKey("contract.id"), primary_key=True)
    hold_id: Mapped[int] = mapped_column(ForeignKey("reminder_hold.id"), index=True)
    from_on: Mapped[date | None]
