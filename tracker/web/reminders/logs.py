"""The log: what went, what failed, and what was skipped or overtaken and why; on the page and as CSV."""

from datetime import date
from io import BytesIO

from flask import Response, render_template, request, url_for
from flask_babel import lazy_gettext
from werkzeug.datastructures import MultiDict

from tracker.queries import reminder_log as queries
from tracker.queries.reminder_log import LogWanted
from tracker.services import reminder_log_file
from tracker.web.context import session, settings, the_viewer, work
from tracker.web.grid import Address, read_text
from tracker.web.permissions import permitted
from tracker.web.reminders.blueprint import bp
from tracker.web.reminders.frame import LOGS, framed

EMPTY = {
    "sent": lazy_gettext("No reminder was sent yet. What is planned stands on the first tab."),
    "failed": lazy_gettext("No reminder failed."),
    "set-aside": lazy_gettext("No reminder was overtaken, stopped or paused."),
}
FIRST_YEAR, LAST_YEAR = 1970, 9998
LAST_PAGE = 10_000


@bp.get("/<any('sent', 'failed', 'set-aside'):kind>")
@permitted("reminder:read")
def log(kind: str) -> str:
    page = max(1, min(LAST_PAGE, request.args.get("page", 1, type=int)))
    asked = _wanted(request.args)
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
        file=_address(url_for("reminders.log_csv", kind=kind), asked).href(),
        rows=rows,
        total=total,
        first=(page - 1) * queries.PAGE + 1,
        previous=address.href(page=str(page - 1)) if page > 1 else None,
        following=address.href(page=str(page + 1)) if page * queries.PAGE < total else None,
    )


@bp.get("/<any('sent', 'failed', 'set-aside'):kind>/csv")
@permitted("reminder:read")
def log_csv(kind: str) -> Response:
    file = BytesIO()
    rows = queries.whole_log(session(), the_viewer(), kind.replace("-", " "), _wanted(request.args))
    reminder_log_file.write_csv(work(), rows, file)
    response = Response(file.getvalue(), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f"attachment; filename=reminders-{kind}-{work().today.isoformat()}.csv"
    return response


def _wanted(args: MultiDict[str, str]) -> LogWanted:
    return LogWanted(
        recipient=read_text(args, "to"),
        contract=read_text(args, "contract"),
        from_on=_day(args, "from"),
        through_on=_day(args, "through"),
        zone=settings().zone,
    )


def _day(args: MultiDict[str, str], name: str) -> date | None:
    try:
        found = date.fromisoformat(args.get(name, "")[:10])
    except ValueError:
        return None
    return found if FIRST_YEAR <= found.year <= LAST_YEAR else None


def _address(path: str, asked: LogWanted) -> Address:
    days = {"from": asked.from_on, "through": asked.through_on}
    given = {"to": asked.recipient, "contract": asked.contract}
    given |= {name: day.isoformat() for name, day in days.items() if day}
    return Address(path, tuple((name, value) for name, value in given.items() if value))
