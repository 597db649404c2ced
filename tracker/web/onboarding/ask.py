"""Step 4: the request, with the clauses that will apply, the letter, a last look, and what happens next."""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from tracker.models.contract import Contract
from tracker.queries import requests as requested
from tracker.queries.askable import AskRow, Hindrance, askable, people_of
from tracker.queries.contract import ContractView
from tracker.queries.schedule_consequence import consequence
from tracker.queries.scope import within
from tracker.services.requests import default_due_on
from tracker.services.rules import RuleBroken
from tracker.web import asking as typed
from tracker.web.asking import Asking
from tracker.web.context import clock, commit, session, the_viewer, work
from tracker.web.onboarding.blueprint import bp, seen_contract, steps
from tracker.web.permissions import permitted


@bp.route("/contract/<int:contract_id>/request", methods=["GET", "POST"])
@permitted("request:send")
def ask(contract_id: int) -> ResponseReturnValue:
    contract = seen_contract(contract_id)
    row = askable(session(), [contract_id], clock().today(), within(the_viewer(), Contract.department_id))[0]
    if row.hindrance is Hindrance.UNDECLARED:
        return redirect(url_for("onboarding.data", contract_id=contract_id), 303)
    if row.hindrance is not None:
        return redirect(url_for("onboarding.done", contract_id=contract_id), 303)
    asking = typed.read([row], people_of(session(), [row.vendor_id]), request.form, default_due_on(work()))
    deed = request.form.get("deed", "look") if request.method == "POST" else "change"
    if deed == "change":
        return _form(contract, asking)
    if not typed.check(asking, clock().today()):
        return _form(contract, asking), 422
    return _send(contract, asking) if deed == "send" else _look(contract, asking)


@bp.get("/contract/<int:contract_id>/done")
@permitted("contract:edit")
def done(contract_id: int) -> ResponseReturnValue:
    contract = seen_contract(contract_id)
    row: AskRow = askable(session(), [contract_id], clock().today())[0]
    asked = requested.of_contract(session(), contract_id)
    return render_template(
        "onboarding/done.html",
        steps=steps(contract.vendor_id, contract_id), contract=contract, row=row,
        asked=asked[0] if asked else None, today=clock().today(),
    )  # fmt: skip


def _form(contract: ContractView, asking: Asking) -> str:
    return _page("onboarding/ask.html", contract, asking)


def _look(contract: ContractView, asking: Asking) -> str:
    return _page("onboarding/look.html", contract, asking)


def _page(template: str, contract: ContractView, asking: Asking) -> str:
    return render_template(
        template,
        steps=steps(contract.vendor_id, contract.id), contract=contract, asking=asking, form=None,
        follows=consequence(session(), contract.id, clock().today()),
        letters=typed.letters(work(), asking), carried=typed.typed_fields(asking),
    )  # fmt: skip


def _send(contract: ContractView, asking: Asking) -> ResponseReturnValue:
    try:
        typed.send(work(), asking)
        commit()
    except RuleBroken as broken:
        session().rollback()
        asking.problems.append((broken.field, broken.sentence))
        return _form(contract, asking), 422
    return redirect(url_for("onboarding.done", contract_id=contract.id), 303)
