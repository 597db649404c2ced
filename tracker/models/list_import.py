"""Lists brought in: the file, how it was read, what each row does, and what was there before."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from tracker.database import Base, UTCDateTime


class ListImport(Base):
    """One file of one kind on its way in; `state` is one of domain.import_words.ImportState.

    `mapping` says which sheet, header and columns mean what; `counts` the rows by fate. `base` names the export for
    editing that the file came from. The file itself lies in the store under its digest until the import is a month old.
    """

    __tablename__ = "list_import"
    __table_args__ = (Index("ix_list_import_state_id", "state", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(32))
    state: Mapped[str] = mapped_column(String(16))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    file_name: Mapped[str] = mapped_column(String(200))
    digest: Mapped[str] = mapped_column(String(64), index=True)
    size: Mapped[int]
    mapping: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    counts: Mapped[dict[str, int]] = mapped_column(JSON, default=dict)
    problem: Mapped[str] = mapped_column(Text, default="", server_default=text("''"))
    base: Mapped[str] = mapped_column(String(64), default="", server_default=text("''"))
    skips_refused: Mapped[bool] = mapped_column(default=False)
    # Likely names of known vendors are taken for vendors of their own.
    undecided_are_new: Mapped[bool] = mapped_column(default=False, server_default=text("false"))
    # A digest of what the dry run showed; applying something else is refused.
    outcome: Mapped[str] = mapped_column(String(64), default="", server_default=text("''"))
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int] = mapped_column(default=0)
    cancelled_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    touched_at: Mapped[datetime] = mapped_column(UTCDateTime)
    applied_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    undone_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    version: Mapped[int] = mapped_column(default=1)
    __mapper_args__ = {"version_id_col": version}


class ImportRow(Base):
    """What one row of the file does: its fate, what it names, each value that it changes, or why it is refused.

    `changes` is a list of {"field", "old", "new"} as people read them; `number` is the row as a spreadsheet counts.
    """

    __tablename__ = "import_row"
    __table_args__ = (Index("ix_import_row_import_id_fate_number", "import_id", "fate", "number"),)

    import_id: Mapped[int] = mapped_column(ForeignKey("list_import.id", ondelete="CASCADE"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    fate: Mapped[str] = mapped_column(String(16))
    label: Mapped[str] = mapped_column(String(400), default="")
    column: Mapped[str] = mapped_column(String(200), default="")
    reason: Mapped[str] = mapped_column(Text, default="")
    changes: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)


class ImportTrace(Base):
    """One record that an import made or changed: the columns before and after, from which it can be undone."""

    __tablename__ = "import_trace"
    __table_args__ = (Index("ix_import_trace_record", "record", "record_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    import_id: Mapped[int] = mapped_column(ForeignKey("list_import.id", ondelete="CASCADE"), index=True)
    record: Mapped[str] = mapped_column(String(32))
    record_id: Mapped[int]
    before: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    after: Mapped[dict[str, Any]] = mapped_column(JSON)


class SavedMapping(Base):
    """How a list is read, saved under a name; `headings_key` recognizes the same list when it comes again."""

    __tablename__ = "saved_mapping"
    __table_args__ = (UniqueConstraint("kind", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(32))
    name: Mapped[str] = mapped_column(String(100))
    headings_key: Mapped[str] = mapped_column(String(64), index=True)
    mapping: Mapped[dict[str, Any]] = mapped_column(JSON)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)


class NameDecision(Base):
    """Whom a spelling in lists means, as a person decided: a vendor, or (without one) a vendor of its own."""

    __tablename__ = "name_decision"

    id: Mapped[int] = mapped_column(primary_key=True)
    spelling: Mapped[str] = mapped_column(String(300), unique=True)
    vendor_id: Mapped[int | None] = mapped_column(ForeignKey("vendor.id"), index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    decided_at: Mapped[datetime] = mapped_column(UTCDateTime)
