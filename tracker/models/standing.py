"""The derived index: spans of standing, and the net changes from which counts for a day are added up."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from tracker.database import Base, UTCDateTime, words
from tracker.domain.stages import Stage
from tracker.domain.standings import Standing


class StandingSpan(Base):
    """What timeline() says of a contract from a day until before another; can be thrown away and rebuilt.

    `starts_on` and `through_on` outline the contract's terms known now, for lists.
    """

    __tablename__ = "standing_span"
    __table_args__ = (
        # Holds all that lists filter, sort and count by, so that they need not read the spans themselves.
        Index(
            "ix_standing_span_until_on_from_on",
            "until_on",
            "from_on",
            "standing",
            "department_id",
            "contract_id",
            "vendor_id",
            "stage",
            "tier",
            "expires_on",
            "waived_through_on",
        ),
        Index("ix_standing_span_standing_until_on", "standing", "until_on"),
        # What waits for somebody: who must act, and what orders the list.
        Index(
            "ix_standing_span_stage_until_on",
            "stage",
            "until_on",
            "from_on",
            "tier",
            "contract_id",
            "department_id",
        ),
        # What runs out, in the order in which it does.
        Index(
            "ix_standing_span_standing_expires_on",
            "standing",
            "expires_on",
            "contract_id",
            "from_on",
            "until_on",
            "department_id",
            "tier",
        ),
    )

    contract_id: Mapped[int] = mapped_column(ForeignKey("contract.id"), primary_key=True)
    from_on: Mapped[date] = mapped_column(primary_key=True)
    until_on: Mapped[date]
    standing: Mapped[Standing] = mapped_column(words(Standing))
    stage: Mapped[Stage] = mapped_column(words(Stage))
    department_id: Mapped[int]
    vendor_id: Mapped[int] = mapped_column(index=True)
    tier: Mapped[int | None]
    elements: Mapped[int] = mapped_column(default=0)
    sensitive: Mapped[bool] = mapped_column(default=False)
    version: Mapped[int | None]
    attestation_id: Mapped[int | None]
    expires_on: Mapped[date | None]
    waived_through_on: Mapped[date | None]
    starts_on: Mapped[date | None]
    through_on: Mapped[date | None]
    reasons: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)


class StandingTally(Base):
    """Net change of the number of contracts in a standing, summed over a day, a month or a year.

    `grain` is day, month or year and `begins_on` its first day. The count on a day is the sum of the whole
    years before, the whole months before and the days up to it; reading is cheap for any day, and a
    changed contract touches three rows per boundary.
    """

    __tablename__ = "standing_tally"

    grain: Mapped[str] = mapped_column(String(5), primary_key=True)
    begins_on: Mapped[date] = mapped_column(primary_key=True)
    department_id: Mapped[int] = mapped_column(primary_key=True)
    standing: Mapped[Standing] = mapped_column(words(Standing), primary_key=True)
    net: Mapped[int] = mapped_column(default=0)


class Recount(Base):
    """A change of policy that moves the standings of all contracts; a job works through them by `done_id`."""

    __tablename__ = "recount"

    id: Mapped[int] = mapped_column(primary_key=True)
    asked_at: Mapped[datetime] = mapped_column(UTCDateTime)
    done_id: Mapped[int] = mapped_column(default=0)
    finished_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
