"""A vendor's page, its other names, and the pause of its reminders."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tracker.domain.standings import IN_FORCE_SHARING, Standing, worst
from tracker.models.vendor import VendorAlias
from tracker.queries import contracts_grid
from tracker.queries import vendor as queries
from tracker.queries.contract_row import ContractRow
from tracker.queries.contracts_grid import GridQuery
from tracker.services import reminders, vendors
from tracker.services.rules import RuleBroken
from tracker.web.context import clock, commit, session, the_viewer, work
from tracker.web.forms import clean
from tracker.web.permissions import permitted
from tracker.web.vendors.blueprint import bp
from tracker.web.vendors.seen import seen_vendor

MOST_CONTRACTS = 100


@bp.get("/<int:vendor_id>")
@permitted("vendor:read")
def page(vendor_id: int) -> ResponseReturnValue:
    return _page(vendor_id)


@bp.post("/<int:vendor_id>/names")
@permitted("vendor:edit")
def add_alias(vendor_id: int) -> ResponseReturnValue:
    try:
        vendors.add_alias(work(), seen_vendor(vendor_id), clean(request.form.get("name")))
        commit()
    except RuleBroken as broken:
        session().rollback()
        return _page(vendor_id, broken), 422
    return redirect(url_for("vendors.page", vendor_id=vendor_id, _anchor="names"), 303)


@bp.post("/<int:vendor_id>/names/<int:alias_id>/remove")
@permitted("vendor:edit")
def remove_alias(vendor_id: int, alias_id: int) -> ResponseReturnValue:
    vendor, alias = seen_vendor(vendor_id), session().get(VendorAlias, alias_id)
    if alias is None or alias.vendor_id != vendor.id:
        abort(404)
    vendors.remove_alias(work(), vendor, alias)
    commit()
    return redirect(url_for("vendors.page", vendor_id=vendor_id, _anchor="names"), 303)


@bp.post("/<int:vendor_id>/reminders/pause")
@permitted("reminder:pause")
def pause_reminders(vendor_id: int) -> ResponseReturnValue:
    vendor = seen_vendor(vendor_id)
    try:
        reminders.pause(work(), vendor, clean(request.form.get("reason"))[:500])
        commit()
    except RuleBroken as broken:
        session().rollback()
        return _page(vendor_id, broken), 422
    flash(_("No reminder goes to %(name)s until you resume them.", name=vendor.name), "success")
    return redirect(url_for("vendors.page", vendor_id=vendor_id), 303)


@bp.post("/<int:vendor_id>/reminders/resume")
@permitted("reminder:pause")
def resume_reminders(vendor_id: int) -> ResponseReturnValue:
    reminders.resume(work(), seen_vendor(vendor_id))
    commit()
    flash(_("Reminders go on with the next step that is due."), "success")
    return redirect(url_for("vendors.page", vendor_id=vendor_id), 303)


def _page(vendor_id: int, broken: RuleBroken | None = None) -> str:
    vendor, today = seen_vendor(vendor_id), clock().today()
    query = GridQuery(on=today, vendor_id=vendor_id)
    contracts = list(contracts_grid.rows(session(), the_viewer(), query, limit=MOST_CONTRACTS))
    total = len(contracts)
    if total == MOST_CONTRACTS:
        total = contracts_grid.count(session(), the_viewer(), query)
    return render_template(
        "vendors/page.html",
        vendor=vendor,
        contracts=contracts,
        total=total,
        worst=worst(row.standing for row in contracts) if contracts else None,
        in_force=sum(_in_force(row) for row in contracts),
        aliases=queries.aliases(session(), vendor_id),
        contacts=queries.contacts(session(), vendor_id),
        requests=queries.requests(session(), the_viewer(), vendor_id),
        letters=queries.letters(session(), the_viewer(), vendor_id),
        events=queries.events(session(), the_viewer(), vendor_id),
        broken=broken,
        typed=request.form,
    )


def _in_force(row: ContractRow) -> bool:
    return row.standing in IN_FORCE_SHARING or row.standing is Standing.NOT_REQUIRED
