"""The chain over the audit trail, and the checkpoints that leave the machine."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from tracker.database import Base, UTCDateTime


class EventSeal(Base):
    """One link: a salted commitment to one event, chained to the link before it. Digests are SHA-256, hexadecimal.

    Without its salt a commitment says nothing of the event, so that personal data can be erased and the chain stays.
    """

    __tablename__ = "event_seal"

    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"), unique=True)
    salt: Mapped[str] = mapped_column(String(64))
    commitment: Mapped[str] = mapped_column(String(64))
    link: Mapped[str] = mapped_column(String(64))


class Checkpoint(Base):
    """The head of the chain at a moment, as it was handed to a place outside."""

    __tablename__ = "checkpoint"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(UTCDateTime)
    position: Mapped[int]
    link: Mapped[str] = mapped_column(String(64))
    handed_to: Mapped[str] = mapped_column(Text, default="")
