"""A digest as it will look on a planned day."""

from dataclasses import dataclass
from datetime import date

from flask import Response, abort, render_template, request, url_for

from tracker.domain.reminders import EntryState
from tracker.mail.composed import Composed
from tracker.services import reminders
from tracker.services.reminders import Bundle
from tracker.web.context import work
from tracker.web.grid import read_number
from tracker.web.letter_frame import letter_frame
from tracker.web.permissions import permitted
from tracker.web.reminders.blueprint import bp
from tracker.web.reminders.planning import the_plan


@dataclass(frozen=True, slots=True)
class PlannedLetter:
    """Whom an address names, for which day, about which contract (None: all), and what is planned for them then."""

    day: date
    email: str
    contract_id: int | None
    bundle: Bundle | None


@bp.get("/letter")
@permitted("reminder:read")
def preview() -> str:
    letter, bundle, composed = _composed()
    frame = url_for("reminders.frame", day=letter.day.isoformat(), to=letter.email)
    return render_template(
        "reminders/letter.html", day=letter.day, somebody=bundle.somebody, composed=composed, frame=frame
    )


@bp.get("/letter/html")
@permitted("reminder:read")
def frame() -> Response:
    return letter_frame(_composed()[2].html, leads=False)


def planned_letter() -> PlannedLetter:
    """Read day, person and contract from the address, and look up what is planned; 404 when it names no day."""
    try:
        day = date.fromisoformat(request.args.get("day", ""))
    except ValueError:
        abort(404)
    email, contract_id = request.args.get("to", ""), read_number(request.args.get("contract"))
    entries = tuple(
        (entry, item)
        for on_day, entry, item in the_plan(contract_id).entries
        if on_day == day and entry.somebody.email == email and entry.state is EntryState.SENT
    )
    return PlannedLetter(day, email, contract_id, Bundle(entries[0][0].somebody, entries) if entries else None)


def _composed() -> tuple[PlannedLetter, Bundle, Composed]:
    letter = planned_letter()
    if letter.bundle is None:
        abort(404)
    return letter, letter.bundle, reminders.compose(work(), letter.bundle, letter.day)
