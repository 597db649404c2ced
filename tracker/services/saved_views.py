"""Saved views: a person keeps a question under a name, renames it, deletes it."""

from sqlalchemy import func, select

from tracker.models.saved_view import SavedView
from tracker.services import events
from tracker.services.rules import RuleBroken
from tracker.services.work import Work

LONGEST_NAME = 100
MOST_VIEWS = 50


def save(work: Work, person_id: int, grid: str, name: str, query: str) -> SavedView:
    """Keep the query string of a grid under a name; a view of the same name is replaced.

    Raises RuleBroken on `name` when it is empty or too long, or when the person has too many views.
    """
    name = _checked(name)
    view = _named(work, person_id, grid, name)
    if view is None:
        _leave_room(work, person_id, grid)
        view = SavedView(person_id=person_id, grid=grid, name=name, query=query, created_at=work.now)
        work.session.add(view)
    view.query = query
    work.session.flush()
    events.record(work, "view:saved", f"saved the view “{name}” of the {grid}", ("person", person_id))
    return view


def rename(work: Work, view: SavedView, name: str) -> SavedView:
    """Give a view another name; raises RuleBroken on `name` when it is empty, too long or taken."""
    name = _checked(name)
    other = _named(work, view.person_id, view.grid, name)
    if other is not None and other.id != view.id:
        raise RuleBroken("name", f"You already have a view called “{name}”.")
    before, view.name = view.name, name
    work.session.flush()
    events.record(work, "view:renamed", f"renamed the view “{before}” to “{name}”", ("person", view.person_id))
    return view


def delete(work: Work, view: SavedView) -> None:
    """Delete a view; what it showed is untouched."""
    work.session.delete(view)
    work.session.flush()
    events.record(work, "view:deleted", f"deleted the view “{view.name}”", ("person", view.person_id))


def _checked(name: str) -> str:
    name = " ".join(name.split())
    if not name:
        raise RuleBroken("name", "Give the view a name.")
    if len(name) > LONGEST_NAME:
        raise RuleBroken("name", f"Use at most {LONGEST_NAME} characters for the name.")
    return name


def _named(work: Work, person_id: int, grid: str, name: str) -> SavedView | None:
    statement = select(SavedView).filter_by(person_id=person_id, grid=grid, name=name)
    return work.session.scalars(statement).first()


def _leave_room(work: Work, person_id: int, grid: str) -> None:
    statement = select(func.count()).select_from(SavedView).filter_by(person_id=person_id, grid=grid)
    if (work.session.scalar(statement) or 0) >= MOST_VIEWS:
        raise RuleBroken("name", f"You have {MOST_VIEWS} views; delete one first.")
