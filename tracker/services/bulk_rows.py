"""Many rows at once, past the ORM: for invented data only, whose values are known to be sound."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

from sqlalchemy import Connection, Table, func, select
from sqlalchemy.sql.schema import ScalarElementColumnDefault

Values = tuple[Any, ...]


def put(connection: Connection, table: Table, columns: Sequence[str], rows: Sequence[Values]) -> None:
    """Insert rows whose values are as the driver wants them: days and moments as ISO text, JSON as text.

    Columns that are not named get their default. The caller commits.
    """
    if not rows:
        return
    fixed = _defaults(table, columns)
    names = ", ".join([*columns, *fixed])
    full = [row + tuple(fixed.values()) for row in rows] if fixed else rows
    if connection.dialect.name == "postgresql":
        driver = cast("Any", connection.connection.driver_connection)
        with driver.cursor() as cursor, cursor.copy(f"COPY {table.name} ({names}) FROM STDIN") as copy:
            for row in full:
                copy.write_row(row)
        return
    marks = ", ".join("?" * (len(columns) + len(fixed)))
    connection.exec_driver_sql(f"INSERT INTO {table.name} ({names}) VALUES ({marks})", list(full))  # noqa: S608  # names of our own tables


def next_id(connection: Connection, table: Table) -> int:
    """Return an id above every id of the table."""
    return int(connection.scalar(select(func.coalesce(func.max(table.c.id), 0))) or 0) + 1


def set_sequence(connection: Connection, table: Table) -> None:
    """Let PostgreSQL count on from the highest id of the table; SQLite does so by itself."""
    if connection.dialect.name == "postgresql":
        sequence = func.pg_get_serial_sequence(table.name, "id")
        connection.execute(select(func.setval(sequence, select(func.max(table.c.id)).scalar_subquery())))


def _defaults(table: Table, given: Sequence[str]) -> dict[str, Any]:
    return {
        column.name: column.default.arg
        for column in table.columns
        if column.name not in given and isinstance(column.default, ScalarElementColumnDefault)
    }
