"""The queue of answers that wait for a review, and the list of decided ones."""

from dataclasses import dataclass

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tracker.queries import contract, reviews, waivers
from tracker.queries.reviews import ROWS_PER_PAGE, QueueFilter
from tracker.web import grid
from tracker.web.context import clock, session, the_viewer
from tracker.web.permissions import permitted
from tracker.web.reviews.blueprint import bp
from tracker.web.reviews.forms import QueueForm
from tracker.web.reviews.showing import kept, wanted


@dataclass(frozen=True, slots=True)
class Tab:
    """One list with how many it holds."""

    label: str
    href: str
    current: bool
    count: int


@bp.get("/")
@permitted("review:read")
def queue() -> ResponseReturnValue:
    narrowed, page = wanted(), grid.read_page(request.args)
    order = reviews.waiting(session(), the_viewer(), narrowed, clock().day_of)
    first = (page - 1) * ROWS_PER_PAGE
    some = order[first : first + ROWS_PER_PAGE]

    def turn(number: int) -> str:
        return url_for("reviews.queue", page=number, **kept(narrowed))

    return render_template(
        "reviews/queue.html",
        tabs=_tabs(waiting=True), rows=reviews.queue(session(), the_viewer(), some), total=len(order), first=first,
        form=_filters(narrowed), kept=kept(narrowed), day_of=clock().day_of,
        previous=turn(page - 1) if page > 1 else None,
        following=turn(page + 1) if first + len(some) < len(order) else None,
    )  # fmt: skip


@bp.get("/decided")
@permitted("review:read")
def decided() -> ResponseReturnValue:
    page = grid.read_page(request.args)
    rows = reviews.decided(session(), the_viewer(), page)
    total, first = reviews.decided_count(session(), the_viewer()), (page - 1) * ROWS_PER_PAGE
    return render_template(
        "reviews/decided.html",
        tabs=_tabs(waiting=False), rows=rows, total=total, first=first,
        previous=url_for("reviews.decided", page=page - 1) if page > 1 else None,
        following=url_for("reviews.decided", page=page + 1) if first + len(rows) < total else None,
    )  # fmt: skip


def _filters(narrowed: QueueFilter) -> QueueForm:
    form = QueueForm(formdata=None)
    form.offer(contract.departments(session(), the_viewer()), narrowed)
    return form


def _tabs(*, waiting: bool) -> list[Tab]:
    viewer = the_viewer()
    asked = waivers.count(session(), viewer, waivers.Show.ASKED, clock().today())
    return [
        Tab(_("Waiting"), url_for("reviews.queue"), waiting, reviews.waiting_count(session(), viewer)),
        Tab(_("Decided"), url_for("reviews.decided"), not waiting, reviews.decided_count(session(), viewer)),
        Tab(_("Waivers to approve"), url_for("waivers.index"), False, asked),  # noqa: FBT003  # never the open one
    ]
