"""The second step: clause by clause, saved as often as the vendor likes."""

from itertools import groupby
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from tracker.queries.portal_requests import deficiencies
from tracker.services import attestations
from tracker.services.principles import principles
from tracker.services.rules import RuleBroken
from tracker.services.work import Work
from tracker.web.context import clock, commit, session, work_as_contact
from tracker.web.permissions import for_contacts
from tracker.web.portal.asking import Asked, answerable, the_asked
from tracker.web.portal.blueprint import bp
from tracker.web.portal.forms import PREFIX, AnswersForm, answers_form
from tracker.web.portal.home import to_request
from tracker.web.portal.refusing import refused

NEXT, REST, PAST, STAY = "next", "rest", "past", "stay"
MOST_LISTED = 5
"""More open clauses than these are counted, not listed: the page marks them all."""


@bp.get("/requests/<int:request_id>/answers")
@for_contacts
def answers(request_id: int) -> ResponseReturnValue:
    asked = the_asked(request_id)
    return _page(asked, answers_form(asked.draft)) if asked.shown.state.answerable else to_request(asked.row)


@bp.post("/requests/<int:request_id>/answers")
@for_contacts
def save_answers(request_id: int) -> ResponseReturnValue:
    asked = answerable(request_id)
    if asked is None:
        return to_request(the_asked(request_id).row)
    form = answers_form(asked.draft)
    if not form.validate():
        return _page(asked, form), 422
    try:
        _save(work_as_contact(), asked, form)
        commit()
    except RuleBroken as broken:
        return refused(request_id, form, broken, _page)
    return _go_on(request_id, form)


def _save(deed: Work, asked: Asked, form: AnswersForm) -> None:
    begun = asked.draft.attestation_id is not None
    attestation = attestations.draft_of(deed, asked.row)
    attestations.save_answers(deed, attestation, form.given(), form.version.data if begun else None)
    then = request.form.get("then")
    if then == REST:
        _tell(attestations.agree_to_rest(deed, attestation), _("agreed"))
    elif then == PAST:
        _tell(attestations.reuse_past(deed, attestation), _("answered as last time"))
    if then == STAY:
        flash(_("Saved."), "success")


def _tell(count: int, deed: str) -> None:
    flash(ngettext("%(num)d clause %(deed)s.", "%(num)d clauses %(deed)s.", count, deed=deed), "success")


def _go_on(request_id: int, form: AnswersForm) -> ResponseReturnValue:
    if request.form.get("then") != NEXT:
        return redirect(url_for("portal.answers", request_id=request_id) + _place(), 303)
    asked = the_asked(request_id)
    if asked.draft.answers_complete(clock().today()):
        return redirect(url_for("portal.signer", request_id=request_id), 303)
    form.version.data = asked.draft.row_version
    _point_out(asked, form)
    return _page(asked, form, marking=True), 422


def _place() -> str:
    return "#saved" if request.form.get("then") in {REST, PAST} else ""


def _point_out(asked: Asked, form: AnswersForm) -> None:
    lacks = [(row, lack) for row in asked.draft.answers if (lack := row.lacks(clock().today()))]
    for row, lack in lacks[:MOST_LISTED]:
        field: Any = form[f"{PREFIX}{row.clause_id}"].form[lack.part]
        field.errors = [_(lack.sentence)]
    more = len(lacks) - MOST_LISTED
    if more > 0:
        sentence = ngettext("%(num)d more clause is open.", "%(num)d more clauses are open.", more)
        form.form_errors.append(sentence)


def _page(asked: Asked, form: AnswersForm, *, marking: bool = False) -> str:
    known = principles()
    groups = [
        (known.get(code), list(rows))
        for code, rows in groupby(
            sorted(asked.draft.answers, key=lambda row: row.principle), key=lambda row: row.principle
        )
    ]
    reasons = deficiencies(session(), asked.row.id)
    return render_template(
        "portal/answers.html", asked=asked, form=form, groups=groups, prefix=PREFIX, reasons=reasons, marking=marking
    )
