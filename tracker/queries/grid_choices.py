"""What the filters of a grid offer: departments and owners, within what the viewer may see."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.models.department import Department
from tracker.models.person import Person, PersonDepartment
from tracker.queries.scope import Viewer, within

Named = tuple[int, str]


def departments(session: Session, viewer: Viewer) -> list[Named]:
    """Return id and name of the departments that the viewer sees and that are not archived, by name."""
    statement = select(Department.id, Department.name).where(
        Department.archived_at.is_(None), within(viewer, Department.id)
    )
    return [(row.id, row.name) for row in session.execute(statement.order_by(Department.name))]


def owners(session: Session, viewer: Viewer) -> list[Named]:
    """Return id and name of the active people who can own a contract that the viewer sees, by name.

    Those are people of the whole city and people of a department of the viewer's.
    """
    statement = select(Person.id, Person.name).where(Person.active).order_by(Person.name, Person.id)
    if viewer.departments:
        limited = select(PersonDepartment.person_id)
        theirs = limited.where(PersonDepartment.department_id.in_(sorted(viewer.departments)))
        statement = statement.where(Person.id.not_in(limited) | Person.id.in_(theirs))
    return [(row.id, row.name) for row in session.execute(statement)]
