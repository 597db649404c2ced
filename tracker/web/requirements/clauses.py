"""The clauses of a draft: one page each, with plain forms."""

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tracker.models.requirement import Clause
from tracker.queries.requirement_drafts import DraftClause, VersionHead, clauses_of
from tracker.services import draft_clauses
from tracker.services.rules import Conflict, RuleBroken
from tracker.web.context import commit, session, work
from tracker.web.deeds import attempt
from tracker.web.permissions import permitted
from tracker.web.requirements.blueprint import bp
from tracker.web.requirements.drafts import draft_seen, row_of
from tracker.web.requirements.forms import ChangedClauseForm, ClauseForm


@bp.route("/<int:number>/clauses/new", methods=["GET", "POST"])
@permitted("requirement:edit")
def add_clause(number: int) -> ResponseReturnValue:
    version, form = draft_seen(number), ClauseForm()
    form.offer()
    if not form.is_submitted():
        return _page(version, form, None)
    if form.validate():
        with attempt(form) as deed:
            code = draft_clauses.add_clause(work(), row_of(version), form.new()).code
        if deed.done:
            return _back(number, code, _("%(code)s is added.", code=code))
    return _page(version, form, None), 422


@bp.route("/<int:number>/clauses/<code>", methods=["GET", "POST"])
@permitted("requirement:edit")
def clause(number: int, code: str) -> ResponseReturnValue:
    version = draft_seen(number)
    row = _seen(version, code)
    form = ChangedClauseForm(obj=row, data={"version": row.row_version})
    form.offer()
    form.keep_rule(row.rule)
    if not form.is_submitted():
        return _page(version, form, row)
    if not form.validate():
        return _page(version, form, row), 422
    try:
        shown = form.version.data if form.version.data is not None else -1
        draft_clauses.edit_clause(work(), session().get_one(Clause, row.id), form.new(row.code), shown)
        commit()
    except RuleBroken as broken:
        session().rollback()
        form.blame(broken)
        form.version.data = _seen(version, code).row_version
        form.version.raw_data = None
        return _page(version, form, _seen(version, code)), 409 if isinstance(broken, Conflict) else 422
    return _back(number, code, _("%(code)s is saved.", code=code))


@bp.post("/<int:number>/clauses/<code>/retire")
@permitted("requirement:edit")
def retire_clause(number: int, code: str) -> ResponseReturnValue:
    version = draft_seen(number)
    row = _seen(version, code)
    draft_clauses.retire_clause(work(), session().get_one(Clause, row.id), row.row_version)
    commit()
    return _back(number, code, _("%(code)s is left out.", code=code))


@bp.post("/<int:number>/clauses/<code>/restore")
@permitted("requirement:edit")
def restore_clause(number: int, code: str) -> ResponseReturnValue:
    version = draft_seen(number)
    try:
        draft_clauses.restore_clause(work(), row_of(version), code)
        commit()
    except RuleBroken as broken:
        session().rollback()
        flash(broken.sentence, "warning")
        return redirect(url_for("requirements.draft", number=number), 303)
    return _back(number, code, _("%(code)s is as it was in the version before.", code=code))


def _seen(version: VersionHead, code: str) -> DraftClause:
    found = next((row for row in clauses_of(session(), version.id) if row.code == code), None)
    if found is None:
        abort(404)
    return found


def _page(version: VersionHead, form: ClauseForm, row: DraftClause | None) -> str:
    return render_template("requirements/clause.html", version=version, form=form, clause=row)


def _back(number: int, code: str, said: str) -> ResponseReturnValue:
    flash(said, "success")
    return redirect(url_for("requirements.draft", number=number) + f"#{code}", 303)
