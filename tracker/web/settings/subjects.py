"""Kinds of people whose data it is."""

from flask import render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tracker.models.catalogue import DataSubject
from tracker.services import data_subjects as service
from tracker.web.context import commit, work
from tracker.web.deeds import attempt, say_done
from tracker.web.found import found
from tracker.web.permissions import permitted
from tracker.web.settings.blueprint import bp
from tracker.web.settings.forms import SubjectForm


@bp.get("/catalogue/subjects/new")
@permitted("catalogue:edit")
def new_subject() -> ResponseReturnValue:
    return render_template("settings/subject.html", form=SubjectForm(), subject=None)


@bp.post("/catalogue/subjects/new")
@permitted("catalogue:edit")
def add_subject() -> ResponseReturnValue:
    form = SubjectForm()
    if form.validate():
        with attempt(form) as deed:
            service.add(work(), form.name.data)
        if deed.done:
            return say_done(_("%(name)s is added.", name=form.name.data), "settings.catalogue", _anchor="subjects")
    return render_template("settings/subject.html", form=form, subject=None), 422


@bp.get("/catalogue/subjects/<int:subject_id>")
@permitted("catalogue:edit")
def subject(subject_id: int) -> ResponseReturnValue:
    row = found(DataSubject, subject_id)
    return render_template("settings/subject.html", form=SubjectForm(formdata=None, obj=row), subject=row)


@bp.post("/catalogue/subjects/<int:subject_id>")
@permitted("catalogue:edit")
def rename_subject(subject_id: int) -> ResponseReturnValue:
    row, form = found(DataSubject, subject_id), SubjectForm()
    if form.validate():
        with attempt(form) as deed:
            service.rename(work(), row, form.name.data)
        if deed.done:
            return say_done(_("Saved."), "settings.catalogue", _anchor="subjects")
    return render_template("settings/subject.html", form=form, subject=row), 422


@bp.post("/catalogue/subjects/<int:subject_id>/retire")
@permitted("catalogue:edit")
def retire_subject(subject_id: int) -> ResponseReturnValue:
    service.retire(work(), found(DataSubject, subject_id))
    return _done(_("Retired: new schedules are not offered it any more."))


@bp.post("/catalogue/subjects/<int:subject_id>/restore")
@permitted("catalogue:edit")
def restore_subject(subject_id: int) -> ResponseReturnValue:
    service.restore(work(), found(DataSubject, subject_id))
    return _done(_("Restored."))


def _done(sentence: str) -> ResponseReturnValue:
    commit()
    return say_done(sentence, "settings.catalogue", _anchor="subjects")
