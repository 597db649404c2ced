"""Ask for a waiver: what is missing today is ticked already."""

from flask import abort, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tracker.models.contract import Contract
from tracker.queries import contract as contracts
from tracker.queries.lacking import lacking
from tracker.services import waivers
from tracker.web.context import clock, session, the_viewer, work
from tracker.web.deeds import attempt, say_done
from tracker.web.permissions import permitted
from tracker.web.waivers.blueprint import bp
from tracker.web.waivers.forms import AskForm


@bp.route("/new/<int:contract_id>", methods=["GET", "POST"])
@permitted("waiver:ask")
def new(contract_id: int) -> ResponseReturnValue:
    contract = contracts.contract(session(), the_viewer(), contract_id)
    if contract is None:
        abort(404)
    found, form = lacking(session(), contract_id, clock().today()), AskForm()
    form.offer(found)
    if request.method == "GET":
        form.propose(found, clock().today())
    if form.validate_on_submit():
        with attempt(form) as deed:
            number = waivers.ask(work(), session().get_one(Contract, contract_id), form.new()).id
        if deed.done:
            return say_done(
                _("The waiver is asked for. A second person approves or refuses it."), "waivers.page", waiver_id=number
            )
    page = render_template("waivers/new.html", contract=contract, form=form, found=found)
    return page, 422 if form.errors or form.form_errors else 200
