"""All lists that were brought in, the newest first."""

from flask import render_template, request

from tracker.queries import list_imports as questions
from tracker.web import grid
from tracker.web.context import clock, session, the_viewer
from tracker.web.imports.blueprint import bp
from tracker.web.imports.seen import undo_until
from tracker.web.imports.turning import Turn
from tracker.web.imports.words import KINDS, STATES, counted
from tracker.web.permissions import permitted


@bp.get("/")
@permitted("import:read")
def index() -> str:
    page = grid.read_page(request.args)
    found = questions.history(session(), the_viewer(), page)
    turn = Turn.of(page, questions.IMPORTS_PER_PAGE, found.total, lambda number: f"?page={number}")
    today = clock().today()
    return render_template(
        "imports/index.html",
        rows=found.rows,
        **turn.shown,
        kind_words=KINDS,
        state_words=STATES,
        counted=counted,
        undo_until=lambda row: undo_until(row, today),
    )
