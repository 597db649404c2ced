"""What the filters of a grid offer: departments and owners, within what the viewer may see."""

from sqlalchemy import Select, literal, select, union_all
from sqlalchemy.orm import Session

from tracker.models.department import Department
from tracker.models.person import Person, PersonDepartment
from tracker.queries.scope import Viewer, within

Named = tuple[int, str]
Offered = Select[int, int, str]


def departments_and_owners(session: Session, viewer: Viewer) -> tuple[list[Named], list[Named]]:
    """Return id and name of the departments and of the people to choose from, by name, read with one question.

    Departments: those that the viewer sees and that are not archived. People: the active ones who can own a
    contract that the viewer sees, those of the whole city and those of a department of the viewer's.
    """
    lists: tuple[list[Named], list[Named]] = ([], [])
    for place, number, name in session.execute(union_all(_departments(viewer), _owners(viewer))):
        lists[place].append((number, name))
    for named in lists:
        named.sort(key=lambda pair: (pair[1].casefold(), pair[0]))
    return lists


def owners(session: Session, viewer: Viewer) -> list[Named]:
    """Return id and name of the people who can own a contract that the viewer sees, by name."""
    return departments_and_owners(session, viewer)[1]


def _departments(viewer: Viewer) -> Offered:
    offered = select(literal(0), Department.id, Department.name).where(Department.archived_at.is_(None))
    return offered.where(within(viewer, Department.id))


def _owners(viewer: Viewer) -> Offered:
    offered = select(literal(1), Person.id, Person.name).where(Person.active)
    if not viewer.departments:
        return offered
    limited = select(PersonDepartment.person_id)
    theirs = limited.where(PersonDepartment.department_id.in_(sorted(viewer.departments)))
    return offered.where(Person.id.not_in(limited) | Person.id.in_(theirs))
