"""Deeds on many contracts: those ticked, or all that match."""

from dataclasses import dataclass, replace
from urllib.parse import parse_qsl, urlencode

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext, ngettext
from werkzeug.datastructures import MultiDict

from tracker.queries import contracts_grid, grid_choices
from tracker.queries.contracts_grid import GridQuery
from tracker.services import contracts
from tracker.services.rules import RuleBroken
from tracker.web.context import clock, commit, session, the_viewer, work
from tracker.web.contract_filters import contracts_asked
from tracker.web.contracts.blueprint import bp
from tracker.web.display import has_page, number
from tracker.web.grid import read_number, read_numbers
from tracker.web.permissions import allows, permitted

MOST_AT_ONCE = 1000
MOST_REQUESTS = 200
LONGEST_QUERY = 4000


@dataclass(frozen=True, slots=True)
class Deed:
    """A button under the grid: its value, label, permission and the page it needs."""

    value: str
    label: str
    permission: str
    endpoint: str


DEEDS = (
    Deed("request", lazy_gettext("Request attestation"), "request:send", "requests.new"),
    Deed("owner", lazy_gettext("Assign owner"), "contract:edit", "contracts.assign_owner"),
    Deed("pause", lazy_gettext("Pause reminders"), "reminder:pause", "contracts.pause_reminders"),
    Deed("export", lazy_gettext("Export"), "contract:export", "exports.status"),
)


@dataclass(frozen=True, slots=True)
class Chosen:
    """Which contracts were meant: the query behind "all that match", or the ids ticked."""

    query: str
    asked: GridQuery
    everything: bool

    def ids(self, most: int) -> list[int]:
        """The contracts the viewer may see among them; RuleBroken when there are none, or too many at once."""
        found = contracts_grid.ids(session(), the_viewer(), self.asked)
        if not found:
            raise RuleBroken("", _("Tick at least one contract first."))
        if len(found) > most:
            sentence = _("These are %(count)s contracts; at most %(most)s can be done at once.", count=number(len(found)), most=number(most))
            raise RuleBroken("", sentence)
        return found


def deeds() -> list[Deed]:
    """The deeds that the viewer may do and that this installation offers."""
    return [deed for deed in DEEDS if allows(the_viewer().roles, deed.permission) and has_page(deed.endpoint)]


@bp.post("/chosen")
@permitted("contract:read")
def chosen() -> ResponseReturnValue:
    meant = _meant()
    deed = request.form.get("deed", "")
    if deed not in {known.value for known in deeds()}:
        abort(403)
    try:
        return _begin(deed, meant)
    except RuleBroken as broken:
        flash(broken.sentence, "error")
        return redirect(_back(meant), 303)


@bp.post("/chosen/owner")
@permitted("contract:edit")
def assign_owner() -> ResponseReturnValue:
    meant = _meant()
    try:
        found = meant.ids(MOST_AT_ONCE)
        person_id = read_number(request.form.get("owner_id"))
        if person_id not in {known for known, _name in grid_choices.owners(session(), the_viewer())}:
            raise RuleBroken("owner_id", _("Choose the new owner."))
        changed = contracts.assign_owner(work(), found, person_id or 0)
    except RuleBroken as broken:
        return _ask_owner(meant, MOST_AT_ONCE, broken), 422
    commit()
    flash(ngettext("%(num)d contract has a new owner.", "%(num)d contracts have a new owner.", changed), "success")
    return redirect(_back(meant), 303)


def _begin(deed: str, meant: Chosen) -> ResponseReturnValue:
    if deed == "owner":
        return _ask_owner(meant, MOST_AT_ONCE)
    if deed == "pause":
        return redirect(_link("contracts.pause_reminders", meant.ids(MOST_REQUESTS)), 303)
    if deed == "export" and meant.everything:
        return redirect(f"{url_for('exports.status')}?{meant.query}", 303)
    endpoint = "exports.status" if deed == "export" else "requests.new"
    return redirect(_link(endpoint, meant.ids(MOST_REQUESTS), meant.query if deed == "export" else ""), 303)


def _ask_owner(meant: Chosen, most: int, broken: RuleBroken | None = None) -> str:
    return render_template(
        "contracts/assign_owner.html",
        meant=meant,
        count=len(meant.ids(most)),
        owners=grid_choices.owners(session(), the_viewer()),
        broken=broken,
        back=_back(meant),
    )


def _meant() -> Chosen:
    query = request.form.get("query", "")[:LONGEST_QUERY]
    asked = contracts_asked(MultiDict(parse_qsl(query)), clock().today())
    if request.form.get("all") == "1":
        return Chosen(query, replace(asked, offset=0), everything=True)
    ticked = read_numbers(request.form, "contract")
    return Chosen(query, GridQuery(on=asked.on, contract_ids=ticked or (0,)), everything=False)


def _link(endpoint: str, ids: list[int], query: str = "") -> str:
    kept = [(name, value) for name, value in parse_qsl(query) if name in {"on", "columns", "sort"}]
    return f"{url_for(endpoint)}?{urlencode([*kept, *(('contract', number) for number in ids)])}"


def _back(meant: Chosen) -> str:
    path = url_for("contracts.grid")
    return f"{path}?{meant.query}" if meant.query else path
