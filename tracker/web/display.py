"""How days, moments, amounts and counts are written on pages."""

from datetime import date, datetime
from decimal import Decimal

from flask import Flask, current_app
from flask_babel import format_currency, format_date, format_decimal, format_time, get_locale, gettext, ngettext

from tracker.domain.days import day_words
from tracker.web.languages import ENGLISH, language

NOTHING = "—"


def day(value: date | None) -> str:
    """A day as in a sentence: May 31, 2027."""
    if value is None:
        return NOTHING
    # Babel takes 30 microseconds for a day and 50 for a number, a table of the overview holds hundreds.
    return day_words(value) if language() == ENGLISH else str(format_date(value, "long", rebase=False))


def iso(value: date | None) -> str:
    """A day as in a sorted table: 2027-05-31."""
    return NOTHING if value is None else value.isoformat()


def moment(value: datetime | None) -> str:
    """An aware moment as date and time in the city's zone (BABEL_DEFAULT_TIMEZONE)."""
    return NOTHING if value is None else f"{format_date(value, 'medium')}, {format_time(value, 'short')}"


def money(value: Decimal | None) -> str:
    """An amount in dollars with cents: $12,500.00, -$12,500.00."""
    return NOTHING if value is None else str(format_currency(value, "USD"))


def number(value: Decimal | float | int | None) -> str:  # noqa: PYI041  # mypy does not take an int for a float
    """A number with the separators of the language."""
    if isinstance(value, int) and language() == ENGLISH:
        return f"{value:,}"
    return NOTHING if value is None else str(format_decimal(value))


def in_days(value: date | None, today: date) -> str:
    """How far a day lies from today: in 12 days, today, 12 days ago."""
    if value is None:
        return NOTHING
    distance = (value - today).days
    if distance == 0:
        return str(gettext("today"))
    if distance > 0:
        return str(ngettext("in %(num)d day", "in %(num)d days", distance))
    return str(ngettext("%(num)d day ago", "%(num)d days ago", -distance))


def plural(count: int, one: str, many: str) -> str:
    """A count with its noun: 1 contract, 1,688 contracts."""
    return f"{number(count)} {one if count == 1 else many}"


def has_page(endpoint: str) -> bool:
    """Whether this installation answers an endpoint (the outbox exists in sample mode only)."""
    return endpoint in current_app.view_functions


def register(app: Flask) -> None:
    """Give the templates these filters, the question has_page, and the language of the page."""
    for write in (day, iso, moment, money, number, in_days, plural):
        app.add_template_filter(write)
    app.add_template_global(has_page)
    app.add_template_global(get_locale)
