"""Step 2: the contract of the vendor, a new one or one that is recorded."""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from tracker.queries import onboarding
from tracker.services import contracts
from tracker.web.context import session, the_viewer, work
from tracker.web.contract_form import ContractForm
from tracker.web.deeds import attempt
from tracker.web.onboarding.blueprint import bp, seen_vendor, steps
from tracker.web.permissions import permitted


@bp.route("/vendor/<int:vendor_id>", methods=["GET", "POST"])
@permitted("contract:edit")
def contract(vendor_id: int) -> ResponseReturnValue:
    vendor, form = seen_vendor(vendor_id), ContractForm()
    form.offer(session(), the_viewer())
    if request.method == "GET":
        form.propose(session())
        form.owner_id.data = the_viewer().id
    if form.validate_on_submit():
        with attempt(form) as deed:
            new = contracts.create(work(), form.new(vendor_id))
        if deed.done:
            return redirect(url_for("onboarding.data", contract_id=new.id), 303)
    page = render_template(
        "onboarding/contract.html",
        steps=steps(vendor_id),
        form=form,
        vendor=vendor,
        recorded=onboarding.contracts_of(session(), the_viewer(), vendor_id),
    )
    return page, 422 if form.errors or form.form_errors else 200
