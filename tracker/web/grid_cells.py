"""Cells of grids, as HTML: each function here gives, once per page, a writer that escapes what it is given.

Fifty rows are most of a page's work, so they are written without the template engine's test of each value, and
marks that repeat are drawn once per language.
"""

from collections.abc import Callable
from datetime import date, datetime
from functools import lru_cache
from html import escape
from typing import Any

from flask import current_app
from markupsafe import Markup

from tracker.web import display
from tracker.web.context import clock
from tracker.web.languages import language

Write = Callable[[Any], str]
Cell = Callable[[], Write]
EMPTY = '<span class="muted">—</span>'


def text(read: Callable[[Any], str | None]) -> Cell:
    """Plain text, a dash when there is none."""
    return lambda: lambda row: escape(found) if (found := read(row)) else EMPTY


def number(read: Callable[[Any], float | None]) -> Cell:
    """A number with the separators of the language, a dash when there is none."""
    return lambda: lambda row: EMPTY if (found := read(row)) is None else escape(display.number(found))


def money(read: Callable[[Any], Any]) -> Cell:
    """An amount, a dash when there is none."""
    return lambda: lambda row: EMPTY if (found := read(row)) is None else escape(display.money(found))


def day(read: Callable[[Any], date | None]) -> Cell:
    """A day as 2027-05-31, a dash when there is none."""
    return lambda: lambda row: found.isoformat() if (found := read(row)) else EMPTY


def moment_day(read: Callable[[Any], datetime]) -> Cell:
    """The city's day of a moment, as 2027-05-31."""

    def prepare() -> Write:
        day_of = clock().day_of
        return lambda row: day_of(read(row)).isoformat()

    return prepare


def mark(name: str, read: Callable[[Any], Any]) -> Cell:
    """A mark of components/standing.html: standing, stage or tier."""

    def prepare() -> Write:
        here = language()
        return lambda row: EMPTY if (word := read(row)) is None else _drawn(here, name, word)

    return prepare


def link(address_of_0: Callable[[], str], number_of: Callable[[Any], int], read: Callable[[Any], str]) -> Cell:
    """A link to a page of an object; `address_of_0` gives the address of number 0, asked once per page."""

    def prepare() -> Write:
        pattern = escape(address_of_0().removesuffix("0"))
        return lambda row: f'<a href="{pattern}{number_of(row):d}">{escape(read(row))}</a>'

    return prepare


def drawn(name: str, word: object) -> Markup:
    """A mark in the reader's language."""
    return _drawn(language(), name, word)


@lru_cache(maxsize=500)
def _drawn(_language: str, name: str, word: object) -> Markup:
    macros = current_app.jinja_env.get_template("components/standing.html").module
    return Markup(str(getattr(macros, name)(word)).strip())  # noqa: S704  # drawn by our own macro, which escapes


def opening(tag: str, kind: str, label: str) -> str:
    """The opening tag of a column's cells, made once per page."""
    scope = ' scope="row"' if tag == "th" else ""
    return f'<{tag}{scope} class="{escape(kind)}" data-label="{escape(label)}">'
