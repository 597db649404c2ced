"""All arrivals of many contracts: held, or started, when and by whom."""

from flask import render_template

from tracker.queries.reminder_holds import holds
from tracker.web.context import session, the_viewer
from tracker.web.go_live.blueprint import bp
from tracker.web.permissions import permitted


@bp.get("")
@permitted("reminder:read")
def index() -> str:
    rows = holds(session(), the_viewer())
    return render_template("go_live/index.html", rows=list(reversed(rows)))
