"""The city's policy, as rows that are added and never overwritten, and its holidays."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, String, text
from sqlalchemy.orm import Mapped, mapped_column

from tracker.database import Base, UTCDateTime


class PolicyRow(Base):
    """The policy from the moment it was recorded; the newest row is in force.

    `heartbeat_to` is the address that gets a daily letter saying that all works, empty for none.
    `term_months` maps tier ("1" to "4") to months; `reminder_steps` is the table of CATALOGUE section 4.
    """

    __tablename__ = "policy"

    id: Mapped[int] = mapped_column(primary_key=True)
    notice_days: Mapped[int] = mapped_column(default=60)
    term_months: Mapped[dict[str, int]] = mapped_column(JSON)
    request_due_days: Mapped[int] = mapped_column(default=30)
    breach_notice_hours: Mapped[int] = mapped_column(default=72)
    disposal_days: Mapped[int] = mapped_column(default=60)
    digest_hour: Mapped[int] = mapped_column(default=8)
    heartbeat_to: Mapped[str] = mapped_column(String(254), default="", server_default=text("''"))
    reminder_steps: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    recorded_at: Mapped[datetime] = mapped_column(UTCDateTime)
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))


class Holiday(Base):
    """A day on which the city does not work."""

    __tablename__ = "holiday"

    on_day: Mapped[date] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(100))
