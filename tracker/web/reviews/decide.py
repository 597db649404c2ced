"""One review: the document beside the answers, then accept or return."""

from dataclasses import dataclass

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tracker.domain.record_words import Outcome
from tracker.models.attestation import Attestation
from tracker.services import reviews
from tracker.services.rules import Conflict, NotAllowed, RuleBroken
from tracker.web.context import commit, session, the_viewer, work
from tracker.web.forms import Form
from tracker.web.permissions import permitted
from tracker.web.reviews.blueprint import bp
from tracker.web.reviews.forms import AcceptForm, ReturnForm, checklist_choices
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
        said = _do(session().get_one(Attestation, attestation_id), forms, outcome, found.sub.vendor_name)
        commit()
    except RuleBroken as broken:
        session().rollback()
        return _refused(attestation_id, forms, outcome, broken)
    flash(said, "success")
    return _onward(found.place.following)


def _do(attestation: Attestation, forms: Forms, outcome: Outcome, vendor: str) -> str:
    if outcome is Outcome.ACCEPTED:
        reviews.accept(work(), attestation, forms.accept.acceptance())
        return str(_("The answer of %(vendor)s is accepted.", vendor=vendor))
    reviews.return_(work(), attestation, forms.return_.returning())
    return str(_("The answer of %(vendor)s is returned; a letter says why.", vendor=vendor))


def _refused(attestation_id: int, forms: Forms, outcome: Outcome, broken: RuleBroken) -> ResponseReturnValue:
    found = shown(attestation_id)
    review = found.review
    if review is not None and review.reviewer_id == the_viewer().id and review.outcome is outcome:
        # A double click: the second comes when the first has done the same; nobody conflicts with oneself.
        return _onward(found.place.following)
    forms.of(outcome).blame(broken)
    # The page shows the answer as it is now, so the next try is compared with this.
    forms.accept.version.data = forms.return_.version.data = str(found.sub.row_version)
    status = 409 if isinstance(broken, Conflict) else 403 if isinstance(broken, NotAllowed) else 422
    return _page(found, forms, tried=outcome), status


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


def _page(found: Shown, forms: Forms, tried: Outcome | None = None) -> str:
    return render_template(
        "reviews/page.html",
        found=found,
        view=found.view,
        sub=found.sub,
        forms=forms,
        tried=forms.of(tried) if tried else None,
        kept=kept(wanted()),
    )


def _onward(following: int | None) -> ResponseReturnValue:
    if following is None:
        return redirect(url_for("reviews.queue", **kept(wanted())), 303)
    return redirect(url_for("reviews.page", attestation_id=following, **kept(wanted())), 303)
