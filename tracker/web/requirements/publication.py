"""Before publishing: whom a version leaves behind and when; publishing it; withdrawing it before it takes effect."""

from datetime import date

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tracker.domain.days import plus_days
from tracker.queries.requirement_drafts import VersionHead, clauses_of, fingerprint, head
from tracker.queries.version_outlook import VersionOutlook, as_version, version_outlook
from tracker.services import publishing
from tracker.services.exports.left_behind import listing_of
from tracker.services.exports.writing import write_listing
from tracker.services.publishing import NewPublication
from tracker.services.rules import Conflict, RuleBroken
from tracker.web import grid
from tracker.web.context import clock, commit, session, the_viewer, work
from tracker.web.deeds import attempt, say_done
from tracker.web.file_answer import file_answer, form_asked
from tracker.web.permissions import permitted
from tracker.web.requirements.blueprint import bp
from tracker.web.requirements.drafts import draft_seen, row_of
from tracker.web.requirements.forms import DaysForm, PublishForm, ReasonForm

ROWS_PER_PAGE = 100
USUAL_DAYS = 30


@bp.get("/<int:number>/outlook")
@permitted("requirement:edit")
def outlook(number: int) -> ResponseReturnValue:
    version, form = _seen(number), DaysForm(request.args)
    if version.published_at is None and not request.args:
        form = DaysForm(None, data=_usual(version))
    elif version.published_at is not None:
        form = DaysForm(None, data=_days_of(version))
    elif not form.validate() or not _sensible(version, form):
        return render_template("requirements/outlook.html", version=version, form=form, found=None), 422
    found, page = _found(version, form), grid.read_page(request.args)
    first = (page - 1) * ROWS_PER_PAGE
    days = {"effective_on": form.effective_on.data, "grace_days": form.grace_days.data}
    return render_template(
        "requirements/outlook.html",
        version=version, form=form, found=found, rows=found.rows[first : first + ROWS_PER_PAGE], first=first, days=days,
        over_on=plus_days(days["effective_on"], days["grace_days"]), page=page,
        more=first + ROWS_PER_PAGE < len(found.rows),
    )  # fmt: skip


@bp.get("/<int:number>/outlook/export")
@permitted("requirement:edit")
def outlook_file(number: int) -> ResponseReturnValue:
    version, days, form = _seen(number), DaysForm(request.args), form_asked()
    if not days.validate():
        abort(404)
    listing = listing_of(work(), number, _found(version, days).rows)
    return file_answer(
        f"version-{number}-leaves-behind.{form}", form, lambda file: write_listing(work(), listing, form, file)
    )


@bp.get("/<int:number>/publish")
@permitted("requirement:edit")
def confirm(number: int) -> ResponseReturnValue:
    version, days = draft_seen(number), DaysForm(request.args)
    if not days.validate() or not _sensible(version, days):
        return render_template("requirements/outlook.html", version=version, form=days, found=None), 422
    form = PublishForm(formdata=None, data={**days.data, "seen": _seen_text(version)})
    return _confirm_page(version, form, days.effective_on.data, days.grace_days.data)


@bp.post("/<int:number>/publish")
@permitted("requirement:edit")
def publish(number: int) -> ResponseReturnValue:
    version, form = draft_seen(number), PublishForm()
    _whole_city()
    if not form.validate():
        return redirect(url_for("requirements.outlook", number=number), 303)
    new = NewPublication(form.effective_on.data, form.grace_days.data)
    try:
        at_once = publishing.publish(work(), row_of(version), new, form.seen.data)
        commit()
    except RuleBroken as broken:
        session().rollback()
        form = PublishForm(formdata=None, data={**form.data, "seen": _seen_text(draft_seen(number))})
        form.form_errors.append(broken.sentence)
        page = _confirm_page(version, form, new.effective_on, new.grace_days)
        return page, 409 if isinstance(broken, Conflict) else 422
    later = "" if at_once else " " + _("There are many contracts: their standings follow within some minutes.")
    return say_done(_("Version %(number)s is published.", number=number) + later, "requirements.outlook", number=number)


@bp.route("/<int:number>/withdraw", methods=["GET", "POST"])
@permitted("requirement:edit")
def withdraw(number: int) -> ResponseReturnValue:
    version, form = _seen(number), ReasonForm()
    if version.published_at is None:
        abort(404)
    if form.validate_on_submit():
        with attempt(form) as deed:
            publishing.withdraw(work(), row_of(version), form.reason.data)
        if deed.done:
            return say_done(
                _("Version %(number)s is a draft again.", number=number), "requirements.draft", number=number
            )
    hindered = publishing.hinders_withdrawal(work(), row_of(version))
    page = render_template("requirements/withdraw.html", version=version, form=form, hindered=hindered)
    return page, 422 if form.errors or form.form_errors else 200


def _seen(number: int) -> VersionHead:
    _whole_city()
    version = head(session(), number)
    if version is None:
        abort(404)
    return version


def _whole_city() -> None:
    # What a version does to contracts of all departments is for those who see all departments.
    if the_viewer().departments:
        abort(403)


def _usual(version: VersionHead) -> dict[str, object]:
    return {"effective_on": plus_days(clock().today(), USUAL_DAYS), "grace_days": version.grace_days}


def _days_of(version: VersionHead) -> dict[str, object]:
    return {"effective_on": version.effective_on, "grace_days": version.grace_days}


def _sensible(version: VersionHead, form: DaysForm) -> bool:
    try:
        publishing.check(work(), row_of(version), NewPublication(form.effective_on.data, form.grace_days.data))
    except RuleBroken as broken:
        form.blame(broken)
        return False
    return True


def _seen_text(version: VersionHead) -> str:
    return fingerprint(version.note, clauses_of(session(), version.id))


def _found(version: VersionHead, form: DaysForm) -> VersionOutlook:
    return _outlook(version, form.effective_on.data, form.grace_days.data)


def _outlook(version: VersionHead, effective_on: date, grace_days: int) -> VersionOutlook:
    told = as_version(version.number, effective_on, grace_days, clauses_of(session(), version.id))
    return version_outlook(session(), told, clock().today())


def _confirm_page(version: VersionHead, form: PublishForm, effective_on: date, grace_days: int) -> str:
    _whole_city()
    found = _outlook(version, effective_on, grace_days)
    return render_template(
        "requirements/publish.html", version=version, form=form, found=found, effective_on=effective_on,
        over_on=plus_days(effective_on, grace_days), grace_days=grace_days,
    )  # fmt: skip
