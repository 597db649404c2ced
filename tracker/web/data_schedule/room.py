"""The room's blueprint and the views that it holds."""

from flask import Blueprint, Flask, abort, render_template, request, url_for
from flask.typing import ResponseReturnValue

from tracker.domain.permissions import allows
from tracker.queries import contract as contracts
from tracker.queries import data_schedule as questions
from tracker.queries.contract import ContractView
from tracker.web import grid, schedule_editing
from tracker.web.context import session, the_viewer
from tracker.web.permissions import permitted
from tracker.web.schedule_editing import Editing

bp = Blueprint("data_schedule", __name__, url_prefix="/contracts")


def register(app: Flask) -> None:
    """Add the room to the application."""
    app.register_blueprint(bp)


@bp.route("/<int:contract_id>/data", methods=["GET", "POST"])
@permitted("schedule:edit")
def edit(contract_id: int) -> ResponseReturnValue:
    number = schedule_editing.source_number()
    editing = Editing(
        contract=_seen(contract_id),
        template="data_schedule/edit.html",
        after=url_for("contracts.page", contract_id=contract_id),
        source=_seen(number) if number is not None else None,
        addendum=url_for("addenda.ask", contract_id=contract_id)
        if allows(the_viewer().roles, "request:send")
        else None,
    )
    return schedule_editing.edit(editing)


@bp.get("/<int:contract_id>/data/copy")
@permitted("schedule:edit")
def copy(contract_id: int) -> ResponseReturnValue:
    shown, text = _seen(contract_id), grid.read_text(request.args, "q")
    found = questions.sources(session(), the_viewer(), contract_id, text)
    onboarding = request.args.get("for") == "onboarding"
    target = "onboarding.data" if onboarding else "data_schedule.edit"
    return render_template(
        "data_schedule/copy.html", contract=shown, found=found, q=text, target=target, onboarding=onboarding
    )


def _seen(contract_id: int) -> ContractView:
    shown = contracts.contract(session(), the_viewer(), contract_id)
    if shown is None:
        abort(404)
    return shown
