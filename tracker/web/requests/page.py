"""One request: what was asked, of whom, what happened, and what can be done about it."""

from flask import abort, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from wtforms import RadioField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length

from tracker.domain.facts import StepKind
from tracker.models.request import Request
from tracker.queries import request_page
from tracker.queries import requests as questions
from tracker.queries.askable import people_of
from tracker.queries.requests import RequestRow
from tracker.services import requests
from tracker.services.rules import NotAllowed, RuleBroken
from tracker.web.context import clock, commit, session, the_viewer, work
from tracker.web.deeds import attempt, say_done
from tracker.web.forms import Form, clean_lines
from tracker.web.permissions import permitted
from tracker.web.requests.blueprint import bp

STEP_WORDS = {
    StepKind.SENT: lazy_gettext("Sent"),
    StepKind.OPENED: lazy_gettext("Opened by the vendor"),
    StepKind.SUBMITTED: lazy_gettext("Answer submitted"),
    StepKind.RETURNED: lazy_gettext("Returned for correction"),
    StepKind.ACCEPTED: lazy_gettext("Accepted"),
    StepKind.REVOKED: lazy_gettext("Withdrawn"),
}


class ContactForm(Form):
    """Who is asked instead."""

    contact = RadioField(lazy_gettext("New contact"), [InputRequired(lazy_gettext("Choose a contact."))], coerce=int)


class ReasonForm(Form):
    """Why a request is withdrawn."""

    reason = TextAreaField(
        lazy_gettext("Reason"),
        [InputRequired(lazy_gettext("Say why the request is withdrawn.")), Length(max=1000)],
        filters=[clean_lines],
    )


@bp.get("/<int:request_id>")
@permitted("request:read")
def page(request_id: int) -> ResponseReturnValue:
    shown = _seen(request_id)
    return _page(shown)


@bp.post("/<int:request_id>/resend")
@permitted("request:send")
def resend(request_id: int) -> ResponseReturnValue:
    shown = _changeable(request_id)
    try:
        requests.resend(work(), session().get_one(Request, request_id))
        commit()
    except RuleBroken as broken:
        session().rollback()
        return _page(shown, broken.sentence), 422
    return say_done(
        _("The letter is on its way to %(name)s again.", name=shown.contact_name),
        "requests.page",
        request_id=request_id,
    )


@bp.route("/<int:request_id>/contact", methods=["GET", "POST"])
@permitted("request:send")
def contact(request_id: int) -> ResponseReturnValue:
    shown, form = _changeable(request_id), ContactForm()
    people = [person for person in people_of(session(), [shown.vendor_id]) if person.contact_id != shown.contact_id]
    form.contact.choices = [
        SelectChoice(str(person.contact_id), f"{person.name}, {person.email} ({', '.join(person.roles)})")
        for person in people
    ]
    if form.validate_on_submit():
        with attempt(form) as deed:
            requests.change_contact(work(), session().get_one(Request, request_id), form.contact.data)
        if deed.done:
            return say_done(
                _("The request went to the new contact; the earlier link is dead."),
                "requests.page",
                request_id=request_id,
            )
    return render_template("requests/contact.html", form=form, asked=shown, people=people), _status(form)


@bp.route("/<int:request_id>/revoke", methods=["GET", "POST"])
@permitted("request:send")
def revoke(request_id: int) -> ResponseReturnValue:
    shown, form = _changeable(request_id), ReasonForm()
    if form.validate_on_submit():
        with attempt(form) as deed:
            requests.revoke(work(), session().get_one(Request, request_id), form.reason.data)
        if deed.done:
            return say_done(
                _("Request %(number)s is withdrawn.", number=shown.number), "requests.page", request_id=request_id
            )
    return render_template("requests/revoke.html", form=form, asked=shown), _status(form)


def _page(shown: RequestRow, problem: str | None = None) -> str:
    contracts = request_page.contracts(session(), the_viewer(), shown.id)
    return render_template(
        "requests/page.html",
        added=request_page.added(session(), the_viewer(), shown.id),
        asked=shown, problem=problem, contracts=contracts, hidden=shown.contracts - len(contracts),
        steps=request_page.steps(session(), shown.id), step_words=STEP_WORDS,
        letters=request_page.letters(session(), shown.id), today=clock().today(),
        submissions=request_page.submissions(session(), shown.id),
        events=request_page.history(session(), shown.id),
        changeable=shown.unanswered and len(contracts) == shown.contracts,
    )  # fmt: skip


def _seen(request_id: int) -> RequestRow:
    shown = questions.find(session(), the_viewer(), request_id)
    if shown is None:
        abort(404)
    return shown


def _changeable(request_id: int) -> RequestRow:
    shown = _seen(request_id)
    if len(request_page.contracts(session(), the_viewer(), request_id)) < shown.contracts:
        raise NotAllowed("", _("This request is also about contracts of departments that you do not see."))
    return shown


def _status(form: Form) -> int:
    return 422 if request.method == "POST" and (form.errors or form.form_errors) else 200
