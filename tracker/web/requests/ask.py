"""Ask for attestations: one contract or many, a letter to look at, then send."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import ngettext

from tracker.models.contract import Contract
from tracker.models.request import Request
from tracker.queries import contracts_grid
from tracker.queries.askable import AT_MOST, askable, people_of
from tracker.queries.scope import within
from tracker.services.requests import default_due_on
from tracker.services.rules import RuleBroken
from tracker.web import asking as typed
from tracker.web import grid
from tracker.web.asking import Asking
from tracker.web.context import clock, commit, session, the_viewer, work
from tracker.web.contract_filters import contracts_asked
from tracker.web.permissions import permitted
from tracker.web.requests.blueprint import bp


@bp.route("/new", methods=["GET", "POST"])
@permitted("request:send")
def new() -> ResponseReturnValue:
    ids = _chosen()
    asking = _asking(ids)
    deed = request.form.get("deed", "look") if request.method == "POST" else ""
    if deed in {"", "change"}:
        return _form(asking, len(ids))
    if not typed.check(asking, clock().today()):
        return _form(asking, len(ids)), 422
    if deed == "send" and not asking.skipped:
        return _send(asking, len(ids))
    return render_template(
        "requests/look.html", asking=asking, letters=typed.letters(work(), asking), carried=typed.typed_fields(asking)
    )


def _chosen() -> list[int]:
    if request.method == "POST":
        return list(grid.read_numbers(request.form, "contract"))
    if request.args.get("all") == "1":
        query = contracts_asked(request.args, clock().today())
        return contracts_grid.ids(session(), the_viewer(), query)
    return list(grid.read_numbers(request.args, "contract"))


def _asking(ids: list[int]) -> Asking:
    rows = askable(session(), ids[:AT_MOST], clock().today(), within(the_viewer(), Contract.department_id))
    people = people_of(session(), sorted({row.vendor_id for row in rows}))
    return typed.read(rows, people, request.form, default_due_on(work()))


def _form(asking: Asking, chosen: int) -> str:
    return render_template("requests/new.html", asking=asking, chosen=chosen, at_most=AT_MOST)


def _send(asking: Asking, chosen: int) -> ResponseReturnValue:
    try:
        sent = typed.send(work(), asking)
        commit()
    except RuleBroken as broken:
        session().rollback()
        asking.problems.append((broken.field, broken.sentence))
        return _form(asking, chosen), 422
    return _done(sent)


def _done(sent: list[Request]) -> ResponseReturnValue:
    flash(ngettext("The request is sent.", "%(num)d requests are sent.", len(sent)), "success")
    if len(sent) == 1:
        return redirect(url_for("requests.page", request_id=sent[0].id), 303)
    return redirect(url_for("requests.index"), 303)
