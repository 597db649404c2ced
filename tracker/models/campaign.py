"""Campaigns: asking all vendors that a new version leaves behind, in waves."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from tracker.database import Base, UTCDateTime


class Campaign(Base):
    """One round of asking for one requirement version."""

    __tablename__ = "campaign"

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("requirement_version.id"), index=True)
    name: Mapped[str] = mapped_column(String(200))
    message: Mapped[str] = mapped_column(Text, default="")
    per_wave: Mapped[int]
    started_at: Mapped[datetime] = mapped_column(UTCDateTime)
    started_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    first_on: Mapped[date]
    due_days: Mapped[int]
    paused_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    stopped_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    reason: Mapped[str] = mapped_column(Text, default="")
    row_version: Mapped[int] = mapped_column(default=1)
    __mapper_args__ = {"version_id_col": row_version}


class CampaignVendor(Base):
    """A vendor of a campaign: in which wave it is asked, and by which request once it was.

    `ask_on` is the day of the city on which its turn comes; `tried_on` is the day on which it came, None before.
    `hindrance` says why nothing, or not everything, could be asked.
    """

    __tablename__ = "campaign_vendor"

    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id"), primary_key=True)
    vendor_id: Mapped[int] = mapped_column(ForeignKey("vendor.id"), primary_key=True, index=True)
    wave: Mapped[int]
    ask_on: Mapped[date]
    tried_on: Mapped[date | None]
    request_id: Mapped[int | None] = mapped_column(ForeignKey("request.id"), index=True)
    hindrance: Mapped[str] = mapped_column(Text, default="")


class CampaignContract(Base):
    """A contract that the version of a campaign leaves behind; `out_on` is the first day without cover."""

    __tablename__ = "campaign_contract"

    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id"), primary_key=True)
    contract_id: Mapped[int] = mapped_column(ForeignKey("contract.id"), primary_key=True, index=True)
    vendor_id: Mapped[int] = mapped_column(ForeignKey("vendor.id"))
    out_on: Mapped[date]
