"""All exceptions that wait, and one of them: what became of it, or another day for a reason."""

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import DateField, TextAreaField
from wtforms.validators import InputRequired, Length

from tracker.models.review import FollowUp
from tracker.queries import audit
from tracker.queries import follow_ups as questions
from tracker.queries.follow_ups import FollowUpRow
from tracker.services import follow_ups
from tracker.services.follow_ups import LONGEST_NOTE
from tracker.services.rules import Conflict, RuleBroken
from tracker.web.context import clock, commit, session, the_viewer, work
from tracker.web.follow_ups.blueprint import bp
from tracker.web.forms import Form, clean_lines
from tracker.web.permissions import permitted


class DoneForm(Form):
    """What became of an exception."""

    note = TextAreaField(
        _l("What became of it"),
        [InputRequired(_l("Say what became of it.")), Length(max=LONGEST_NOTE)],
        filters=[clean_lines],
        render_kw={"rows": 3},
        description=_l("The vendor never sees it."),
    )


class ExtendForm(Form):
    """Another day, and why."""

    due_on = DateField(_l("Look at it again on"), [InputRequired(_l("Choose a day."))])
    reason = TextAreaField(
        _l("Why"),
        [InputRequired(_l("Say why.")), Length(max=LONGEST_NOTE)],
        filters=[clean_lines],
        render_kw={"rows": 2},
    )


@bp.get("/")
@permitted("attestation:read")
def index() -> ResponseReturnValue:
    rows = questions.waiting_for(session(), the_viewer())
    return render_template("follow_ups/index.html", rows=rows, most=questions.MOST_LISTED)


@bp.get("/<int:follow_up_id>")
@permitted("attestation:read")
def page(follow_up_id: int) -> ResponseReturnValue:
    return _page(_seen(follow_up_id))


@bp.post("/<int:follow_up_id>/done")
@permitted("review:decide")
def done(follow_up_id: int) -> ResponseReturnValue:
    row, form = _seen(follow_up_id), DoneForm(prefix="done")
    if not form.validate_on_submit():
        return _page(row, form), 422
    try:
        follow_ups.done(work(), session().get_one(FollowUp, row.id), form.note.data)
        commit()
    except RuleBroken as broken:
        return _refused(row, form, broken)
    flash(_("Noted. Nobody is reminded of it any more."), "success")
    return redirect(url_for("follow_ups.page", follow_up_id=row.id), 303)


@bp.post("/<int:follow_up_id>/extend")
@permitted("review:decide")
def extend(follow_up_id: int) -> ResponseReturnValue:
    row, form = _seen(follow_up_id), ExtendForm(prefix="extend")
    if not form.validate_on_submit():
        return _page(row, form), 422
    try:
        follow_ups.extend(work(), session().get_one(FollowUp, row.id), form.due_on.data, form.reason.data)
        commit()
    except RuleBroken as broken:
        return _refused(row, form, broken)
    flash(_("The day is moved."), "success")
    return redirect(url_for("follow_ups.page", follow_up_id=row.id), 303)


def _refused(row: FollowUpRow, form: Form, broken: RuleBroken) -> ResponseReturnValue:
    session().rollback()
    form.blame(broken)
    return _page(_seen(row.id), form), 409 if isinstance(broken, Conflict) else 422


def _page(row: FollowUpRow, tried: Form | None = None) -> str:
    ending = tried if isinstance(tried, DoneForm) else DoneForm(prefix="done", formdata=None)
    extending = tried if isinstance(tried, ExtendForm) else ExtendForm(prefix="extend", formdata=None)
    return render_template(
        "follow_ups/page.html",
        row=row,
        ending=ending,
        extending=extending,
        tried=tried,
        overdue=row.waits and row.due_on < clock().today(),
        events=audit.events_about(session(), "follow-up", row.id),
    )


def _seen(follow_up_id: int) -> FollowUpRow:
    row = questions.find(session(), the_viewer(), follow_up_id)
    if row is None:
        abort(404)
    return row
