"""The views of a grid that a person saved."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.models.saved_view import SavedView
from tracker.queries.scope import Viewer


@dataclass(frozen=True, slots=True)
class SavedViewRow:
    """A name and the query string it stands for."""

    id: int
    name: str
    query: str


def views_of(session: Session, viewer: Viewer, grid: str) -> list[SavedViewRow]:
    """Return the viewer's own views of a grid, by name."""
    statement = (
        select(SavedView.id, SavedView.name, SavedView.query)
        .where(SavedView.person_id == viewer.id, SavedView.grid == grid)
        .order_by(SavedView.name)
    )
    return [SavedViewRow(*row) for row in session.execute(statement)]
