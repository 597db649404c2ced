"""All waivers: those that wait for a second person, those in force, and the rest."""

from dataclasses import dataclass

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l

from tracker.queries import waivers as questions
from tracker.queries.waivers import ROWS_PER_PAGE, Show
from tracker.web import grid
from tracker.web.context import clock, session, the_viewer
from tracker.web.permissions import permitted
from tracker.web.waivers.blueprint import bp

LABELS = {Show.ASKED: _l("To approve"), Show.IN_FORCE: _l("In force"), Show.ALL: _l("All")}


@dataclass(frozen=True, slots=True)
class Tab:
    """One list of waivers with how many it holds."""

    label: str
    href: str
    current: bool
    count: int


@bp.get("/")
@permitted("contract:read")
def index() -> ResponseReturnValue:
    found, page = grid.read_words(request.args, "show", Show), grid.read_page(request.args)
    show, today = found[0] if found else Show.ASKED, clock().today()
    tabs = _tabs(show)
    rows = questions.listing(session(), the_viewer(), show, today, page)
    total, first = next(tab.count for tab in tabs if tab.current), (page - 1) * ROWS_PER_PAGE
    return render_template(
        "waivers/index.html",
        tabs=tabs, rows=rows, total=total, first=first,
        previous=url_for("waivers.index", show=show, page=page - 1) if page > 1 else None,
        following=url_for("waivers.index", show=show, page=page + 1) if first + len(rows) < total else None,
    )  # fmt: skip


def _tabs(show: Show) -> list[Tab]:
    today = clock().today()
    return [
        Tab(
            str(label),
            url_for("waivers.index", show=str(word).replace(" ", "-")),
            word is show,
            questions.count(session(), the_viewer(), word, today),
        )
        for word, label in LABELS.items()
    ]
