"""Send now: planned reminders of one person leave at once, after a look at what leaves and to whom."""

from datetime import date

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tracker.domain.reminders import Entry, LedgerKey
from tracker.queries.reminder_log import settled
from tracker.queries.reminder_words import about, why
from tracker.services import reminders, send_now
from tracker.services.reminders import Bundle
from tracker.services.rules import Conflict, RuleBroken
from tracker.web import reminding
from tracker.web.context import commit, session, the_viewer, work
from tracker.web.permissions import permitted
from tracker.web.reminders.blueprint import bp
from tracker.web.reminders.letter import PlannedLetter, planned_letter

SEPARATOR = "|"
MOST_STEPS = 1000


@bp.get("/now")
@permitted("reminder:send")
def ask_now() -> ResponseReturnValue:
    letter = planned_letter()
    if letter.bundle is None and settled(session(), the_viewer(), letter.email):
        # Somebody went back in the browser, or was slower than the scheduler.
        flash(_("Nothing is planned for them on this day any more."), "info")
        return redirect(_back(letter), 303)
    if letter.bundle is None:
        abort(404)
    return _page(letter, letter.bundle)


@bp.post("/now")
@permitted("reminder:send")
def now() -> ResponseReturnValue:
    letter = planned_letter()
    chosen = _chosen(letter.email)
    told = letter.bundle.told if letter.bundle else []
    going = tuple((entry, item) for entry, item in told if entry.ledger_key in chosen)
    if len(going) < len(chosen):
        return _too_late(letter, chosen)
    if letter.bundle is None:
        abort(404)
    try:
        send_now.send(work(), Bundle(letter.bundle.somebody, going), letter.day)
        commit()
    except Conflict:
        session().rollback()
        return _too_late(letter, chosen)
    except RuleBroken as broken:
        return _page(letter, letter.bundle, broken), 422
    somebody = letter.bundle.somebody
    said = _("The letter to %(who)s waits to be sent; that takes some seconds.", who=somebody.name or somebody.email)
    flash(said, "success")
    return redirect(_back(letter), 303)


def step_value(entry: Entry) -> str:
    """How a form names one step: the obligation, its due day and the distance from it."""
    key = entry.ledger_key
    return SEPARATOR.join((key.obligation, key.due_on.isoformat(), str(key.step_days)))


def _page(letter: PlannedLetter, bundle: Bundle, broken: RuleBroken | None = None) -> str:
    items = [
        (step_value(entry), about(item.subject), why(item), reminding.step_words(entry.step_days))
        for entry, item in bundle.told
    ]
    return render_template(
        "reminders/send_now.html",
        somebody=bundle.somebody,
        day=letter.day,
        items=items,
        composed=reminders.compose(work(), bundle, work().today),
        broken=broken,
        action=url_for("reminders.now", day=letter.day.isoformat(), to=letter.email, contract=letter.contract_id),
        back=_back(letter),
    )


def _too_late(letter: PlannedLetter, chosen: set[LedgerKey]) -> ResponseReturnValue:
    if not settled(session(), the_viewer(), letter.email) & chosen:
        abort(404)
    flash(send_now.SETTLED, "info")
    return redirect(_back(letter), 303)


def _chosen(email: str) -> set[LedgerKey]:
    found = set()
    for value in request.form.getlist("step")[:MOST_STEPS]:
        key, _mark, rest = value.partition(SEPARATOR)
        day, _mark, days = rest.partition(SEPARATOR)
        try:
            found.add(LedgerKey(key, date.fromisoformat(day), int(days[:6]), email))
        except ValueError:
            abort(404)
    return found


def _back(letter: PlannedLetter) -> str:
    if letter.contract_id is not None:
        return url_for("contracts.page", contract_id=letter.contract_id, _anchor="reminders")
    return url_for("reminders.show", day=letter.day.isoformat(), _anchor="day")
