"""Cells of grids: cheap to write, because marks that repeat are drawn once per language."""

from collections.abc import Callable
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from flask import current_app
from flask_babel import get_locale
from markupsafe import Markup, escape

from tracker.web import display
from tracker.web.context import clock

Cell = Callable[[Any], str | Markup]
EMPTY = Markup('<span class="muted">—</span>')


def text(read: Callable[[Any], str | None]) -> Cell:
    """Plain text, a dash when there is none."""
    return lambda row: read(row) or EMPTY


def number(read: Callable[[Any], float | None]) -> Cell:
    """A number with the separators of the language, a dash when there is none."""
    return lambda row: _number(read(row))


def money(read: Callable[[Any], Any]) -> Cell:
    """An amount, a dash when there is none."""
    return lambda row: EMPTY if read(row) is None else display.money(read(row))


def day(read: Callable[[Any], date | None]) -> Cell:
    """A day as 2027-05-31, a dash when there is none."""
    return lambda row: found.isoformat() if (found := read(row)) else EMPTY


def moment_day(read: Callable[[Any], datetime]) -> Cell:
    """The city's day of a moment, as 2027-05-31."""
    return lambda row: clock().day_of(read(row)).isoformat()


def mark(name: str, read: Callable[[Any], Any]) -> Cell:
    """A mark of components/standing.html: standing, stage or tier."""
    return lambda row: EMPTY if (word := read(row)) is None else drawn(name, word)


def link(pattern: Callable[[], str], number_of: Callable[[Any], int], read: Callable[[Any], str]) -> Cell:
    """A link to a page of an object; `pattern` gives the address up to its number."""

    def write(row: Any) -> Markup:  # noqa: ANN401  # a row of any grid
        return Markup('<a href="{}{}">{}</a>').format(pattern(), number_of(row), read(row))

    return write


def drawn(name: str, word: object) -> Markup:
    """A mark in the reader's language."""
    return _drawn(str(get_locale()), name, word)


@lru_cache(maxsize=500)
def _drawn(_language: str, name: str, word: object) -> Markup:
    macros = current_app.jinja_env.get_template("components/standing.html").module
    return Markup(str(getattr(macros, name)(word)).strip())  # noqa: S704  # drawn by our own macro, which escapes


def _number(value: float | None) -> str | Markup:
    if value is None:
        return EMPTY
    small = isinstance(value, int) and -1000 < value < 1000  # noqa: PLR2004  # no separators below a thousand
    return str(value) if small else display.number(value)


def opening(tag: str, kind: str, label: str) -> Markup:
    """The opening tag of a column's cells, made once per page."""
    scope = Markup(' scope="row"') if tag == "th" else ""
    return Markup('<{}{} class="{}" data-label="{}">').format(Markup(tag), scope, kind, escape(label))  # noqa: S704
