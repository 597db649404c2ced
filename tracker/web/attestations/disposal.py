"""The certificate after a contract's end: record it, or withdraw one recorded by mistake."""

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import DateField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from tracker.models.contract import Contract
from tracker.queries import contract as questions
from tracker.queries.contract import ContractView
from tracker.services import disposals
from tracker.services.disposals import NewDisposal
from tracker.services.rules import Conflict, RuleBroken
from tracker.web.attestations.blueprint import bp
from tracker.web.context import clock, commit, session, the_viewer, work
from tracker.web.forms import Form, clean, clean_lines
from tracker.web.permissions import permitted


class DisposalForm(Form):
    """What the vendor certified."""

    certified_on = DateField(_l("Day of the certificate"), [InputRequired(_l("Choose the day of the certificate."))])
    method = TextAreaField(
        _l("How the data was returned or destroyed"),
        [InputRequired(_l("Say how the data was returned or destroyed.")), Length(max=2000)],
        filters=[clean_lines],
        description=_l("As the certificate says it, with copies and backups."),
        render_kw={"rows": 3},
    )
    certified_by = StringField(
        _l("Who certified it"),
        [InputRequired(_l("Say who certified it.")), Length(max=200)],
        filters=[clean],
        description=_l("Name and title at the vendor."),
    )

    def new(self) -> NewDisposal:
        """What was typed, as the service takes it."""
        return NewDisposal(self.certified_on.data, self.method.data, self.certified_by.data)


class WithdrawForm(Form):
    """Why a certificate is taken back."""

    reason = StringField(_l("Reason"), [InputRequired(_l("Say why.")), Length(max=500)], filters=[clean])


@bp.route("/disposal/<int:contract_id>", methods=["GET", "POST"])
@permitted("disposal:record")
def disposal(contract_id: int) -> ResponseReturnValue:
    contract, form = _seen(contract_id), DisposalForm(data={"certified_on": clock().today()})
    if not form.validate_on_submit():
        return _page(contract, form), 422 if form.errors else 200
    try:
        disposals.record(work(), session().get_one(Contract, contract_id), form.new())
        commit()
    except RuleBroken as broken:
        session().rollback()
        form.blame(broken)
        return _page(contract, form), 409 if isinstance(broken, Conflict) else 422
    flash(_("The certificate for contract %(number)s is recorded.", number=contract.number), "success")
    return redirect(url_for("contracts.page", contract_id=contract_id), 303)


@bp.route("/disposal/<int:contract_id>/withdraw", methods=["GET", "POST"])
@permitted("disposal:record")
def withdraw_disposal(contract_id: int) -> ResponseReturnValue:
    contract, form = _seen(contract_id), WithdrawForm()
    if not form.validate_on_submit():
        return _withdrawal(contract, form), 422 if form.errors else 200
    try:
        disposals.withdraw(work(), session().get_one(Contract, contract_id), form.reason.data)
        commit()
    except RuleBroken as broken:
        session().rollback()
        form.blame(broken)
        return _withdrawal(contract, form), 409 if isinstance(broken, Conflict) else 422
    flash(_("The certificate is withdrawn; what was known before stays on record."), "success")
    return redirect(url_for("attestations.disposal", contract_id=contract_id), 303)


def _page(contract: ContractView, form: DisposalForm) -> str:
    held = questions.disposals(session(), contract.id)
    return render_template("attestations/disposal.html", contract=contract, form=form, held=held)


def _withdrawal(contract: ContractView, form: WithdrawForm) -> str:
    return render_template("attestations/disposal_withdraw.html", contract=contract, form=form)


def _seen(contract_id: int) -> ContractView:
    found = questions.contract(session(), the_viewer(), contract_id)
    if found is None:
        abort(404)
    return found
