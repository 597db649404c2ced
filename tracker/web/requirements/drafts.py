"""A draft: begun, looked at beside the version before, described, given up."""

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tracker.domain.clause_changes import ChangeKind, ClauseChange
from tracker.domain.rule import Rule
from tracker.models.requirement import RequirementVersion
from tracker.queries import audit
from tracker.queries.requirement_drafts import VersionHead, clauses_of, head
from tracker.queries.requirement_drafts import differences as compared
from tracker.queries.requirement_reach import reach
from tracker.queries.requirements import ClauseRow, version_in_force, versions
from tracker.services import requirement_drafts
from tracker.services.principles import principles
from tracker.services.rules import Conflict, RuleBroken
from tracker.web.context import clock, commit, session, the_viewer, work
from tracker.web.permissions import permitted
from tracker.web.requirements.blueprint import bp
from tracker.web.requirements.forms import NoteForm
from tracker.web.requirements.show import where_words


def draft_seen(number: int) -> VersionHead:
    """The draft with this number; one that is published answers like one that does not exist."""
    found = head(session(), number)
    if found is None or found.published_at is not None:
        abort(404)
    return found


def row_of(version: VersionHead) -> RequirementVersion:
    """The version as a row to be changed."""
    return session().get_one(RequirementVersion, version.id)


@bp.post("/draft")
@permitted("requirement:edit")
def begin() -> ResponseReturnValue:
    known = version_in_force(session(), clock().today()) or next(iter(versions(session())), None)
    if known is None:
        abort(404)
    try:
        set_id = session().get_one(RequirementVersion, known.id).set_id
        number = requirement_drafts.begin(work(), set_id).number
        commit()
    except RuleBroken as broken:
        session().rollback()
        flash(broken.sentence, "warning")
        return redirect(url_for("requirements.show"), 303)
    flash(_("The draft is a copy of the newest version. Nobody is asked for it before you publish it."), "success")
    return redirect(url_for("requirements.draft", number=number), 303)


@bp.get("/<int:number>/draft")
@permitted("requirement:edit")
def draft(number: int) -> ResponseReturnValue:
    version = draft_seen(number)
    return _page(version, NoteForm(formdata=None, data={"note": version.note}))


@bp.post("/<int:number>/draft")
@permitted("requirement:edit")
def change_note(number: int) -> ResponseReturnValue:
    version, form = draft_seen(number), NoteForm()
    if not form.validate():
        return _page(version, form), 422
    try:
        requirement_drafts.change_note(work(), row_of(version), form.note.data)
        commit()
    except RuleBroken as broken:
        session().rollback()
        form.blame(broken)
        return _page(version, form), 409 if isinstance(broken, Conflict) else 422
    flash(_("Saved."), "success")
    return redirect(url_for("requirements.draft", number=number), 303)


@bp.route("/<int:number>/discard", methods=["GET", "POST"])
@permitted("requirement:edit")
def discard(number: int) -> ResponseReturnValue:
    version, form = draft_seen(number), NoteForm()
    if form.is_submitted():
        requirement_drafts.discard(work(), row_of(version))
        commit()
        flash(_("The draft is discarded."), "success")
        return redirect(url_for("requirements.show"), 303)
    changed = [change for change in compared(session(), version) if change.kind is not ChangeKind.SAME]
    return render_template("requirements/discard.html", version=version, changed=changed)


@bp.get("/<int:number>/differences")
@permitted("requirement:read")
def differences(number: int) -> ResponseReturnValue:
    version = head(session(), number)
    if version is None or version.published_at is None:
        abort(404)
    changes = compared(session(), version)
    return render_template("requirements/differences.html", version=version, changes=changes, **_words(changes))


def _page(version: VersionHead, form: NoteForm) -> str:
    changes, rows = compared(session(), version), clauses_of(session(), version.id)
    told = [ClauseRow(row.id, row.code, row.text, row.rule, row.principle) for row in rows]
    return render_template(
        "requirements/draft.html",
        version=version, form=form, changes=changes,
        reach=reach(session(), the_viewer(), told, clock().today()),
        events=audit.events_about(session(), "requirement", version.id),
        **_words(changes),
    )  # fmt: skip


def _words(changes: list[ClauseChange]) -> dict[str, object]:
    both = [clause for change in changes for clause in (change.before, change.after) if clause is not None]
    return {
        "rules": {clause.rule: where_words(Rule.parse(clause.rule)) for clause in both},
        "principles": principles(),
        "counts": {kind: sum(change.kind is kind for change in changes) for kind in ChangeKind},
    }
