"""A digest as it will look on a planned day."""

from datetime import date

from flask import Response, abort, render_template, request, url_for

from tracker.domain.reminders import EntryState
from tracker.mail.composed import Composed
from tracker.services import reminders
from tracker.services.reminders import Bundle
from tracker.web.context import work
from tracker.web.letter_frame import letter_frame
from tracker.web.permissions import permitted
from tracker.web.reminders.blueprint import bp
from tracker.web.reminders.planning import the_plan


@bp.get("/letter")
@permitted("reminder:read")
def preview() -> str:
    day, bundle, composed = _planned()
    frame = url_for("reminders.frame", day=day.isoformat(), to=bundle.somebody.email)
    return render_template("reminders/letter.html", day=day, somebody=bundle.somebody, composed=composed, frame=frame)


@bp.get("/letter/html")
@permitted("reminder:read")
def frame() -> Response:
    return letter_frame(_planned()[2].html, leads=False)


def _planned() -> tuple[date, Bundle, Composed]:
    try:
        day = date.fromisoformat(request.args.get("day", ""))
    except ValueError:
        abort(404)
    email = request.args.get("to", "")
    entries = tuple(
        (entry, item)
        for on_day, entry, item in the_plan().entries
        if on_day == day and entry.somebody.email == email and entry.state is EntryState.SENT
    )
    if not entries:
        abort(404)
    bundle = Bundle(entries[0][0].somebody, entries)
    return day, bundle, reminders.compose(work(), bundle, day)
