"""The rows of all tables, to compare a city before and after."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.database import Base

TRAIL = frozenset({"event", "event_subject", "event_seal", "list_import", "import_row", "import_trace", "job_run"})
"""What is kept of a deed even when it was undone."""


def dump(session: Session) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table but the trail, without the versions of records, in order."""
    session.expire_all()
    found = {}
    for table in Base.metadata.sorted_tables:
        if table.name in TRAIL:
            continue
        columns = [column for column in table.columns if column.name not in {"version", "row_version"}]
        rows = [tuple(map(str, row)) for row in session.execute(select(*columns))]
        if table.name == "standing_tally":
            rows = [row for row in rows if row[-1] != "0"]
        found[table.name] = sorted(rows)
    return found
