"""All waivers: those that wait for a second person, those in force, and the rest."""

from dataclasses import dataclass

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l

from tracker.queries import contract as contracts
from tracker.queries import waivers as questions
from tracker.queries.list_questions import waivers_asked
from tracker.queries.waivers import EVERY, ROWS_PER_PAGE, Narrowed, Show
from tracker.web import grid
from tracker.web.context import clock, session, the_viewer
from tracker.web.permissions import permitted
from tracker.web.waivers.blueprint import bp

LABELS = {
    Show.ASKED: _l("To approve"),
    Show.IN_FORCE: _l("In force"),
    Show.ENDING: _l("Ending within 30 days"),
    Show.REFUSED: _l("Refused"),
    Show.OVER: _l("Over"),
    Show.ALL: _l("All"),
}


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
    (show, narrowed), page = waivers_asked(request.args), grid.read_page(request.args)
    tabs = _tabs(show, narrowed)
    rows = questions.listing(session(), the_viewer(), show, clock().today(), page, narrowed)
    total, first = next(tab.count for tab in tabs if tab.current), (page - 1) * ROWS_PER_PAGE
    return render_template(
        "waivers/index.html",
        tabs=tabs, rows=rows, total=total, first=first, narrowed=narrowed,
        departments=_departments(),
        show=str(show),
        clear=_address("waivers.index", show, EVERY) if narrowed != EVERY else None,
        previous=_address("waivers.index", show, narrowed, page=page - 1) if page > 1 else None,
        following=_address("waivers.index", show, narrowed, page=page + 1) if first + len(rows) < total else None,
    )  # fmt: skip


def _departments() -> list[tuple[str, str]]:
    seen = contracts.departments(session(), the_viewer())
    return [("", str(_l("All"))), *((str(row.id), row.name) for row in seen)]


def _address(endpoint: str, show: Show, narrowed: Narrowed, page: int | None = None) -> str:
    return url_for(endpoint, show=str(show), department=narrowed.department_id, q=narrowed.text or None, page=page)


def _tabs(show: Show, narrowed: Narrowed) -> list[Tab]:
    today = clock().today()
    return [
        Tab(
            str(label),
            _address("waivers.index", word, narrowed),
            word is show,
            questions.count(session(), the_viewer(), word, today, narrowed),
        )
        for word, label in LABELS.items()
    ]
