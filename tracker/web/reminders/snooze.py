"""Snooze one obligation until a day, with a reason, and undo that."""

from datetime import date, timedelta

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tracker.models.snooze import Snooze
from tracker.queries import reminders_waiting
from tracker.queries.obligations import Item
from tracker.queries.reminder_words import about, why
from tracker.queries.reminders import PlannedRow
from tracker.services import snoozes
from tracker.services.rules import RuleBroken
from tracker.web import reminding
from tracker.web.context import clock, commit, session, the_viewer, work
from tracker.web.display import day as day_words
from tracker.web.forms import clean
from tracker.web.permissions import permitted
from tracker.web.reminders.blueprint import bp
from tracker.web.reminders.planning import the_plan

USUAL_DAYS = 7
MOST_SHOWN = 12


@bp.get("/contracts/<int:contract_id>/snooze")
@permitted("reminder:pause")
def ask_snooze(contract_id: int) -> ResponseReturnValue:
    item, rows = _asked(contract_id)
    return _page(contract_id, item, rows)


@bp.post("/contracts/<int:contract_id>/snooze")
@permitted("reminder:pause")
def snooze(contract_id: int) -> ResponseReturnValue:
    item, rows = _asked(contract_id)
    obligation = item.obligation
    try:
        until_on = _until_on()
        reason = clean(request.form.get("reason"))
        snoozes.set_(work(), obligation.key, obligation.due_on, item.subject.contract_ids[0], until_on, reason)
        commit()
    except RuleBroken as broken:
        session().rollback()
        return _page(contract_id, item, rows, broken), 422
    flash(_("Snoozed: nobody is reminded of it until %(day)s.", day=day_words(until_on)), "success")
    return redirect(_back(contract_id), 303)


@bp.post("/snoozes/<int:snooze_id>/end")
@permitted("reminder:pause")
def end_snooze(snooze_id: int) -> ResponseReturnValue:
    row = reminders_waiting.snooze(session(), the_viewer(), snooze_id)
    if row is None:
        abort(404)
    snoozes.end(work(), session().get_one(Snooze, snooze_id))
    commit()
    flash(_("The snooze is over: reminders go on with the latest step that is due."), "success")
    return redirect(_back(row.contract_id), 303)


def _asked(contract_id: int) -> tuple[Item, list[PlannedRow]]:
    key, plan = request.args.get("about", ""), the_plan(contract_id)
    found = [item for item in plan.items if item.obligation.key == key and not item.obligation.over]
    if not found:
        abort(404)
    item = max(found, key=lambda one: one.obligation.due_on)
    due_on = item.obligation.due_on
    return item, [row for row in plan.rows if row.key == key and row.due_on == due_on][:MOST_SHOWN]


def _until_on() -> date:
    try:
        return date.fromisoformat(request.form.get("until_on", ""))
    except ValueError:
        raise RuleBroken("until_on", _("Choose a day from tomorrow on, within a year.")) from None


def _page(contract_id: int, item: Item, rows: list[PlannedRow], broken: RuleBroken | None = None) -> str:
    today = clock().today()
    return render_template(
        "reminders/snooze.html",
        **reminding.words(),
        about=about(item.subject),
        why=why(item),
        waits=item.obligation.waits or item.obligation.held,
        rows=rows,
        broken=broken,
        until_on=request.form.get("until_on", (today + timedelta(days=USUAL_DAYS)).isoformat()),
        reason=request.form.get("reason", ""),
        longest=snoozes.LONGEST_REASON,
        back=_back(contract_id),
    )


def _back(contract_id: int) -> str:
    if request.args.get("from") == "plan":
        return url_for("reminders.waiting")
    return url_for("contracts.page", contract_id=contract_id, _anchor="reminders")
