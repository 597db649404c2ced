"""Bring a list in: say what it holds, and send the file."""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.exceptions import RequestEntityTooLarge

from tracker.domain.import_words import ImportKind
from tracker.services.list_imports import runs, taking_up
from tracker.web.context import work
from tracker.web.deeds import attempt
from tracker.web.imports.blueprint import bp
from tracker.web.imports.forms import BeginForm
from tracker.web.permissions import permitted

MEGABYTE = 1024 * 1024
ENDPOINT = "imports.begin"


@bp.url_value_preprocessor
def _allow_large_lists(endpoint: str | None, _values: object) -> None:
    # Before the form's token is looked at, which reads the body: a list may be larger than a document.
    if endpoint == ENDPOINT:
        request.max_content_length = runs.LARGEST + MEGABYTE


@bp.route("/new", methods=["GET", "POST"])
@permitted("import:run")
def begin() -> ResponseReturnValue:
    form = BeginForm()
    if not form.is_submitted():
        form.kind.data = _kind_asked()
        return _page(form)
    if not form.validate():
        return _page(form), 422
    file, import_id = form.file.data, 0
    with attempt(form) as deed:
        run = runs.begin(work(), ImportKind(form.kind.data), file.stream, file.filename or "")
        taking_up.take_up(work(), run)
        import_id = run.id
    if not deed.done:
        return _page(form), deed.refused
    return redirect(url_for("imports.show", import_id=import_id), 303)


@bp.errorhandler(RequestEntityTooLarge)
def _too_large(_error: RequestEntityTooLarge) -> ResponseReturnValue:
    # The body was not read, so what was chosen is taken from the address that the form was sent to.
    form = BeginForm(formdata=None)
    form.kind.data = _kind_asked()
    form.file.errors = [
        _("This file is larger than 100 MB. Save the sheet as CSV, or part the list, and bring in one part at a time.")
    ]
    return _page(form), 413


def _kind_asked() -> str:
    asked = request.args.get("kind", "")
    return asked if asked in {kind.value for kind in ImportKind} else ImportKind.CONTRACTS.value


def _page(form: BeginForm) -> str:
    return render_template("imports/begin.html", form=form)
