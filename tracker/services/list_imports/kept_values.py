"""Values of columns as an import keeps them in JSON, and back."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Date, Numeric, Table
from sqlalchemy.types import TypeEngine

from tracker.database import Base, UTCDateTime


def table_of(record: str) -> Table:
    """Return a table by its name."""
    return Base.metadata.tables[record]


def kept(columns: dict[str, Any]) -> dict[str, Any]:
    """Return the values as JSON holds them: days and moments as ISO text, amounts as text."""
    return {name: _plain(value) for name, value in columns.items()}


def restored(record: str, columns: dict[str, Any]) -> dict[str, Any]:
    """Return what `kept` gave as the columns of a table take it."""
    table = table_of(record)
    return {name: _typed(table.c[name].type, value) for name, value in columns.items()}


def _plain(value: Any) -> Any:  # noqa: ANN401  # values of any column
    if isinstance(value, date | datetime):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value


def _typed(kind: TypeEngine[Any], value: Any) -> Any:  # noqa: ANN401  # values of any column
    if not isinstance(value, str):
        return value
    match kind:
        case UTCDateTime():
            return datetime.fromisoformat(value)
        case Date():
            return date.fromisoformat(value)
        case Numeric():
            return Decimal(value)
        case _:
            return value
