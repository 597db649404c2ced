"""Departments: new, renamed, given a manager, archived."""

from dataclasses import dataclass

from sqlalchemy import func, select

from tracker.models.contract import Contract
from tracker.models.department import Department
from tracker.models.person import Person
from tracker.services import events, obligation_index
from tracker.services.rules import RuleBroken
from tracker.services.work import Work


@dataclass(frozen=True, slots=True)
class NewDepartment:
    """A department as somebody typed it."""

    name: str
    manager_id: int | None = None


def add(work: Work, new: NewDepartment) -> Department:
    """Add a department; raises RuleBroken on name or manager_id."""
    _check(work, new, None)
    department = Department(name=new.name, manager_id=new.manager_id)
    work.session.add(department)
    work.session.flush()
    events.record(work, "department:added", f"added the department {new.name}", ("department", department.id))
    return department


def edit(work: Work, department: Department, edited: NewDepartment) -> Department:
    """Rename a department or give it another manager; raises RuleBroken on name or manager_id."""
    _check(work, edited, department)
    before = {"name": department.name, "manager_id": department.manager_id}
    department.name, department.manager_id = edited.name, edited.manager_id
    changed = events.changes(before, {"name": edited.name, "manager_id": edited.manager_id})
    if "manager_id" in changed:
        obligation_index.touch_department(work, department.id)
    sentence = f"changed the department {before['name']}" + (f" to {edited.name}" if "name" in changed else "")
    events.record(work, "department:edited", sentence, ("department", department.id), details=changed)
    return department


def archive(work: Work, department: Department) -> None:
    """Offer a department no more; raises RuleBroken while it has contracts that are not archived."""
    if department.archived_at:
        raise RuleBroken("", f"{department.name} is archived already.")
    open_contracts = (
        select(func.count())
        .select_from(Contract)
        .where(Contract.department_id == department.id, Contract.archived_at.is_(None))
    )
    if number := work.session.scalar(open_contracts):
        raise RuleBroken("", f"{department.name} still has {number} contracts; move or archive them first.")
    department.archived_at = work.now
    events.record(
        work, "department:archived", f"archived the department {department.name}", ("department", department.id)
    )


def restore(work: Work, department: Department) -> None:
    """Offer an archived department again; raises RuleBroken for one that is not archived."""
    if not department.archived_at:
        raise RuleBroken("", f"{department.name} is not archived.")
    department.archived_at = None
    events.record(
        work, "department:restored", f"restored the department {department.name}", ("department", department.id)
    )


def _check(work: Work, new: NewDepartment, known: Department | None) -> None:
    if not new.name:
        raise RuleBroken("name", "Type the department's name.")
    same = select(Department.id).where(func.lower(Department.name) == new.name.lower())
    other = work.session.scalars(same).first()
    if other is not None and (known is None or other != known.id):
        raise RuleBroken("name", "There is a department of this name already.")
    if new.manager_id is not None:
        manager = work.session.get(Person, new.manager_id)
        if manager is None or not manager.active:
            raise RuleBroken("manager_id", "Choose somebody whose account is active.")
