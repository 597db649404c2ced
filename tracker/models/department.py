"""Departments of the city."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from tracker.database import Base, UTCDateTime


class Department(Base):
    """A department that owns contracts; its manager hears of what stays undone."""

    __tablename__ = "department"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(200), unique=True)
    manager_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", use_alter=True))
    archived_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
