"""One review: the document beside the answers, then accept or return."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tracker.domain.record_words import Outcome
from tracker.models.attestation import Attestation
from tracker.services import acceptances, reviews
from tracker.services.rules import Conflict, NotAllowed, RuleBroken
from tracker.web.context import clock, commit, session, the_viewer, work
from tracker.web.forms import Form
from tracker.web.permissions import permitted
from tracker.web.reviews import follow_up_days
from tracker.web.reviews.blueprint import bp
from tracker.web.reviews.forms import AcceptForm, ReturnForm, SecondForm, checklist_choices
from tracker.web.reviews.showing import Shown, kept, shown, wanted


@dataclass(frozen=True, slots=True)
class Forms:
    """The two ways to decide, on one page."""

    accept: AcceptForm
    return_: ReturnForm

    def of(self, outcome: Outcome) -> Form:
        """The form that leads to an outcome."""
        return self.accept if outcome is Outcome.ACCEPTED else self.return_


@bp.get("/<int:attestation_id>")
@permitted("review:read")
def page(attestation_id: int) -> ResponseReturnValue:
    found = shown(attestation_id)
    return _page(found, _forms(found))


@bp.post("/<int:attestation_id>/accept")
@permitted("review:decide")
def accept(attestation_id: int) -> ResponseReturnValue:
    return _decide(attestation_id, Outcome.ACCEPTED)


@bp.post("/<int:attestation_id>/return")
@permitted("review:decide")
def return_(attestation_id: int) -> ResponseReturnValue:
    return _decide(attestation_id, Outcome.RETURNED)


def _decide(attestation_id: int, outcome: Outcome) -> ResponseReturnValue:
    found = shown(attestation_id)
    forms = _forms(found)
    if not found.view.whole:
        raise NotAllowed("", _("You do not see all contracts of this answer; somebody who does decides about it."))
    if not forms.of(outcome).validate_on_submit():
        return _page(found, forms, tried=outcome), 422
    try:
        said = _do(session().get_one(Attestation, attestation_id), forms, outcome, found)
        commit()
    except RuleBroken as broken:
        session().rollback()
        return _refused(attestation_id, forms, outcome, broken)
    flash(said, "success")
    return _onward(found.place.following)


def _do(attestation: Attestation, forms: Forms, outcome: Outcome, found: Shown) -> str:
    vendor = found.sub.vendor_name
    if outcome is Outcome.RETURNED:
        reviews.return_(work(), attestation, forms.return_.returning())
        return str(_("The answer of %(vendor)s is returned; a letter says why.", vendor=vendor))
    if found.proof.second_person:
        acceptances.propose(work(), attestation, _acceptance(forms, found))
        return str(_("Accepting the answer of %(vendor)s is proposed; a second officer decides.", vendor=vendor))
    reviews.accept(work(), attestation, _acceptance(forms, found))
    return str(_("The answer of %(vendor)s is accepted.", vendor=vendor))


def _acceptance(forms: Forms, found: Shown) -> reviews.Acceptance:
    return replace(forms.accept.acceptance(), follow_ups=follow_up_days.chosen(found.sub.answers))


def _refused(attestation_id: int, forms: Forms, outcome: Outcome, broken: RuleBroken) -> ResponseReturnValue:
    found = shown(attestation_id)
    review = found.review
    if review is not None and review.reviewer_id == the_viewer().id and review.outcome is outcome:
        # A double click: the second comes when the first has done the same; nobody conflicts with oneself.
        return _onward(found.place.following)
    forms.of(outcome).blame(broken)
    forms.accept.follow_up_problem = (broken.field, broken.sentence)
    # The page shows the answer as it is now, so the next try is compared with this.
    forms.accept.version.data = forms.return_.version.data = str(found.sub.row_version)
    return _page(found, forms, tried=outcome), _status(broken)


def _forms(found: Shown) -> Forms:
    proposal, version = found.proposal, str(found.sub.row_version)
    days = {"effective_on": proposal.effective_on, "expires_on": proposal.expires_on}
    accepting = AcceptForm(prefix="accept", data={**days, "version": version})
    returning = ReturnForm(prefix="return", data={"due_on": reviews.proposed_due_on(work()), "version": version})
    accepting.checklist.choices = checklist_choices(
        found.sub.vendor_name,
        ", ".join(contract.number for contract in found.contracts),
        found.sub.version_number,
        ", ".join(part for part in (found.sub.signer_name, found.sub.signer_title) if part),
        misfits=found.misfits,
    )
    returning.offer(found.unusual)
    return Forms(accepting, returning)


def _page(found: Shown, forms: Forms, tried: Outcome | None = None, second: SecondForm | None = None) -> str:
    return render_template(
        "reviews/page.html",
        found=found,
        view=found.view,
        sub=found.sub,
        forms=forms,
        follow_up_days=follow_up_days.offered(found.sub.answers, clock().today()),
        second=second or SecondForm(formdata=None, prefix="second", data={"version": str(found.sub.row_version)}),
        tried=second or (forms.of(tried) if tried else None),
        kept=kept(wanted()),
    )


@bp.post("/<int:attestation_id>/confirm")
@permitted("review:decide")
def confirm(attestation_id: int) -> ResponseReturnValue:
    return _second(attestation_id, _confirm)


@bp.post("/<int:attestation_id>/decline")
@permitted("review:decide")
def decline(attestation_id: int) -> ResponseReturnValue:
    return _second(attestation_id, _decline)


def _confirm(attestation: Attestation, form: SecondForm, vendor: str) -> str:
    acceptances.confirm(work(), attestation, form.seen())
    return str(_("The answer of %(vendor)s is accepted.", vendor=vendor))


def _decline(attestation: Attestation, form: SecondForm, vendor: str) -> str:
    acceptances.decline(work(), attestation, form.decline_reason.data or "", form.seen())
    return str(_("The proposal is declined; the answer of %(vendor)s waits for a review.", vendor=vendor))


def _second(attestation_id: int, do: Callable[[Attestation, SecondForm, str], str]) -> ResponseReturnValue:
    found, form = shown(attestation_id), SecondForm(prefix="second")
    if not found.view.whole:
        raise NotAllowed("", _("You do not see all contracts of this answer; somebody who does decides about it."))
    if not form.validate_on_submit():
        return _page(found, _forms(found), second=form), 422
    try:
        said = do(session().get_one(Attestation, attestation_id), form, found.sub.vendor_name)
        commit()
    except RuleBroken as broken:
        session().rollback()
        found = shown(attestation_id)
        form.blame(broken)
        form.version.data = str(found.sub.row_version)
        return _page(found, _forms(found), second=form), _status(broken)
    flash(said, "success")
    return _onward(found.place.following)


def _status(broken: RuleBroken) -> int:
    return 409 if isinstance(broken, Conflict) else 403 if isinstance(broken, NotAllowed) else 422


def _onward(following: int | None) -> ResponseReturnValue:
    if following is None:
        return redirect(url_for("reviews.queue", **kept(wanted())), 303)
    return redirect(url_for("reviews.page", attestation_id=following, **kept(wanted())), 303)
