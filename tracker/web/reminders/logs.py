"""The log: what went, what failed, and what was skipped or overtaken and why."""

from flask import render_template, request, url_for
from flask_babel import lazy_gettext

from tracker.queries import reminder_log as queries
from tracker.queries.list_questions import log_asked
from tracker.queries.reminder_log import LogWanted
from tracker.web.context import session, settings, the_viewer
from tracker.web.grid import Address
from tracker.web.permissions import permitted
from tracker.web.reminders.blueprint import bp
from tracker.web.reminders.frame import LOGS, framed

EMPTY = {
    "sent": lazy_gettext("No reminder was sent yet. What is planned stands on the first tab."),
    "failed": lazy_gettext("No reminder failed."),
    "set-aside": lazy_gettext("No reminder was overtaken, stopped or paused."),
}
LAST_PAGE = 10_000


@bp.get("/<any('sent', 'failed', 'set-aside'):kind>")
@permitted("reminder:read")
def log(kind: str) -> str:
    page = max(1, min(LAST_PAGE, request.args.get("page", 1, type=int)))
    asked = log_asked(request.args, settings().zone)
    address = _address(url_for("reminders.log", kind=kind), asked)
    rows, total = queries.log(session(), the_viewer(), kind.replace("-", " "), page, asked)
    return render_template(
        "reminders/log.html",
        **framed(kind),
        kind=kind,
        label=LOGS[kind],
        nothing=EMPTY[kind],
        asked=asked,
        address=address,
        rows=rows,
        total=total,
        first=(page - 1) * queries.PAGE + 1,
        previous=address.href(page=str(page - 1)) if page > 1 else None,
        following=address.href(page=str(page + 1)) if page * queries.PAGE < total else None,
    )


def _address(path: str, asked: LogWanted) -> Address:
    days = {"from": asked.from_on, "through": asked.through_on}
    given = {"to": asked.recipient, "contract": asked.contract}
    given |= {name: day.isoformat() for name, day in days.items() if day}
    return Address(path, tuple((name, value) for name, value in given.items() if value))
