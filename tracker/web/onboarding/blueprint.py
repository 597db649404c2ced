"""The blueprint that the views of this room hang on, and the steps that its pages show."""

from flask import Blueprint, abort, url_for
from flask_babel import gettext as _

from tracker.models.vendor import Vendor
from tracker.queries import contract as contracts
from tracker.queries import vendor as vendors
from tracker.queries.contract import ContractView
from tracker.web.context import session, the_viewer

bp = Blueprint("onboarding", __name__, url_prefix="/onboarding")

Steps = list[tuple[str, str | None]]


def steps(vendor_id: int | None = None, contract_id: int | None = None) -> Steps:
    """The four steps with their addresses, as far as they can be gone to."""
    of_vendor = url_for("onboarding.contract", vendor_id=vendor_id) if vendor_id else None
    data = url_for("onboarding.data", contract_id=contract_id) if contract_id else None
    ask = url_for("onboarding.ask", contract_id=contract_id) if contract_id else None
    return [
        (_("Vendor"), url_for("onboarding.vendor")),
        (_("Contract"), of_vendor),
        (_("Personal data"), data),
        (_("Request"), ask),
    ]


def seen_vendor(vendor_id: int) -> Vendor:
    """The vendor, or 404 when the viewer sees none such; an archived one is not onboarded."""
    vendor = vendors.vendor(session(), the_viewer(), vendor_id)
    if vendor is None or vendor.archived_at is not None:
        abort(404)
    return vendor


def seen_contract(contract_id: int) -> ContractView:
    """The contract, or 404 when the viewer sees none such; an archived one is not onboarded."""
    contract = contracts.contract(session(), the_viewer(), contract_id)
    if contract is None or contract.archived_at is not None:
        abort(404)
    return contract
