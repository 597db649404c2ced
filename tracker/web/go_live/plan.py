"""The plan of one arrival: what would leave, to whom, how old; start it, or hold it again."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tracker.domain.permissions import allows
from tracker.models.reminder_hold import ReminderHold
from tracker.queries import audit, reminder_holds
from tracker.queries.go_live_plan import GoLivePlan, go_live_plan
from tracker.queries.reminder_holds import HoldRow
from tracker.services import reminder_holds as service
from tracker.services.reminder_holds import How, Release
from tracker.services.reminders import first_day_left
from tracker.services.rules import Conflict, RuleBroken
from tracker.web.context import commit, session, settings, the_viewer, work
from tracker.web.go_live.blueprint import bp
from tracker.web.go_live.forms import USUAL_PER_DAY, StartForm
from tracker.web.permissions import permitted

SHOWN = 50
SIZES = (5, 10, 25, 50, 100, 250)


@dataclass(frozen=True, slots=True)
class Portions:
    """What portions of this size mean: the last day of release, and how many would come too late."""

    per_day: int
    last_on: date
    too_late: int


@bp.get("/<int:hold_id>")
@permitted("reminder:read")
def plan(hold_id: int) -> str:
    return _page(_seen(hold_id), StartForm(formdata=None, data={"per_day": USUAL_PER_DAY}))


@bp.post("/<int:hold_id>/start")
@permitted("reminder:start")
def start(hold_id: int) -> ResponseReturnValue:
    row, form = _startable(hold_id), StartForm()
    if not form.validate_on_submit():
        return _page(row, form), 422

    def deed() -> str:
        done = service.start(work(), _entity(row), How(form.how.data), form.per_day.data, form.note.data or "")
        return str(_("The reminders about %(number)s contracts have begun.", number=f"{done.contracts:,}"))

    return _do(row, form, deed)


@bp.post("/<int:hold_id>/hold")
@permitted("reminder:start")
def hold_again(hold_id: int) -> ResponseReturnValue:
    row = _startable(hold_id)

    def deed() -> str:
        number = service.hold_again(work(), _entity(row))
        return str(_("The reminders about %(number)s contracts are held again.", number=f"{number:,}"))

    return _do(row, StartForm(formdata=None), deed)


def the_plan(row: HoldRow) -> GoLivePlan:
    """The plan of what is held, within what the viewer may see."""
    ids = reminder_holds.held_contracts(session(), the_viewer(), row.id)
    deed = work()
    return go_live_plan(session(), ids, deed.today, settings().zone, first_day_left(deed))


def _do(row: HoldRow, form: StartForm, deed: Callable[[], str]) -> ResponseReturnValue:
    try:
        said = deed()
        commit()
    except RuleBroken as broken:
        session().rollback()
        form.blame(broken)
        return _page(_seen(row.id), form), 409 if isinstance(broken, Conflict) else 422
    flash(said, "success")
    return redirect(url_for("go_live.plan", hold_id=row.id), 303)


def _page(row: HoldRow, form: StartForm) -> str:
    found, may_start = the_plan(row), allows(the_viewer().roles, "reminder:start")
    return render_template(
        "go_live/plan.html",
        row=row,
        plan=found,
        oldest=list(reversed(found.old))[:SHOWN],
        readers=found.readers[:SHOWN],
        form=form,
        portions=_portions(found) if may_start else [],
        may_start=may_start,
        whole_city=not the_viewer().departments,
        today=work().today,
        events=audit.events_about(session(), "hold", row.id),
    )


def _portions(found: GoLivePlan) -> list[Portions]:
    if not found.old_contracts:
        return []
    all_at_once = next((size for size in SIZES if size >= len(found.old_contracts)), SIZES[-1])
    releases = ((size, Release.of(work(), found, size)) for size in SIZES if size <= all_at_once)
    return [Portions(size, release.last_on, len(release.too_late)) for size, release in releases]


def _entity(row: HoldRow) -> ReminderHold:
    return session().get_one(ReminderHold, row.id)


def _startable(hold_id: int) -> HoldRow:
    row = _seen(hold_id)
    if the_viewer().departments:
        # A start is for all that came in; who sees a part of the city cannot have seen the plan of it.
        abort(403)
    return row


def _seen(hold_id: int) -> HoldRow:
    row = reminder_holds.hold(session(), the_viewer(), hold_id)
    if row is None:
        abort(404)
    return row
