"""People: who signs in, in which roles, and which departments they see."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tracker.domain.roles import Role
from tracker.mail.tongue import LANGUAGES
from tracker.models.person import Person
from tracker.queries import departments as department_queries
from tracker.queries import people as queries
from tracker.queries.audit import events_about
from tracker.services import people as service
from tracker.services.rules import Conflict, RuleBroken
from tracker.web.context import commit, session, work
from tracker.web.deeds import attempt, say_done
from tracker.web.forms import options
from tracker.web.found import found
from tracker.web.grid import read_number
from tracker.web.permissions import permitted
from tracker.web.settings.blueprint import bp
from tracker.web.settings.person_forms import InviteForm, PersonForm


@bp.get("/people")
@permitted("person:edit")
def people() -> ResponseReturnValue:
    return render_template("settings/people.html", people=queries.people(session()))


@bp.get("/people/new")
@permitted("person:edit")
def new_person() -> ResponseReturnValue:
    return render_template("settings/person_new.html", form=_with_departments(InviteForm()))


@bp.post("/people/new")
@permitted("person:edit")
def add_person() -> ResponseReturnValue:
    form = _with_departments(InviteForm())
    if form.validate():
        with attempt(form) as deed:
            person = service.add(work(), _typed(form))
            if form.invite.data:
                service.invite(work(), person)
        if deed.done:
            return say_done(_("%(name)s is added.", name=person.name), "settings.people")
    return render_template("settings/person_new.html", form=form), 422


@bp.get("/people/<int:person_id>")
@permitted("person:edit")
def person(person_id: int) -> ResponseReturnValue:
    row = found(Person, person_id)
    form = PersonForm(
        formdata=None,
        obj=row,
        data={
            "roles": [str(role) for role in queries.roles_of(session(), row.id)],
            "departments": list(queries.departments_of(session(), row.id)),
        },
    )
    return _page(row, form)


@bp.post("/people/<int:person_id>")
@permitted("person:edit")
def edit_person(person_id: int) -> ResponseReturnValue:
    row, form = found(Person, person_id), PersonForm()
    _with_departments(form)
    if not form.validate():
        return _page(row, form), 422
    try:
        service.edit(work(), row, _typed(form), read_number(form.version.data) or 0)
        commit()
    except Conflict as broken:
        session().rollback()
        form.blame(broken)
        form.version.data = form.version.raw_data = None
        return _page(found(Person, person_id), form), 409
    except RuleBroken as broken:
        form.blame(broken)
        return _page(row, form), 422
    flash(_("Saved. It holds from the next click of %(name)s on.", name=row.name), "success")
    return redirect(url_for("settings.people"), 303)


@bp.get("/people/<int:person_id>/deactivate")
@permitted("person:edit")
def ask_deactivate_person(person_id: int) -> ResponseReturnValue:
    return render_template("settings/person_deactivate.html", person=found(Person, person_id))


@bp.post("/people/<int:person_id>/deactivate")
@permitted("person:edit")
def deactivate_person(person_id: int) -> ResponseReturnValue:
    row = found(Person, person_id)
    service.deactivate(work(), row)
    return _done(_("%(name)s is deactivated, and all sessions are ended.", name=row.name))


@bp.post("/people/<int:person_id>/activate")
@permitted("person:edit")
def activate_person(person_id: int) -> ResponseReturnValue:
    row = found(Person, person_id)
    service.activate(work(), row)
    return _done(_("%(name)s is active again.", name=row.name))


@bp.post("/people/<int:person_id>/invite")
@permitted("person:edit")
def invite_person(person_id: int) -> ResponseReturnValue:
    row = found(Person, person_id)
    service.invite(work(), row)
    return _done(_("A letter with a link is on its way to %(email)s.", email=row.email))


@bp.post("/people/<int:person_id>/second-factor-off")
@permitted("person:edit")
def free_second_factor_of_person(person_id: int) -> ResponseReturnValue:
    row = found(Person, person_id)
    service.free_second_factor(work(), row)
    return _done(_("The second factor of %(name)s is off.", name=row.name))


def _done(sentence: str) -> ResponseReturnValue:
    commit()
    return say_done(sentence, "settings.people")


def _page(row: Person, form: PersonForm) -> str:
    events = events_about(session(), "person", row.id, 50)
    form.version.data = form.version.data or row.version
    return render_template(
        "settings/person.html", person=row, form=_with_departments(form), events=events, languages=LANGUAGES
    )


def _with_departments(form: PersonForm) -> PersonForm:
    form.departments.choices = options(department_queries.choices(session()))
    return form


def _typed(form: PersonForm) -> service.NewPerson:
    return service.NewPerson(
        email=form.email.data,
        name=form.name.data,
        roles=frozenset(Role(role) for role in form.roles.data),
        departments=frozenset(form.departments.data),
    )
