"""The reminders page: how scheduled work stands, what is planned, what went, failed, or was set aside and why."""

from dataclasses import dataclass

from flask import render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext, ngettext

from tracker.queries import health as health_queries
from tracker.queries import reminder_log as log_queries
from tracker.web.context import clock, session, settings, the_viewer
from tracker.web.permissions import permitted
from tracker.web.reminders.blueprint import bp
from tracker.web.reminders.planning import chosen_day, people_of, the_plan, weeks

LOGS = {
    "sent": lazy_gettext("Sent"),
    "failed": lazy_gettext("Failed"),
    "set-aside": lazy_gettext("Skipped"),
}
EMPTY = {
    "sent": lazy_gettext("No reminder was sent yet. What is planned stands on the first tab."),
    "failed": lazy_gettext("No reminder failed."),
    "set-aside": lazy_gettext("No reminder was overtaken, stopped or paused."),
}
KINDS = {
    "expiry": lazy_gettext("Coverage ends"),
    "request": lazy_gettext("Request waits"),
    "waiver": lazy_gettext("Waiver ends"),
    "disposal": lazy_gettext("Disposal due"),
}
STATES = {
    "sent": lazy_gettext("Sent"),
    "flagged": lazy_gettext("Renewal on hold"),
    "overtaken": lazy_gettext("Overtaken by a later step"),
    "stopped": lazy_gettext("Stopped"),
    "paused": lazy_gettext("Paused"),
}
LAST_PAGE = 10_000


@dataclass(frozen=True, slots=True)
class Tab:
    """A tab of the page."""

    label: str
    href: str
    current: bool


@bp.get("")
@permitted("reminder:read")
def show() -> str:
    rows, today = the_plan().rows, clock().today()
    day = chosen_day(rows, request.args.get("day", ""))
    people = people_of(rows, day)
    return render_template(
        "reminders/planned.html",
        tabs=_tabs("planned"),
        health=_health(),
        weeks=weeks(rows, today),
        day=day,
        people=people,
        total=len(rows),
        step_words=step_words,
        states=STATES,
    )


@bp.get("/<any('sent', 'failed', 'set-aside'):kind>")
@permitted("reminder:read")
def log(kind: str) -> str:
    page = max(1, min(LAST_PAGE, request.args.get("page", 1, type=int)))
    rows, total = log_queries.log(session(), the_viewer(), kind.replace("-", " "), page)
    return render_template(
        "reminders/log.html",
        tabs=_tabs(kind),
        health=_health(),
        kind=kind,
        label=LOGS[kind],
        nothing=EMPTY[kind],
        rows=rows,
        total=total,
        first=(page - 1) * log_queries.PAGE + 1,
        previous=url_for("reminders.log", kind=kind, page=page - 1) if page > 1 else None,
        following=url_for("reminders.log", kind=kind, page=page + 1) if page * log_queries.PAGE < total else None,
        kinds=KINDS,
        states=STATES,
        step_words=step_words,
    )


def step_words(days: int) -> str:
    """How far a step lies from the due day, in words."""
    if days == 0:
        return str(_("on the day"))
    if days < 0:
        return str(ngettext("%(num)d day before", "%(num)d days before", -days))
    return str(ngettext("%(num)d day after", "%(num)d days after", days))


def _health() -> health_queries.Health:
    return health_queries.health(session(), clock().now(), settings().zone)


def _tabs(current: str) -> list[Tab]:
    planned = Tab(_("Planned"), url_for("reminders.show"), current == "planned")
    return [
        planned,
        *(Tab(str(label), url_for("reminders.log", kind=kind), current == kind) for kind, label in LOGS.items()),
    ]
