"""How values and columns are said to people in a difference."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from tracker.domain.days import day_words
from tracker.domain.import_words import ImportKind
from tracker.imports.kinds import KINDS
from tracker.services.list_imports.row_plan import Row, Value


def label(kind: ImportKind, field: str) -> str:
    """Return what a field is called on pages."""
    return KINDS[kind].field(field).label


def said(value: Value) -> str:
    """Return a value as people read it; nothing is ""."""
    match value:
        case None:
            return ""
        case date():
            return day_words(value)
        case Decimal():
            return f"{value:,.2f}"
        case tuple():
            return "; ".join(value)
        case _:
            return str(value)


def text(row: Row, field: str) -> str:
    """Return the text of a field; "" when it is empty or the list has no such column."""
    value = row.values.get(field)
    return value if isinstance(value, str) else ""


def first_text(rows: Iterable[Row], field: str) -> str:
    """Return the first text that any of the rows has in a field, or ""."""
    return next((found for row in rows if (found := text(row, field))), "")


def erased(row: Row, field: str, *, blank_erases: bool) -> bool:
    """Whether the cell is there, empty, and shall erase what is known."""
    return blank_erases and field in row.values and row.values[field] is None
