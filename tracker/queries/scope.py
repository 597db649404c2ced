"""Which departments a viewer sees: one predicate, used by every list and every single look-up."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, true
from sqlalchemy.orm import InstrumentedAttribute

from tracker.domain.roles import Role


@dataclass(frozen=True, slots=True)
class Viewer:
    """A signed-in person of staff; no departments means the whole city."""

    id: int
    name: str
    email: str
    roles: frozenset[Role]
    departments: frozenset[int] = frozenset()
    language: str = "en"


def within(viewer: Viewer, department: InstrumentedAttribute[int]) -> ColumnElement[bool]:
    """The condition that a row's department is one the viewer may see."""
    return department.in_(sorted(viewer.departments)) if viewer.departments else true()
