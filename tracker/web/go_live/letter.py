"""A first letter as it would look if everything began at once."""

from datetime import date

from flask import Response, abort, render_template, request, url_for

from tracker.domain.obligations import Somebody
from tracker.domain.working_days import working_day_from
from tracker.mail.composed import Composed
from tracker.queries import reminder_holds
from tracker.queries.go_live_plan import first_letter
from tracker.queries.obligations import holidays
from tracker.services import digest_letters
from tracker.services.reminders import first_day_left
from tracker.web.context import session, settings, the_viewer, work
from tracker.web.go_live.blueprint import bp
from tracker.web.letter_frame import letter_frame
from tracker.web.permissions import permitted


@bp.get("/<int:hold_id>/letter")
@permitted("reminder:read")
def letter(hold_id: int) -> str:
    day, somebody, composed = _letter(hold_id)
    frame = url_for("go_live.frame", hold_id=hold_id, to=somebody.email)
    return render_template(
        "go_live/letter.html", day=day, somebody=somebody, composed=composed, frame=frame, hold_id=hold_id
    )


@bp.get("/<int:hold_id>/letter/html")
@permitted("reminder:read")
def frame(hold_id: int) -> Response:
    return letter_frame(_letter(hold_id)[2].html, leads=False)


def _letter(hold_id: int) -> tuple[date, Somebody, Composed]:
    deed = work()
    ids = reminder_holds.held_contracts(session(), the_viewer(), hold_id)
    day = working_day_from(first_day_left(deed), holidays(session()))
    email = request.args.get("to", "")
    found = first_letter(session(), ids, deed.today, settings().zone, day, email) if ids and email else None
    if found is None:
        abort(404)
    somebody, items = found
    return day, somebody, digest_letters.compose(deed, somebody, items, day)
