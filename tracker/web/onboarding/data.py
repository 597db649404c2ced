"""Step 3: the personal data, in the same matrix as elsewhere."""

from flask import abort, url_for
from flask.typing import ResponseReturnValue

from tracker.queries import contract as contracts
from tracker.web import schedule_editing
from tracker.web.context import session, the_viewer
from tracker.web.onboarding.blueprint import bp, seen_contract, steps
from tracker.web.permissions import permitted
from tracker.web.schedule_editing import Editing


@bp.route("/contract/<int:contract_id>/data", methods=["GET", "POST"])
@permitted("schedule:edit")
def data(contract_id: int) -> ResponseReturnValue:
    contract, number = seen_contract(contract_id), schedule_editing.source_number()
    source = contracts.contract(session(), the_viewer(), number) if number is not None else None
    if number is not None and source is None:
        abort(404)
    editing = Editing(
        contract=contract,
        template="onboarding/data.html",
        after=url_for("onboarding.ask", contract_id=contract_id),
        source=source,
        steps=steps(contract.vendor_id, contract_id),
    )
    return schedule_editing.edit(editing)
