"""Deeds on many contracts: those ticked, or all that match."""

from dataclasses import dataclass, replace
from urllib.parse import parse_qsl, urlencode

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext, ngettext
from werkzeug.datastructures import MultiDict

from tracker.domain.permissions import allows
from tracker.queries import contracts_grid, grid_choices
from tracker.queries.contracts_grid import GridQuery
from tracker.queries.vendor import vendors_of
from tracker.services import contracts, reminders
from tracker.services.rules import RuleBroken
from tracker.web.context import clock, commit, session, the_viewer, work
from tracker.web.contract_filters import contracts_asked
from tracker.web.contracts.blueprint import bp
from tracker.web.display import has_page, number
from tracker.web.forms import clean
from tracker.web.grid import UNPRINTABLE, read_number, read_numbers
from tracker.web.permissions import permitted

MOST_AT_ONCE = 1000
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

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """What stays of the query for an export of ticked contracts: the day, the order, the columns."""
        return [(name, value) for name, value in parse_qsl(self.query) if name in {"on", "columns", "sort"}]

    def ids(self, most: int) -> list[int]:
        """The contracts the viewer may see among them; RuleBroken when there are none, or too many at once."""
        found = contracts_grid.ids(session(), the_viewer(), self.asked)
        if not found:
            raise RuleBroken("", _("Tick at least one contract first."))
        if len(found) > most:
            sentence = _(
                "These are %(count)s contracts; at most %(most)s can be done at once.",
                count=number(len(found)),
                most=number(most),
            )
            raise RuleBroken("", sentence)
        return found


def deeds() -> list[Deed]:
    """The deeds that the viewer may do and that this installation offers."""
    return [deed for deed in DEEDS if allows(the_viewer().roles, deed.permission) and has_page(deed.endpoint)]


@bp.post("/chosen")
@permitted("contract:read")
def chosen() -> ResponseReturnValue:
    """Changes nothing: leads to the page on which the deed is looked at and done."""
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
        changed = contracts.assign_owner(work(), meant.ids(MOST_AT_ONCE), _new_owner())
        commit()
    except RuleBroken as broken:
        session().rollback()
        return _ask_owner(meant, broken), 422
    flash(ngettext("%(num)d contract has a new owner.", "%(num)d contracts have a new owner.", changed), "success")
    return redirect(_back(meant), 303)


@bp.post("/chosen/pause")
@permitted("reminder:pause")
def pause_reminders() -> ResponseReturnValue:
    meant = _meant()
    reason = clean(request.form.get("reason"))
    try:
        found = vendors_of(session(), meant.ids(MOST_AT_ONCE))
        for vendor in found:
            reminders.pause(work(), vendor, reason)
        commit()
    except RuleBroken as broken:
        session().rollback()
        return _ask_reason(meant, broken), 422
    said = ngettext("Reminders to %(num)d vendor are paused.", "Reminders to %(num)d vendors are paused.", len(found))
    flash(said, "success")
    return redirect(_back(meant), 303)


def _begin(deed: str, meant: Chosen) -> ResponseReturnValue:
    if deed == "owner":
        return _ask_owner(meant)
    if deed == "pause":
        return _ask_reason(meant)
    kept = meant.pairs if deed == "export" else ()
    endpoint = "exports.status" if deed == "export" else "requests.new"
    if meant.everything:
        everything = parse_qsl(meant.query) if deed == "export" else [*parse_qsl(meant.query), ("all", "1")]
        return redirect(f"{url_for(endpoint)}?{urlencode(everything)}", 303)
    ticked = [("contract", str(number)) for number in meant.ids(MOST_AT_ONCE)]
    return redirect(f"{url_for(endpoint)}?{urlencode([*kept, *ticked])}", 303)


def _new_owner() -> int:
    person_id = read_number(request.form.get("owner_id"))
    offered = {number for number, _name in grid_choices.owners(session(), the_viewer())}
    if person_id is None or person_id not in offered:
        raise RuleBroken("owner_id", _("Choose the new owner."))
    return person_id


def _ask_owner(meant: Chosen, broken: RuleBroken | None = None) -> str:
    owners = grid_choices.owners(session(), the_viewer())
    count = len(meant.ids(MOST_AT_ONCE))
    return render_template(
        "contracts/assign_owner.html", meant=meant, count=count, owners=owners, broken=broken, back=_back(meant)
    )


def _ask_reason(meant: Chosen, broken: RuleBroken | None = None) -> str:
    found = vendors_of(session(), meant.ids(MOST_AT_ONCE))
    return render_template(
        "contracts/pause_reminders.html", meant=meant, vendors=found, broken=broken, back=_back(meant)
    )


def _meant() -> Chosen:
    # It goes into an address: what cannot stand there would break the header that leads back.
    query = UNPRINTABLE.sub("", request.form.get("query", ""))[:LONGEST_QUERY]
    asked = contracts_asked(MultiDict(parse_qsl(query)), clock().today())
    if request.form.get("all") == "1":
        return Chosen(query, replace(asked, offset=0), everything=True)
    ticked = read_numbers(request.form, "contract")
    return Chosen(query, GridQuery(on=asked.on, contract_ids=ticked or (0,)), everything=False)


def _back(meant: Chosen) -> str:
    path = url_for("contracts.grid")
    return f"{path}?{meant.query}" if meant.query else path
