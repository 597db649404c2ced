"""What vendors must agree to: a set, its versions and their clauses."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from tracker.database import Base, UTCDateTime


class RequirementSet(Base):
    """A named set of requirements."""

    __tablename__ = "requirement_set"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(64), unique=True)
    name: Mapped[str] = mapped_column(String(200))


class RequirementVersion(Base):
    """A version: in force from its effective day; the one before stays good for the grace period."""

    __tablename__ = "requirement_version"
    __table_args__ = (
        UniqueConstraint("set_id", "number"),
        CheckConstraint("grace_days >= 0", name="grace_not_negative"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    set_id: Mapped[int] = mapped_column(ForeignKey("requirement_set.id"))
    number: Mapped[int]
    effective_on: Mapped[date]
    grace_days: Mapped[int] = mapped_column(default=90)
    note: Mapped[str] = mapped_column(Text, default="")
    published_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    based_on_id: Mapped[int | None]
    drafted_by_id: Mapped[int | None]


class Clause(Base):
    """A clause of a version; `code` is stable across versions, `rule` says to which contracts it applies."""

    __tablename__ = "clause"
    __table_args__ = (UniqueConstraint("version_id", "code"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("requirement_version.id"))
    code: Mapped[str] = mapped_column(String(16))
    text: Mapped[str] = mapped_column(Text)
    rule: Mapped[str] = mapped_column(String(64), default="all")
    principle: Mapped[str] = mapped_column(String(2))
    position: Mapped[int] = mapped_column(default=0)
