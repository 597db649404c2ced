"""The catalogue of data elements by group, and the kinds of people whose data it is."""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tracker.models.catalogue import DataElement
from tracker.queries import catalogue as queries
from tracker.queries.audit import events_about
from tracker.services import catalogue as service
from tracker.web.context import commit, session, work
from tracker.web.deeds import attempt, say_done
from tracker.web.found import found
from tracker.web.permissions import permitted
from tracker.web.settings.blueprint import bp
from tracker.web.settings.forms import ElementForm
from tracker.web.settings.rebuilding import say_saved


@bp.get("/catalogue")
@permitted("catalogue:edit")
def catalogue() -> ResponseReturnValue:
    groups, subjects = queries.elements_by_group(session()), queries.subjects(session())
    return render_template("settings/catalogue.html", groups=groups, subjects=subjects)


@bp.get("/catalogue/elements/new")
@permitted("catalogue:edit")
def new_element() -> ResponseReturnValue:
    form = _with_groups(ElementForm(formdata=None, data={"group_name": request.args.get("group")}))
    return render_template("settings/element_new.html", form=form)


@bp.post("/catalogue/elements/new")
@permitted("catalogue:edit")
def add_element() -> ResponseReturnValue:
    form = _with_groups(ElementForm())
    if form.validate():
        with attempt(form) as deed:
            service.add(work(), _typed(form))
        if deed.done:
            return say_done(_("%(name)s is added.", name=form.name.data), "settings.catalogue")
    return render_template("settings/element_new.html", form=form), 422


@bp.get("/catalogue/elements/<int:element_id>")
@permitted("catalogue:edit")
def element(element_id: int) -> ResponseReturnValue:
    row = found(DataElement, element_id)
    return _page(row, _with_groups(ElementForm(formdata=None, obj=row)))


@bp.post("/catalogue/elements/<int:element_id>")
@permitted("catalogue:edit")
def edit_element(element_id: int) -> ResponseReturnValue:
    row, form = found(DataElement, element_id), _with_groups(ElementForm())
    if form.validate():
        with attempt(form) as deed:
            refreshed = service.edit(work(), row, _typed(form))
        if deed.done:
            say_saved(refreshed=refreshed)
            return redirect(url_for("settings.catalogue"), 303)
    return _page(row, form), 422


@bp.post("/catalogue/elements/<int:element_id>/retire")
@permitted("catalogue:edit")
def retire_element(element_id: int) -> ResponseReturnValue:
    service.retire(work(), found(DataElement, element_id))
    return _done(_("Retired: new schedules are not offered it any more."))


@bp.post("/catalogue/elements/<int:element_id>/restore")
@permitted("catalogue:edit")
def restore_element(element_id: int) -> ResponseReturnValue:
    service.restore(work(), found(DataElement, element_id))
    return _done(_("Restored."))


def _done(sentence: str) -> ResponseReturnValue:
    commit()
    return say_done(sentence, "settings.catalogue")


def _page(row: DataElement, form: ElementForm) -> str:
    events = events_about(session(), "catalogue", row.id, 50)
    return render_template("settings/element.html", element=row, form=form, events=events)


def _with_groups(form: ElementForm) -> ElementForm:
    form.group_name.choices = queries.groups(session())
    return form


def _typed(form: ElementForm) -> service.NewElement:
    return service.NewElement(
        group_name=form.group_name.data,
        name=form.name.data,
        tier=form.tier.data,
        sensitive=form.sensitive.data,
        breach_trigger=form.breach_trigger.data,
    )
