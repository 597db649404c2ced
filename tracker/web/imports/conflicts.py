"""Cells that were changed here and in the file since it was exported: whose value counts."""

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from tracker.domain.import_words import Fate
from tracker.queries import list_imports as questions
from tracker.services.list_imports import choosing, runs
from tracker.web.context import session, work
from tracker.web.deeds import attempt
from tracker.web.imports.blueprint import bp
from tracker.web.imports.forms import ApplyForm
from tracker.web.imports.seen import run_of, seen
from tracker.web.imports.show import page
from tracker.web.permissions import permitted


@bp.post("/<int:import_id>/conflicts")
@permitted("import:run")
def conflicts(import_id: int) -> ResponseReturnValue:
    row, form = seen(import_id), ApplyForm(formdata=None)
    cells = [
        (line.number, str(change["field"]))
        for line in questions.problems(session(), row.id, (Fate.CONFLICT,))
        for change in line.changes
    ]
    told = {(number, field): request.form.get(f"choice-{number}-{field}", "") for number, field in cells}
    with attempt(form) as deed:
        run = run_of(import_id)
        choosing.choose(work(), run, told)
        runs.check(work(), run)
    if not deed.done:
        return page(seen(import_id), form), deed.refused
    return redirect(url_for("imports.show", import_id=import_id), 303)
