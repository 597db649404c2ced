"""A row by its number, or the page that says that there is none."""

from typing import TypeVar

from flask import abort

from tracker.database import Base
from tracker.web.context import session

Row = TypeVar("Row", bound=Base)


def found(kind: type[Row], number: int) -> Row:
    """The row of this number; answers 404 when there is none. For things that no department limits."""
    row = session().get(kind, number)
    if row is None:
        abort(404)
    return row
