"""New, edit, terms, archive: what procurement changes of a contract."""

from flask import abort, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from wtforms import HiddenField, StringField
from wtforms.validators import InputRequired, Length

from tracker.models.contract import Contract, ContractTerm
from tracker.queries import contract as queries
from tracker.queries import vendor as vendor_queries
from tracker.queries import vendor_choice
from tracker.queries.contract import ContractView
from tracker.services import contract_terms, contracts
from tracker.web.context import commit, session, the_viewer, work
from tracker.web.contract_form import ContractDetailsForm, ContractForm, TermForm
from tracker.web.contracts.blueprint import bp
from tracker.web.deeds import attempt, say_done
from tracker.web.forms import Form, clean
from tracker.web.grid import read_number
from tracker.web.permissions import permitted


class EditForm(ContractDetailsForm):
    """A contract being edited; `version` notices that somebody else was faster."""

    version = HiddenField()


class ReasonForm(Form):
    """Why something is done."""

    reason = StringField(
        lazy_gettext("Reason"), [InputRequired(lazy_gettext("Say why.")), Length(max=500)], filters=[clean]
    )


@bp.route("/new", methods=["GET", "POST"])
@permitted("contract:edit")
def new() -> ResponseReturnValue:
    vendor = vendor_queries.vendor(session(), the_viewer(), read_number(request.args.get("vendor")) or 0)
    if vendor is None or vendor.archived_at is not None:
        text = clean(request.args.get("q"))[:200]
        found = vendor_choice.matching(session(), the_viewer(), text)
        return render_template("contracts/choose_vendor.html", q=text, found=found)
    form = ContractForm()
    form.offer(session(), the_viewer())
    if request.method == "GET":
        form.propose(session())
    if form.validate_on_submit():
        with attempt(form) as deed:
            contract = contracts.create(work(), form.new(vendor.id))
        if deed.done:
            said = _(
                "Contract %(number)s is recorded. Say next which personal data it lets go.", number=contract.number
            )
            return say_done(said, "contracts.page", contract_id=contract.id)
    return render_template("contracts/new.html", form=form, vendor=vendor), _status(form)


@bp.route("/<int:contract_id>/edit", methods=["GET", "POST"])
@permitted("contract:edit")
def edit(contract_id: int) -> ResponseReturnValue:
    shown = _seen(contract_id)
    form, conflict = EditForm(), None
    form.offer(session(), the_viewer())
    if request.method == "GET":
        form.show(shown)
        form.version.data = str(shown.version)
    if form.validate_on_submit():
        with attempt(form) as deed:
            contracts.edit(work(), session().get_one(Contract, contract_id), form.edited(), _version(form))
        if deed.conflict:
            conflict = _seen(contract_id)
            form.version.data = str(conflict.version)
        if deed.done:
            return say_done(_("Saved."), "contracts.page", contract_id=contract_id)
    page = render_template("contracts/edit.html", form=form, contract=shown, conflict=conflict)
    return page, 409 if conflict else _status(form)


@bp.route("/<int:contract_id>/terms", methods=["GET", "POST"])
@permitted("contract:edit")
def terms(contract_id: int) -> ResponseReturnValue:
    shown, form = _seen(contract_id), TermForm()
    known = queries.terms(session(), contract_id)
    if request.method == "GET" and known:
        form.disposal_days.data = known[-1].disposal_days
    if form.validate_on_submit():
        with attempt(form) as deed:
            contract_terms.renew(work(), session().get_one(Contract, contract_id), form.term())
        if deed.done:
            return say_done(_("The term is recorded."), "contracts.page", contract_id=contract_id)
    page = render_template("contracts/terms.html", form=form, contract=shown, terms=known)
    return page, _status(form)


@bp.route("/<int:contract_id>/terms/<int:term_id>", methods=["GET", "POST"])
@permitted("contract:edit")
def term(contract_id: int, term_id: int) -> ResponseReturnValue:
    shown, form = _seen(contract_id), TermForm()
    row = session().get(ContractTerm, term_id)
    if row is None or row.contract_id != contract_id or row.replaced_at is not None:
        abort(404)
    if request.method == "GET":
        form.starts_on.data, form.through_on.data = row.starts_on, row.through_on
        form.disposal_days.data = row.disposal_days
    if form.validate_on_submit():
        contract = session().get_one(Contract, contract_id)
        with attempt(form) as deed:
            if "remove" in request.form:
                contract_terms.remove(work(), contract, row)
            else:
                contract_terms.correct(work(), contract, row, form.term())
        if deed.done:
            return say_done(
                _("The term is corrected; what was known before stays on record."),
                "contracts.page",
                contract_id=contract_id,
            )
    return render_template("contracts/term.html", form=form, contract=shown), _status(form)


@bp.route("/<int:contract_id>/archive", methods=["GET", "POST"])
@permitted("contract:edit")
def archive(contract_id: int) -> ResponseReturnValue:
    shown, form = _seen(contract_id), ReasonForm()
    if form.validate_on_submit():
        contracts.archive(work(), session().get_one(Contract, contract_id), form.reason.data)
        commit()
        return say_done(
            _("Contract %(number)s is archived.", number=shown.number), "contracts.page", contract_id=contract_id
        )
    return render_template("contracts/archive.html", form=form, contract=shown), _status(form)


@bp.post("/<int:contract_id>/restore")
@permitted("contract:edit")
def restore(contract_id: int) -> ResponseReturnValue:
    shown = _seen(contract_id)
    contracts.restore(work(), session().get_one(Contract, contract_id))
    commit()
    return say_done(_("Contract %(number)s is back.", number=shown.number), "contracts.page", contract_id=contract_id)


def _seen(contract_id: int) -> ContractView:
    shown = queries.contract(session(), the_viewer(), contract_id)
    if shown is None:
        abort(404)
    return shown


def _version(form: EditForm) -> int:
    return read_number(form.version.data) or 0


def _status(form: Form) -> int:
    return 422 if form.errors else 200
