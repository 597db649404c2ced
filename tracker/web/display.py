"""How days, moments, amounts and counts are written on pages."""

from datetime import date, datetime
from decimal import Decimal

from flask import Flask, current_app
from flask_babel import format_currency, format_date, format_decimal, format_time, get_locale, gettext, ngettext

NOTHING = "—"


def day(value: date | None) -> str:
    """A day as in a sentence: May 31, 2027."""
    return NOTHING if value is None else str(format_date(value, "long", rebase=False))


def iso(value: date | None) -> str:
    """A day as in a sorted table: 2027-05-31."""
    return NOTHING if value is None else value.isoformat()


def moment(value: datetime | None) -> str:
    """An aware moment as date and time in the city's zone (BABEL_DEFAULT_TIMEZONE)."""
    return NOTHING if value is None else f"{format_date(value, 'medium')}, {format_time(value, 'short')}"


def money(value: Decimal | None) -> str:
    """An amount in dollars with cents: $12,500.00, -$12,500.00."""
    return NOTHING if value is None else str(format_currency(value, "USD"))


def number(value: Decimal | float | None) -> str:
    """A number with the separators of the language."""
    if type(value) is int and -1000 < value < 1000:  # noqa: PLR2004  # no language separates these; Babel is slow
        return str(value)
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
