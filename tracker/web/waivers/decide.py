"""One waiver: what it excuses, what it changes, and approve, refuse or end it."""

from collections.abc import Callable

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tracker.models.waiver import Waiver
from tracker.queries import audit, outlook
from tracker.queries import waivers as questions
from tracker.queries.outlook import Outlook
from tracker.queries.waivers import WaiverRow, WaiverState
from tracker.services import waivers
from tracker.services.rules import Conflict, NotAllowed, RuleBroken
from tracker.web.context import clock, commit, session, the_viewer, work
from tracker.web.permissions import permitted
from tracker.web.waivers.blueprint import bp
from tracker.web.waivers.forms import EndForm, RefuseForm

ENDABLE = frozenset({WaiverState.IN_FORCE, WaiverState.AHEAD})


@bp.get("/<int:waiver_id>")
@permitted("contract:read")
def page(waiver_id: int) -> ResponseReturnValue:
    return _page(_seen(waiver_id))


@bp.post("/<int:waiver_id>/approve")
@permitted("waiver:approve")
def approve(waiver_id: int) -> ResponseReturnValue:
    row = _seen(waiver_id)
    return _do(row, lambda: waivers.approve(work(), _entity(row)), _("The waiver is approved."))


@bp.post("/<int:waiver_id>/refuse")
@permitted("waiver:approve")
def refuse(waiver_id: int) -> ResponseReturnValue:
    row, form = _seen(waiver_id), RefuseForm(prefix="refuse")
    if not form.validate_on_submit():
        return _page(row, refusing=form), 422
    reason = form.reason.data
    return _do(row, lambda: waivers.refuse(work(), _entity(row), reason), _("The waiver is refused."), refusing=form)


@bp.post("/<int:waiver_id>/end")
@permitted("waiver:approve")
def end(waiver_id: int) -> ResponseReturnValue:
    row, form = _seen(waiver_id), EndForm(prefix="end")
    if not form.validate_on_submit():
        return _page(row, ending=form), 422
    day, reason = form.ended_on.data, form.reason.data
    return _do(row, lambda: waivers.end(work(), _entity(row), day, reason), _("The waiver is ended."), ending=form)


def _do(
    row: WaiverRow,
    deed: Callable[[], Waiver],
    said: str,
    refusing: RefuseForm | None = None,
    ending: EndForm | None = None,
) -> ResponseReturnValue:
    try:
        deed()
        commit()
    except RuleBroken as broken:
        session().rollback()
        form = refusing or ending or RefuseForm(prefix="refuse", formdata=None)
        form.blame(broken)
        status = 409 if isinstance(broken, Conflict) else 403 if isinstance(broken, NotAllowed) else 422
        return _page(_seen(row.id), form if isinstance(form, RefuseForm) else None, ending), status
    flash(said, "success")
    return redirect(url_for("waivers.page", waiver_id=row.id), 303)


def _page(row: WaiverRow, refusing: RefuseForm | None = None, ending: EndForm | None = None) -> str:
    state = row.state(clock().today())
    return render_template(
        "waivers/page.html",
        row=row,
        asked=state is WaiverState.ASKED,
        endable=state in ENDABLE and row.ended_on is None,
        own=row.asked_by_id == the_viewer().id,
        outlooks=_outlooks(row) if state is WaiverState.ASKED and row.through_on >= clock().today() else [],
        refusing=refusing or RefuseForm(prefix="refuse", formdata=None),
        ending=ending or EndForm(prefix="end", formdata=None, data={"ended_on": clock().today()}),
        tried=refusing or ending,
        events=audit.events_about(session(), "waiver", row.id),
    )


def _outlooks(row: WaiverRow) -> list[Outlook]:
    today = clock().today()
    fact = questions.as_fact(session(), row, today, clock().now())
    return outlook.outlook(session(), [row.contract_id], fact.from_on, outlook.waiving(fact))


def _entity(row: WaiverRow) -> Waiver:
    return session().get_one(Waiver, row.id)


def _seen(waiver_id: int) -> WaiverRow:
    row = questions.find(session(), the_viewer(), waiver_id)
    if row is None:
        abort(404)
    return row
