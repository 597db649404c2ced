"""What every tab of the reminders page shows: the tabs, and how scheduled work stands."""

from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext

from tracker.queries import health as health_queries
from tracker.queries import reminders_waiting
from tracker.queries.reminders_waiting import Waiting
from tracker.web import reminding
from tracker.web.context import clock, session, settings, the_viewer

LOGS = {
    "sent": lazy_gettext("Sent"),
    "failed": lazy_gettext("Failed"),
    "set-aside": lazy_gettext("Skipped or overtaken"),
}


@dataclass(frozen=True, slots=True)
class Tab:
    """A tab of the page."""

    label: str
    href: str
    current: bool
    count: int | None = None


def what_waits() -> Waiting:
    """All that waits, within what the viewer may see."""
    return reminders_waiting.waiting(session(), the_viewer(), clock().today())


def framed(current: str, waits: Waiting | None = None) -> dict[str, object]:
    """What the frame of a tab needs, with the words that its tables use."""
    waits = waits or what_waits()
    planned = Tab(_("Planned"), url_for("reminders.show"), current == "planned")
    waiting = Tab(_("Waiting"), url_for("reminders.waiting"), current == "waiting", waits.total or None)
    logs = [Tab(str(label), url_for("reminders.log", kind=kind), current == kind) for kind, label in LOGS.items()]
    health = health_queries.health(session(), clock().now(), settings().zone)
    return {**reminding.words(), "tabs": [planned, waiting, *logs], "health": health, "waits": waits}
