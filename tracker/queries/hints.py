"""Hints for SQLite, which keeps no statistics: which index not to use. Other databases decide for themselves."""

from typing import Any

from sqlalchemy import ColumnElement
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.visitors import InternalTraversal


class Unindexed:
    """The columns of a table, written so that SQLite looks for no index of them; other databases decide themselves."""

    def __init__(self, table: Any) -> None:  # noqa: ANN401  # a mapped class
        self._table = table

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401  # a column of any type
        return _Plus(getattr(self._table, name))


class _Plus(ColumnElement[Any]):
    inherit_cache = True

    def __init__(self, column: Any) -> None:  # noqa: ANN401  # a mapped column
        self.column = column
        self.type = column.type

    _traverse_internals = [("column", InternalTraversal.dp_clauseelement)]  # noqa: RUF012  # as SQLAlchemy reads it


@compiles(_Plus)
def _as_it_is(element: _Plus, compiler: Any, **options: Any) -> str:  # noqa: ANN401  # SQLAlchemy's compiler
    return str(compiler.process(element.column, **options))


@compiles(_Plus, "sqlite")
def _with_plus(element: _Plus, compiler: Any, **options: Any) -> str:  # noqa: ANN401  # SQLAlchemy's compiler
    return f"+{compiler.process(element.column, **options)}"
