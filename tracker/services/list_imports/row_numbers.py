"""Ids for many new rows, taken before they are written, so that rows of other tables can name them."""

from __future__ import annotations

from sqlalchemy import Table, func, select
from sqlalchemy.orm import Session


def reserve(session: Session, table: Table, count: int) -> list[int]:
    """Return so many ids that nobody else is given; on SQLite the transaction must be the one that writes."""
    if session.get_bind().dialect.name == "postgresql":
        sequence = func.pg_get_serial_sequence(table.name, "id")
        numbers = select(func.nextval(sequence)).select_from(func.generate_series(1, count))
        return [int(number) for number in session.scalars(numbers)]
    highest = session.scalar(select(func.coalesce(func.max(table.c.id), 0))) or 0
    return list(range(highest + 1, highest + 1 + count))
