"""Letters (written first, sent after) and the ledger of reminders."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, mapped_column

from tracker.database import Base, UTCDateTime, words
from tracker.domain.record_words import LetterState


class Letter(Base):
    """One e-mail to one person. `key` is unique: the same letter cannot be written twice."""

    __tablename__ = "letter"
    __table_args__ = (Index("ix_letter_state_next_try_at", "state", "next_try_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(200), unique=True)
    kind: Mapped[str] = mapped_column(String(32), index=True)
    to_email: Mapped[str] = mapped_column(String(254), index=True)
    to_name: Mapped[str] = mapped_column(String(200), default="")
    contact_id: Mapped[int | None] = mapped_column(ForeignKey("contact.id"), index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    request_id: Mapped[int | None] = mapped_column(ForeignKey("request.id"), index=True)
    subject: Mapped[str] = mapped_column(String(300))
    text: Mapped[str] = mapped_column(Text)
    html: Mapped[str] = mapped_column(Text)
    message_id: Mapped[str] = mapped_column(String(200), unique=True)
    state: Mapped[LetterState] = mapped_column(words(LetterState), default=LetterState.WAITING)
    attempts: Mapped[int] = mapped_column(default=0)
    written_at: Mapped[datetime] = mapped_column(UTCDateTime)
    next_try_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    claimed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    sent_at: Mapped[datetime | None] = mapped_column(UTCDateTime, index=True)
    answer: Mapped[str] = mapped_column(Text, default="")
    # The digest of a file of the store that travels with it, and the name it travels under.
    attachment: Mapped[str] = mapped_column(String(64), default="", server_default=sql("''"))
    attachment_name: Mapped[str] = mapped_column(String(200), default="", server_default=sql("''"))
    # The mail server took it, and later said that it could not be delivered.
    returned_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    returned_reason: Mapped[str] = mapped_column(Text, default="", server_default=sql("''"))


class LetterContract(Base):
    """A contract that a letter is about."""

    __tablename__ = "letter_contract"

    letter_id: Mapped[int] = mapped_column(ForeignKey("letter.id"), primary_key=True)
    contract_id: Mapped[int] = mapped_column(ForeignKey("contract.id"), primary_key=True, index=True)


class Reminder(Base):
    """The ledger: one step of one obligation for one recipient, sent or overtaken, with the reason.

    `step_days` counts from the due day (-30 is thirty days before). `recipient` is an e-mail address.
    """

    __tablename__ = "reminder"
    __table_args__ = (UniqueConstraint("obligation", "due_on", "step_days", "recipient"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    obligation: Mapped[str] = mapped_column(String(100))
    contract_id: Mapped[int | None] = mapped_column(ForeignKey("contract.id"), index=True)
    due_on: Mapped[date]
    step_days: Mapped[int]
    recipient: Mapped[str] = mapped_column(String(254), index=True)
    state: Mapped[str] = mapped_column(String(16))
    reason: Mapped[str] = mapped_column(Text, default="")
    letter_id: Mapped[int | None] = mapped_column(ForeignKey("letter.id"), index=True)
    recorded_at: Mapped[datetime] = mapped_column(UTCDateTime)
