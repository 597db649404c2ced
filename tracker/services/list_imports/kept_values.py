"""Values of columns as an import keeps them in JSON, and back."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Table

from tracker.database import Base


def table_of(record: str) -> Table:
    """Return a table by its name."""
    return Base.metadata.tables[record]


def kept(columns: dict[str, Any]) -> dict[str, Any]:
    """Return the values as JSON holds them: days and moments as ISO text, amounts as text."""
    return {name: _plain(value) for name, value in columns.items()}


def restored(record: str, columns: dict[str, Any]) -> dict[str, Any]:
    """Return what `kept` gave as the columns of a table take it."""
    table = table_of(record)
    return {name: _typed(table.c[name].type.python_type, value) for name, value in columns.items()}


def _plain(value: Any) -> Any:  # noqa: ANN401  # values of any column
    if isinstance(value, date | datetime):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value


def _typed(kind: type, value: Any) -> Any:  # noqa: ANN401  # values of any column
    if value is None or not isinstance(value, str):
        return value
    if issubclass(kind, datetime):
        return datetime.fromisoformat(value)
    if issubclass(kind, date):
        return date.fromisoformat(value)
    return Decimal(value) if issubclass(kind, Decimal) else value
