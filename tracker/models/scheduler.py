"""Who runs the scheduled work, and when it ran."""

from datetime import date, datetime

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


class DigestDay(Base):
    """A day of the city whose digests are all written; a run that was cut short leaves no row."""

    __tablename__ = "digest_day"

    on_day: Mapped[date] = mapped_column(primary_key=True)
    finished_at: Mapped[datetime] = mapped_column(UTCDateTime)
    digests: Mapped[int] = mapped_column(default=0)
    items: Mapped[int] = mapped_column(default=0)
    noted: Mapped[int] = mapped_column(default=0)
