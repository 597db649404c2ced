"""What vendors must agree to: a set, its versions and their clauses."""

from datetime import date, datetime

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, mapped_column

from tracker.database import Base, UTCDateTime


class RequirementSet(Base):
    """A named set of requirements."""

    __tablename__ = "requirement_set"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(64), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    # Which of domain.signature_kinds suffice; None: all of them.
    signature_kinds: Mapped[list[str] | None] = mapped_column(JSON(none_as_null=True))


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
    """A clause of a version; `code` is stable across versions, `rule` says to which contracts it applies.

    Triggers of the database refuse to change the clauses of a version that is published.
    """

    __tablename__ = "clause"
    __table_args__ = (UniqueConstraint("version_id", "code"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("requirement_version.id"))
    code: Mapped[str] = mapped_column(String(16))
    text: Mapped[str] = mapped_column(Text)
    rule: Mapped[str] = mapped_column(String(64), default="all")
    principle: Mapped[str] = mapped_column(String(2))
    position: Mapped[int] = mapped_column(default=0)
    row_version: Mapped[int] = mapped_column(default=1, server_default=sql("1"))
    __mapper_args__ = {"version_id_col": row_version}
