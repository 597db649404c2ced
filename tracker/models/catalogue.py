"""The catalogue: kinds of personal data and of people, nothing deleted, only retired."""

from datetime import datetime

from sqlalchemy import CheckConstraint, String
from sqlalchemy.orm import Mapped, mapped_column

from tracker.database import Base, UTCDateTime


class DataElement(Base):
    """A kind of personal data; `code` is stable, the tier runs from 1 (public) to 4 (special handling)."""

    __tablename__ = "data_element"
    __table_args__ = (CheckConstraint("tier BETWEEN 1 AND 4", name="tier_known"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(64), unique=True)
    group_name: Mapped[str] = mapped_column(String(100))
    name: Mapped[str] = mapped_column(String(200))
    tier: Mapped[int]
    sensitive: Mapped[bool] = mapped_column(default=False)
    breach_trigger: Mapped[bool] = mapped_column(default=False)
    is_other: Mapped[bool] = mapped_column(default=False)
    fideslang_key: Mapped[str | None] = mapped_column(String(200))
    position: Mapped[int] = mapped_column(default=0)
    retired_at: Mapped[datetime | None] = mapped_column(UTCDateTime)


class DataSubject(Base):
    """A kind of person whose data it is."""

    __tablename__ = "data_subject"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(64), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    position: Mapped[int] = mapped_column(default=0)
    retired_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
