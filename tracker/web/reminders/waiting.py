"""What waits although it is due or will be: snoozed, paused for a vendor, or held since it came in."""

from flask import render_template

from tracker.web.permissions import permitted
from tracker.web.reminders.blueprint import bp
from tracker.web.reminders.frame import framed, what_waits


@bp.get("/waiting")
@permitted("reminder:read")
def waiting() -> str:
    return render_template("reminders/waiting.html", **framed("waiting", what_waits()))
