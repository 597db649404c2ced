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
    stopped_at: Mapped[datetime | None] = mapped_column(UTCDateTime)


class CampaignVendor(Base):
    """A vendor of a campaign: in which wave it is asked, and by which request once it was."""

    __tablename__ = "campaign_vendor"

    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id"), primary_key=True)
    vendor_id: Mapped[int] = mapped_column(ForeignKey("vendor.id"), primary_key=True, index=True)
    wave: Mapped[int]
    ask_on: Mapped[date]
    request_id: Mapped[int | None] = mapped_column(ForeignKey("request.id"), index=True)
    hindrance: Mapped[str] = mapped_column(Text, default="")
