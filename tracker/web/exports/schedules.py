"""Repeated exports of the person: begun from a list, changed, run now, ended, with a log of what came of them."""

from flask import abort, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tracker.models.export_run import ExportSchedule
from tracker.queries import export_runs, people
from tracker.queries.asked import read_number
from tracker.services.exports import schedules as service
from tracker.web.context import clock, commit, session, settings, the_viewer, work
from tracker.web.deeds import attempt, say_done
from tracker.web.exports.blueprint import bp
from tracker.web.exports.forms import RHYTHMS, ScheduleForm
from tracker.web.exports.planned import Planned, planned, planned_of
from tracker.web.permissions import permitted


@bp.route("/repeat", methods=["GET", "POST"])
@permitted("view:save")
def repeat() -> ResponseReturnValue:
    asked, form = planned(), _offering(ScheduleForm())
    if request.method == "GET":
        form.name.data, form.first_on.data = asked.view.title, clock().today()
        form.recipients.data = [the_viewer().id]
    if form.validate_on_submit():
        with attempt(form) as deed:
            service.create(work(), the_viewer(), form.new(asked.view.name, asked.query))
        if deed.done:
            return say_done(_("It is repeated from now on."), "exports.files", _anchor="repeated")
    return _page(asked, form, None)


@bp.route("/repeated/<int:schedule_id>", methods=["GET", "POST"])
@permitted("view:save")
def repeated(schedule_id: int) -> ResponseReturnValue:
    schedule = _own(schedule_id)
    asked, form = planned_of(schedule.view, schedule.query), _offering(ScheduleForm())
    if request.method == "GET":
        form.show(schedule, service.recipients_of(work(), schedule_id), clock().today())
    if form.validate_on_submit():
        with attempt(form) as deed:
            typed = form.new(schedule.view, schedule.query)
            service.edit(work(), the_viewer(), schedule, typed, read_number(form.version.data) or 0)
        if deed.done:
            return say_done(_("Saved."), "exports.files", _anchor="repeated")
    return _page(asked, form, schedule_id)


@bp.post("/repeated/<int:schedule_id>/now")
@permitted("view:save")
def run_now(schedule_id: int) -> ResponseReturnValue:
    service.run(work(), _own(schedule_id))
    commit()
    return say_done(_("The files are being made, one for each person."), "exports.repeated", schedule_id=schedule_id)


@bp.post("/repeated/<int:schedule_id>/end")
@permitted("view:save")
def end(schedule_id: int) -> ResponseReturnValue:
    service.end(work(), _own(schedule_id))
    commit()
    return say_done(_("It is not repeated any more."), "exports.files", _anchor="repeated")


def _own(schedule_id: int) -> ExportSchedule:
    schedule = session().get(ExportSchedule, schedule_id)
    if schedule is None or schedule.person_id != the_viewer().id or schedule.ended_at is not None:
        abort(404)
    return schedule


def _offering(form: ScheduleForm) -> ScheduleForm:
    form.recipients.choices = people.choices(session())
    return form


def _page(asked: Planned, form: ScheduleForm, schedule_id: int | None) -> ResponseReturnValue:
    log = export_runs.log(session(), the_viewer(), schedule_id) if schedule_id is not None else []
    page = render_template(
        "exports/repeat.html",
        asked=asked, form=form, schedule_id=schedule_id, log=log, rhythms=RHYTHMS,
        may_place=bool(settings().exports_url), may_attach=settings().exports_attached,
    )  # fmt: skip
    return page, 422 if form.errors or form.form_errors else 200
