"""All requests: open, overdue, submitted, returned, closed."""

from dataclasses import dataclass

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext

from tracker.queries import requests as questions
from tracker.queries.list_questions import requests_asked
from tracker.queries.requests import ROWS_PER_PAGE, Show
from tracker.web import grid
from tracker.web.context import clock, session, the_viewer
from tracker.web.permissions import permitted
from tracker.web.requests.blueprint import bp

LABELS = {
    Show.OPEN: lazy_gettext("Open"),
    Show.OVERDUE: lazy_gettext("Overdue"),
    Show.SUBMITTED: lazy_gettext("Submitted"),
    Show.RETURNED: lazy_gettext("Returned"),
    Show.CLOSED: lazy_gettext("Closed"),
    Show.ALL: lazy_gettext("All"),
}

LONG = frozenset({Show.CLOSED, Show.ALL})


@dataclass(frozen=True, slots=True)
class Tab:
    """One list of requests with how many it holds; the long ones are counted only when they are shown."""

    label: str
    href: str
    current: bool
    count: int | None


@bp.get("/")
@permitted("request:read")
def index() -> ResponseReturnValue:
    (show, text), page = requests_asked(request.args), grid.read_page(request.args)
    today = clock().today()
    tabs = _tabs(show, text)
    total = next((tab.count for tab in tabs if tab.current), None) or 0
    rows = questions.listing(session(), the_viewer(), show, today, text, page)
    first = (page - 1) * ROWS_PER_PAGE

    def turn(number: int) -> str:
        return url_for("requests.index", show=str(show), q=text or None, page=number)

    return render_template(
        "requests/index.html",
        tabs=tabs, show=show, q=text, rows=rows, total=total, today=today, first=first,
        previous=turn(page - 1) if page > 1 else None,
        following=turn(page + 1) if first + len(rows) < total else None,
    )  # fmt: skip


def _tabs(show: Show, text: str) -> list[Tab]:
    today = clock().today()
    return [
        Tab(
            label=str(label),
            href=url_for("requests.index", show=str(word), q=text or None),
            current=word is show,
            count=questions.count(session(), the_viewer(), word, today, text)
            if word is show or word not in LONG
            else None,
        )
        for word, label in LABELS.items()
    ]
