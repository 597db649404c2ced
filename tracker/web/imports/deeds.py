"""What a person decides about an import: bring it in, put it aside, undo it."""

from collections.abc import Callable

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from tracker.models.list_import import ListImport
from tracker.queries.list_imports import ImportPage
from tracker.services.list_imports import runs
from tracker.web.context import clock, work
from tracker.web.deeds import attempt
from tracker.web.forms import Form
from tracker.web.imports.blueprint import bp
from tracker.web.imports.forms import ApplyForm
from tracker.web.imports.seen import run_of, seen, undo_until
from tracker.web.imports.show import page
from tracker.web.permissions import permitted


@bp.post("/<int:import_id>/apply")
@permitted("import:run")
def apply(import_id: int) -> ResponseReturnValue:
    form = ApplyForm()
    skips = form.rows.data == "most"
    return _do(import_id, form, lambda run: runs.ask_apply(work(), run, skips_refused=skips))


@bp.post("/<int:import_id>/cancel")
@permitted("import:run")
def cancel(import_id: int) -> ResponseReturnValue:
    return _do(import_id, ApplyForm(formdata=None), lambda run: runs.cancel(work(), run))


@bp.route("/<int:import_id>/undo", methods=["GET", "POST"])
@permitted("import:run")
def undo(import_id: int) -> ResponseReturnValue:
    row, form = seen(import_id), Form()
    if undo_until(row, clock().today()) is None:
        # Undone already, by a second click or by somebody else, or never brought in: its page says which.
        return redirect(url_for("imports.show", import_id=import_id), 303)
    if not form.is_submitted():
        return _undo_page(row, form)
    with attempt(form) as deed:
        runs.undo(work(), run_of(import_id))
    if not deed.done:
        return _undo_page(seen(import_id), form), deed.refused
    flash(_("The import is undone."), "success")
    return redirect(url_for("imports.show", import_id=import_id), 303)


def _do(import_id: int, form: ApplyForm, deed: Callable[[ListImport], object]) -> ResponseReturnValue:
    run = run_of(import_id)
    with attempt(form) as tried:
        deed(run)
    if not tried.done:
        return page(seen(import_id), form), tried.refused
    return redirect(url_for("imports.show", import_id=import_id), 303)


def _undo_page(row: ImportPage, form: Form) -> str:
    created, changed = row.counts.get("created", 0), row.counts.get("changed", 0)
    losses = []
    if created:
        losses.append(
            ngettext(
                "What %(number)s row made goes away.",
                "What %(number)s rows made goes away.",
                created,
                number=f"{created:,}",
            )
        )
    if changed:
        losses.append(
            ngettext(
                "What %(number)s row changed is put back.",
                "What %(number)s rows changed is put back.",
                changed,
                number=f"{changed:,}",
            )
        )
    return render_template("imports/undo.html", row=row, form=form, losses=losses)
