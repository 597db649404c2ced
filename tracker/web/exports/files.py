"""Files that were made for the person: looked at, asked for, cancelled, taken along."""

from typing import BinaryIO

from flask import Response, abort, flash, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tracker.documents.store import store_of
from tracker.domain.export_words import ExportForm
from tracker.models.export_run import ExportRun
from tracker.queries import export_runs
from tracker.queries.export_runs import RunRow
from tracker.services.exports import runs
from tracker.services.exports.permitted import may_take
from tracker.services.exports.runs import NewRun
from tracker.services.exports.views import VIEWS
from tracker.services.rules import RuleBroken
from tracker.web.context import clock, commit, session, settings, the_viewer, work
from tracker.web.deeds import say_done
from tracker.web.exports.blueprint import bp
from tracker.web.exports.forms import RHYTHMS, FileForm
from tracker.web.exports.planned import Planned, planned
from tracker.web.file_answer import MEDIA_TYPES
from tracker.web.permissions import permitted

GONE = 410


@bp.get("/files")
@permitted("view:save")
def files() -> str:
    viewer = the_viewer()
    return render_template(
        "exports/files.html",
        files=export_runs.mine(session(), viewer),
        schedules=export_runs.schedules(session(), viewer),
        titles={view.name: view.title for view in VIEWS.values()},
        rhythms=RHYTHMS,
        kept=runs.KEPT.days,
    )


@bp.get("/new")
@permitted("view:save")
def new() -> str:
    return _page(planned(), FileForm())


@bp.post("/files")
@permitted("view:save")
def make() -> ResponseReturnValue:
    asked, form = planned(), FileForm()
    if not form.validate():
        return _page(asked, form), 422
    try:
        runs.ask(work(), the_viewer(), NewRun(asked.view.name, asked.query, form.chosen(), asked.on))
    except RuleBroken as broken:
        session().rollback()
        form.blame(broken)
        return _page(asked, form), 422
    commit()
    return say_done(
        _("The file is being made. You may leave this page; it stands here when it is ready."), "exports.files"
    )


@bp.post("/files/<int:run_id>/cancel")
@permitted("view:save")
def cancel(run_id: int) -> ResponseReturnValue:
    row = _seen(run_id)
    runs.cancel(work(), session().get_one(ExportRun, row.id))
    commit()
    return say_done(_("The file is not made."), "exports.files")


@bp.get("/files/<int:run_id>")
@permitted("view:save")
def file(run_id: int) -> ResponseReturnValue:
    """The page to which letters lead: the file is taken with a click, so that no program that opens links takes it."""
    row = _seen(run_id)
    return render_template("exports/file.html", row=row, title=VIEWS[row.view].title if row.view in VIEWS else row.view)


@bp.post("/files/<int:run_id>")
@permitted("view:save")
def take(run_id: int) -> ResponseReturnValue:
    row = _seen(run_id)
    if not row.digest or not may_take(the_viewer(), row.view):
        return render_template("exports/file.html", row=row, title=VIEWS[row.view].title), GONE
    runs.given(work(), session().get_one(ExportRun, row.id))
    commit()
    try:
        stored = store_of(settings()).open(row.digest)
    except FileNotFoundError:
        flash(_("The file is not kept any more. Ask for it again."), "error")
        return redirect(url_for("exports.files"), 303)
    return _attachment(row, stored)


def _attachment(row: RunRow, stored: BinaryIO) -> Response:
    answer = send_file(
        stored, mimetype=MEDIA_TYPES[ExportForm(row.form)].partition(";")[0], as_attachment=True,
        download_name=row.file_name, etag=False,
    )  # fmt: skip
    answer.content_length = row.size
    return answer


def _seen(run_id: int) -> RunRow:
    row = export_runs.one(session(), the_viewer(), run_id)
    if row is None:
        abort(404)
    return row


def _page(asked: Planned, form: FileForm) -> str:
    rows = asked.view.count(work(), asked.asked)
    return render_template(
        "exports/new.html", asked=asked, form=form, rows=rows, today=clock().today(), args=request.args
    )
