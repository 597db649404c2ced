"""What the filters of a grid offer: departments and owners, within what the viewer may see."""

from sqlalchemy import BindParameter, bindparam, literal, select, union_all
from sqlalchemy.orm import Session

from tracker.models.department import Department
from tracker.models.person import Person, PersonDepartment
from tracker.queries.scope import Viewer

Named = tuple[int, str]

_DEPARTMENTS = select(literal(0), Department.id, Department.name).where(Department.archived_at.is_(None))
_OWNERS = select(literal(1), Person.id, Person.name).where(Person.active)
_SEEN: BindParameter[list[int]] = bindparam("departments", expanding=True)
_LIMITED = select(PersonDepartment.person_id)
_THEIRS = _LIMITED.where(PersonDepartment.department_id.in_(_SEEN))
# By whether the viewer is limited to departments; built once, because every grid asks.
OFFERED = {
    False: union_all(_DEPARTMENTS, _OWNERS),
    True: union_all(
        _DEPARTMENTS.where(Department.id.in_(_SEEN)),
        _OWNERS.where(Person.id.not_in(_LIMITED) | Person.id.in_(_THEIRS)),
    ),
}


def departments_and_owners(session: Session, viewer: Viewer) -> tuple[list[Named], list[Named]]:
    """Return id and name of the departments and of the people to choose from, by name, read with one question.

    Departments: those that the viewer sees and that are not archived. People: the active ones who can own a
    contract that the viewer sees, those of the whole city and those of a department of the viewer's.
    """
    lists: tuple[list[Named], list[Named]] = ([], [])
    limited = bool(viewer.departments)
    given = {"departments": sorted(viewer.departments)} if limited else {}
    for place, number, name in session.execute(OFFERED[limited], given):
        lists[place].append((number, name))
    for named in lists:
        named.sort(key=lambda pair: (pair[1].casefold(), pair[0]))
    return lists


def owners(session: Session, viewer: Viewer) -> list[Named]:
    """Return id and name of the people who can own a contract that the viewer sees, by name."""
    return departments_and_owners(session, viewer)[1]
