"""Calendar feeds: private addresses under which calendars read what falls due."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from tracker.database import Base, UTCDateTime


class CalendarFeed(Base):
    """One feed: of a department, an owner or a vendor. The address carries `nonce`, signed; withdrawn for good.

    Either a person or a contact made it, and it shows no more than that one may see now.
    """

    __tablename__ = "calendar_feed"
    __table_args__ = (Index("ix_calendar_feed_kind_subject_id", "kind", "subject_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(16))
    subject_id: Mapped[int]
    nonce: Mapped[str] = mapped_column(String(64), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    contact_id: Mapped[int | None] = mapped_column(ForeignKey("contact.id"), index=True)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    read_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    withdrawn_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
