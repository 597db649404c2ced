"""Every list as a file, at one address each: what its page shows, with the same words after the question mark."""

from collections.abc import Callable
from urllib.parse import urlencode

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from tracker.domain.export_words import ExportForm
from tracker.services.exports.asked import asked_in
from tracker.services.exports.permitted import PERMISSIONS
from tracker.services.exports.views import VIEWS
from tracker.services.exports.writing import file_name, write
from tracker.web.context import clock, settings, the_viewer, work
from tracker.web.exports.blueprint import bp
from tracker.web.file_answer import file_answer, form_asked
from tracker.web.permissions import permitted

MANY = 20_000
"""A workbook of more rows is made in the background."""


def _answering(name: str) -> Callable[[], Response]:
    view = VIEWS[name]

    def answer() -> Response:
        asked = asked_in(the_viewer(), request.args, clock().today(), settings().zone)
        form = form_asked()
        if form is ExportForm.WORKBOOK and view.count(work(), asked) > MANY:
            return _in_the_background(name)
        return file_answer(file_name(view, asked, form), form, lambda file: write(work(), view, asked, form, file))

    return permitted(PERMISSIONS[name])(answer)


def _in_the_background(name: str) -> Response:
    flash(_("This list is long: let the file be made in the background. You need not wait for it."), "info")
    words = [(key, value) for key, value in request.args.items(multi=True) if key != "list"]
    return redirect(f"{url_for('exports.new', list=name)}&{urlencode(words)}", 303)


for _name in VIEWS:
    bp.add_url_rule(f"/{_name}", _name, _answering(_name), methods=["GET"])
