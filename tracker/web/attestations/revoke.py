"""Revoke an attestation: choose the day and say why, see what changes, confirm."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import DateField, TextAreaField
from wtforms.validators import InputRequired, Length

from tracker.models.attestation import Attestation
from tracker.queries import attestation as questions
from tracker.queries import outlook
from tracker.queries.attestation import AttestationView
from tracker.queries.outlook import Outlook
from tracker.services import revocations
from tracker.services.revocations import Revocation
from tracker.services.rules import Conflict, NotAllowed, RuleBroken
from tracker.web.attestations.blueprint import bp
from tracker.web.context import clock, commit, session, the_viewer, work
from tracker.web.forms import Form, clean_lines
from tracker.web.permissions import permitted


class RevokeForm(Form):
    """From which day on it does not count, and why."""

    revoked_on = DateField(
        _l("First day on which it does not count"), [InputRequired(_l("Choose the first day without it."))]
    )
    reason = TextAreaField(
        _l("Reason"),
        [InputRequired(_l("Say why the attestation is revoked.")), Length(max=2000)],
        filters=[clean_lines],
        description=_l("For staff; the vendor is not written to."),
        render_kw={"rows": 3},
    )

    def revocation(self) -> Revocation:
        """What was typed, as the service takes it."""
        return Revocation(self.revoked_on.data, self.reason.data)


@bp.route("/<int:attestation_id>/revoke", methods=["GET", "POST"])
@permitted("attestation:revoke")
def revoke(attestation_id: int) -> ResponseReturnValue:
    view = _revocable(attestation_id)
    form = RevokeForm(data={"revoked_on": clock().today()})
    if not form.validate_on_submit():
        return _form(view, form), 422 if form.errors else 200
    attestation = session().get_one(Attestation, attestation_id)
    try:
        if request.form.get("deed") != "revoke":
            revocations.check(attestation, form.revocation())
            return _confirm(view, form)
        revocations.revoke(work(), attestation, form.revocation())
        commit()
    except RuleBroken as broken:
        session().rollback()
        form.blame(broken)
        return _form(view, form), 409 if isinstance(broken, Conflict) else 422
    flash(_("The attestation is revoked."), "success")
    return redirect(url_for("attestations.page", attestation_id=attestation_id), 303)


def _revocable(attestation_id: int) -> AttestationView:
    view = questions.find(session(), the_viewer(), attestation_id)
    if view is None:
        abort(404)
    if not view.whole:
        raise NotAllowed("", _("You do not see all contracts of this attestation; somebody who does can revoke it."))
    return view


def _form(view: AttestationView, form: RevokeForm) -> str:
    return render_template("attestations/revoke.html", view=view, form=form)


def _confirm(view: AttestationView, form: RevokeForm) -> str:
    return render_template("attestations/revoke_look.html", view=view, form=form, outlooks=_outlooks(view, form))


def _outlooks(view: AttestationView, form: RevokeForm) -> list[Outlook]:
    ids = [contract.id for contract in questions.contracts(session(), the_viewer(), view.row.id)]
    change = outlook.revoking(view.row.id, form.revoked_on.data, clock().now())
    return outlook.outlook(session(), ids, max(clock().today(), form.revoked_on.data), change)
