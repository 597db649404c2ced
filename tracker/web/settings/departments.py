"""Departments: new, renamed, given a manager, archived."""

from flask import render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tracker.models.department import Department
from tracker.queries import departments as queries
from tracker.queries import people
from tracker.queries.audit import events_about
from tracker.services import departments as service
from tracker.web.context import commit, session, work
from tracker.web.deeds import attempt, say_done
from tracker.web.forms import options
from tracker.web.found import found
from tracker.web.permissions import permitted
from tracker.web.settings.blueprint import bp
from tracker.web.settings.forms import DepartmentForm


@bp.get("/departments")
@permitted("department:edit")
def departments() -> ResponseReturnValue:
    return _list(_with_people(DepartmentForm(formdata=None)))


@bp.post("/departments")
@permitted("department:edit")
def add_department() -> ResponseReturnValue:
    form = _with_people(DepartmentForm())
    if form.validate():
        with attempt(form) as deed:
            service.add(work(), _typed(form))
        if deed.done:
            return say_done(_("%(name)s is added.", name=form.name.data), "settings.departments")
    return _list(form), 422


@bp.get("/departments/<int:department_id>")
@permitted("department:edit")
def department(department_id: int) -> ResponseReturnValue:
    row = found(Department, department_id)
    return _page(row, _with_people(DepartmentForm(formdata=None, obj=row)))


@bp.post("/departments/<int:department_id>")
@permitted("department:edit")
def edit_department(department_id: int) -> ResponseReturnValue:
    row, form = found(Department, department_id), _with_people(DepartmentForm())
    if form.validate():
        with attempt(form) as deed:
            service.edit(work(), row, _typed(form))
        if deed.done:
            return say_done(_("Saved."), "settings.departments")
    return _page(row, form), 422


@bp.post("/departments/<int:department_id>/archive")
@permitted("department:edit")
def archive_department(department_id: int) -> ResponseReturnValue:
    service.archive(work(), found(Department, department_id))
    return _done(_("Archived. It can be restored at any time."))


@bp.post("/departments/<int:department_id>/restore")
@permitted("department:edit")
def restore_department(department_id: int) -> ResponseReturnValue:
    service.restore(work(), found(Department, department_id))
    return _done(_("Restored."))


def _done(sentence: str) -> ResponseReturnValue:
    commit()
    return say_done(sentence, "settings.departments")


def _list(form: DepartmentForm) -> str:
    return render_template("settings/departments.html", departments=queries.departments(session()), form=form)


def _page(row: Department, form: DepartmentForm) -> str:
    events = events_about(session(), "department", row.id, 50)
    return render_template("settings/department.html", department=row, form=form, events=events)


def _with_people(form: DepartmentForm) -> DepartmentForm:
    form.manager_id.choices = options([("", _("nobody yet")), *people.choices(session())])
    return form


def _typed(form: DepartmentForm) -> service.NewDepartment:
    return service.NewDepartment(form.name.data, form.manager_id.data)
