"""Exports that run on their own: what is repeated, for whom, and each file that was made."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from tracker.database import Base, UTCDateTime


class ExportSchedule(Base):
    """A question that is answered again and again: a view, a rhythm, a place to put it (empty: recipients only).

    `view` names what is exported and `query` is its query string. `next_on` is the city day of the next run.
    """

    __tablename__ = "export_schedule"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(100))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    view: Mapped[str] = mapped_column(String(32))
    query: Mapped[str] = mapped_column(Text, default="", server_default=text("''"))
    form: Mapped[str] = mapped_column(String(16))
    rhythm: Mapped[str] = mapped_column(String(16))
    attaches: Mapped[bool] = mapped_column(default=False)
    place: Mapped[str] = mapped_column(String(300), default="", server_default=text("''"))
    next_on: Mapped[date | None] = mapped_column(index=True)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    version: Mapped[int] = mapped_column(default=1)
    __mapper_args__ = {"version_id_col": version}


class ExportRecipient(Base):
    """A person of staff who is given what a schedule makes, with that person's own permissions."""

    __tablename__ = "export_recipient"

    schedule_id: Mapped[int] = mapped_column(ForeignKey("export_schedule.id", ondelete="CASCADE"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True, index=True)


class ExportRun(Base):
    """One file made, or on its way, for one person; `state` is one of domain.export_words.ExportState.

    The file lies in the store under its digest until `kept_until_at`. A run for a place (and not for a person) has the
    permissions of the schedule's author.
    """

    __tablename__ = "export_run"
    __table_args__ = (
        Index("ix_export_run_state_id", "state", "id"),
        Index("ix_export_run_person_id_created_at", "person_id", "created_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    schedule_id: Mapped[int | None] = mapped_column(ForeignKey("export_schedule.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    view: Mapped[str] = mapped_column(String(32))
    query: Mapped[str] = mapped_column(Text, default="", server_default=text("''"))
    form: Mapped[str] = mapped_column(String(16))
    as_of: Mapped[date]
    state: Mapped[str] = mapped_column(String(16))
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int] = mapped_column(default=0)
    file_name: Mapped[str] = mapped_column(String(200), default="", server_default=text("''"))
    digest: Mapped[str] = mapped_column(String(64), default="", server_default=text("''"), index=True)
    size: Mapped[int] = mapped_column(default=0)
    problem: Mapped[str] = mapped_column(Text, default="", server_default=text("''"))
    place: Mapped[str] = mapped_column(String(300), default="", server_default=text("''"))
    told: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    touched_at: Mapped[datetime] = mapped_column(UTCDateTime)
    finished_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    kept_until_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    version: Mapped[int] = mapped_column(default=1)
    __mapper_args__ = {"version_id_col": version}


class EditableExport(Base):
    """An export for editing: what was given out, row by row, so that its return tells what was typed from what changed.

    `token` stands in the hidden sheet of the workbook. No person: it was written on the command line.
    """

    __tablename__ = "editable_export"

    token: Mapped[str] = mapped_column(String(64), primary_key=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    view: Mapped[str] = mapped_column(String(32))
    query: Mapped[str] = mapped_column(Text, default="", server_default=text("''"))
    as_of: Mapped[date]
    made_at: Mapped[datetime] = mapped_column(UTCDateTime)


class EditableRow(Base):
    """The values of one record as an export for editing gave them out."""

    __tablename__ = "editable_row"

    token: Mapped[str] = mapped_column(ForeignKey("editable_export.token", ondelete="CASCADE"), primary_key=True)
    record_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    version: Mapped[int]
    values: Mapped[dict[str, Any]] = mapped_column(JSON)
