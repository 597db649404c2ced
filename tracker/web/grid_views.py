"""Saved views of a grid: the routes that a room with a grid adds, and the links above the grid."""

from collections.abc import Sequence

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tracker.models.saved_view import SavedView
from tracker.queries import saved_views as saved
from tracker.services import saved_views
from tracker.services.rules import RuleBroken
from tracker.web.context import commit, session, the_viewer, work
from tracker.web.grid import UNPRINTABLE, Address
from tracker.web.grid_page import View
from tracker.web.permissions import permitted

LONGEST_QUERY = 4000


def add_routes(bp: Blueprint, grid: str) -> None:
    """Add saving, renaming and deleting of the views of a grid to a room."""

    @bp.get("/views", endpoint="views")
    @permitted("view:save")
    def views() -> ResponseReturnValue:
        return _manage(bp, grid)

    @bp.post("/views", endpoint="save_view")
    @permitted("view:save")
    def save() -> ResponseReturnValue:
        query = UNPRINTABLE.sub("", request.form.get("query", ""))[:LONGEST_QUERY]
        try:
            view = saved_views.save(work(), the_viewer().id, grid, _typed_name(), query)
        except RuleBroken as broken:
            flash(broken.sentence, "error")
            return redirect(_grid(bp, query), 303)
        commit()
        flash(_("Saved as “%(name)s”.", name=view.name), "success")
        return redirect(_grid(bp, query), 303)

    @bp.post("/views/<int:view_id>/rename", endpoint="rename_view")
    @permitted("view:save")
    def rename(view_id: int) -> ResponseReturnValue:
        try:
            saved_views.rename(work(), _own(grid, view_id), _typed_name())
        except RuleBroken as broken:
            return _manage(bp, grid, broken, view_id), 422
        commit()
        return redirect(url_for(f"{bp.name}.views"), 303)

    @bp.post("/views/<int:view_id>/delete", endpoint="delete_view")
    @permitted("view:save")
    def delete(view_id: int) -> ResponseReturnValue:
        view = _own(grid, view_id)
        saved_views.delete(work(), view)
        commit()
        flash(_("“%(name)s” is deleted; the rows it showed are untouched.", name=view.name), "success")
        return redirect(url_for(f"{bp.name}.views"), 303)


def view_links(grid: str, address: Address, standard: Sequence[tuple[str, str]]) -> list[View]:
    """The links above a grid: the views that everybody has (label, query), then the viewer's own."""
    own = [(row.name, row.query) for row in saved.views_of(session(), the_viewer(), grid)]
    return [
        View(label, f"{address.path}?{query}" if query else address.path, query == address.query)
        for label, query in (*standard, *own)
    ]


def _manage(bp: Blueprint, grid: str, broken: RuleBroken | None = None, view_id: int | None = None) -> str:
    views = saved.views_of(session(), the_viewer(), grid)
    return render_template(
        "components/saved_views.html",
        room=bp.name, views=views, broken=broken, wrong_id=view_id, typed=_typed_name(),
    )  # fmt: skip


def _own(grid: str, view_id: int) -> SavedView:
    view = session().get(SavedView, view_id)
    if view is None or view.person_id != the_viewer().id or view.grid != grid:
        abort(404)
    return view


def _typed_name() -> str:
    return UNPRINTABLE.sub(" ", request.form.get("name", ""))


def _grid(bp: Blueprint, query: str) -> str:
    path = url_for(f"{bp.name}.grid")
    return f"{path}?{query}" if query else path
