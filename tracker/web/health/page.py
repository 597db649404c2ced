"""The health page: who leads, when each job ran and what it did, and how letters leave."""

from datetime import datetime, timedelta

from flask import Blueprint, render_template
from flask_babel import format_time, ngettext
from flask_babel import gettext as _

from tracker import schema
from tracker.queries.health import health
from tracker.web.context import clock, session, settings
from tracker.web.display import moment
from tracker.web.permissions import permitted

bp = Blueprint("health_page", __name__)
MINUTE = 60


@bp.get("/health")
@permitted("health:read")
def show() -> str:
    connection = session().connection()
    return render_template(
        "health/show.html",
        health=health(session(), clock().now(), settings().zone),
        database=f"{connection.dialect.name} {_version(connection.dialect.server_version_info)}",
        revision=schema.revision_on(connection),
        took=took,
    )


def took(duration: timedelta | None) -> str:
    """How long a job took, in words."""
    if duration is None:
        return str(_("not finished"))
    seconds = duration.total_seconds()
    if seconds < 1:
        return str(_("less than a second"))
    if seconds < MINUTE:
        return str(ngettext("%(num)d second", "%(num)d seconds", round(seconds)))
    return str(ngettext("%(num)d minute", "%(num)d minutes", round(seconds / MINUTE)))


def ago(value: datetime, now: datetime) -> str:
    """How long ago a moment was, in words."""
    seconds = max(0, round((now - value).total_seconds()))
    for size, words in ((86400, _days), (3600, _hours), (MINUTE, _minutes)):
        if seconds >= 2 * size:
            return words(seconds // size)
    return str(ngettext("%(num)d second ago", "%(num)d seconds ago", seconds))


def time_of(value: datetime, now: datetime) -> str:
    """When a moment was: the time of day if it was today in the city, else date and time."""
    zone = settings().zone
    if value.astimezone(zone).date() == now.astimezone(zone).date():
        return str(format_time(value, "short"))
    return moment(value)


def _minutes(number: int) -> str:
    return str(ngettext("%(num)d minute ago", "%(num)d minutes ago", number))


def _hours(number: int) -> str:
    return str(ngettext("%(num)d hour ago", "%(num)d hours ago", number))


def _days(number: int) -> str:
    return str(ngettext("%(num)d day ago", "%(num)d days ago", number))


def _version(parts: object) -> str:
    return ".".join(str(part) for part in parts) if isinstance(parts, tuple) else ""
