"""The views of a grid that a person saved."""

from dataclasses import dataclass

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from tracker.models.saved_view import SavedView
from tracker.queries.scope import Viewer

VIEWS = (
    select(SavedView.id, SavedView.name, SavedView.query)
    .where(SavedView.person_id == bindparam("person_id"), SavedView.grid == bindparam("grid"))
    .order_by(SavedView.name)
)


@dataclass(frozen=True, slots=True)
class SavedViewRow:
    """A name and the query string it stands for."""

    id: int
    name: str
    query: str


def views_of(session: Session, viewer: Viewer, grid: str) -> list[SavedViewRow]:
    """Return the viewer's own views of a grid, by name."""
    return [SavedViewRow(*row) for row in session.execute(VIEWS, {"person_id": viewer.id, "grid": grid})]
