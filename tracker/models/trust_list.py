"""The city's trust list: whose certificates vouch for signers, version by version."""

from datetime import datetime

from sqlalchemy import ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column

from tracker.database import Base, UTCDateTime


class TrustList(Base):
    """One version of the list; the newest is in force, none is ever changed.

    `certificates` and `revocations` are PEM blocks, any number of them.
    """

    __tablename__ = "trust_list"

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(unique=True)
    certificates: Mapped[str] = mapped_column(Text)
    revocations: Mapped[str] = mapped_column(Text, default="")
    note: Mapped[str] = mapped_column(Text, default="")
    recorded_at: Mapped[datetime] = mapped_column(UTCDateTime)
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
