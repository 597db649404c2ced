"""Who runs the scheduled work, and when it ran."""

from datetime import datetime

from sqlalchemy import String, Text
from sqlalchemy.orm import Mapped, mapped_column

from tracker.database import Base, UTCDateTime


class Lease(Base):
    """The right to do scheduled work, held by one process until a moment."""

    __tablename__ = "lease"

    name: Mapped[str] = mapped_column(String(32), primary_key=True)
    holder: Mapped[str] = mapped_column(String(200))
    until_at: Mapped[datetime] = mapped_column(UTCDateTime)


class JobRun(Base):
    """The last run of a job."""

    __tablename__ = "job_run"

    name: Mapped[str] = mapped_column(String(32), primary_key=True)
    started_at: Mapped[datetime] = mapped_column(UTCDateTime)
    finished_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    outcome: Mapped[str] = mapped_column(Text, default="")
