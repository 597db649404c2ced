"""The traces of an import, gathered per record: as it was before, and as the import left it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.models.list_import import ImportTrace

ROLES: Final = "vendor_contact"


@dataclass(slots=True)
class Left:
    """One record: `before` holds the columns that the import changed (None: it was made), `after` what it left."""

    record: str
    id: int
    before: dict[str, Any] | None
    after: dict[str, Any] = field(default_factory=dict)

    @property
    def made(self) -> bool:
        """Whether the import made it."""
        return self.before is None


@dataclass(slots=True)
class Traces:
    """Everything that an import left, table by table; roles of contacts apart, by contact and vendor."""

    records: dict[str, dict[int, Left]] = field(default_factory=lambda: defaultdict(dict))
    roles: dict[tuple[int, int], Left] = field(default_factory=dict)

    @classmethod
    def of(cls, session: Session, import_id: int) -> Traces:
        """Read the traces of an import in the order in which they were left."""
        found = cls()
        columns = (ImportTrace.record, ImportTrace.record_id, ImportTrace.before, ImportTrace.after)
        rows = session.execute(select(*columns).where(ImportTrace.import_id == import_id).order_by(ImportTrace.id))
        for record, number, before, after in rows:
            found._add(record, number, before, after)
        return found

    def of_table(self, record: str, *, made: bool) -> dict[int, Left]:
        """Return what the import made in a table, or what it changed there."""
        return {number: left for number, left in self.records[record].items() if left.made is made}

    def _add(self, record: str, number: int, before: dict[str, Any] | None, after: dict[str, Any]) -> None:
        if record == ROLES:
            left = self.roles.setdefault((number, after["vendor_id"]), Left(record, number, before))
            left.after = after
            return
        left = self.records[record].setdefault(number, Left(record, number, dict(before) if before else None))
        for name, value in (before or {}).items():
            if left.before is not None:
                left.before.setdefault(name, value)
        left.after |= after
