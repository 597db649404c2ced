"""The vendors grid."""

from dataclasses import replace
from datetime import date

from flask import render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext, ngettext
from werkzeug.datastructures import MultiDict

from tracker.domain.standings import SEVERITY
from tracker.queries import vendors_grid
from tracker.queries.list_questions import vendors_asked
from tracker.queries.vendors_grid import VendorRow, VendorsQuery
from tracker.web import grid as address_of
from tracker.web import grid_cells as cells
from tracker.web.context import clock, session, the_viewer
from tracker.web.grid import ROWS_PER_PAGE, Address, Column
from tracker.web.grid_page import Choice, Filter, GridPage, days_offered, grid_page, shown_columns
from tracker.web.grid_views import view_links
from tracker.web.permissions import permitted
from tracker.web.vendors.blueprint import bp

HOLDINGS = (("with", lazy_gettext("with contracts")), ("without", lazy_gettext("without contracts")))


def _vendor() -> str:
    return url_for("vendors.page", vendor_id=0)


def _acting(row: VendorRow) -> str | None:
    return str(ngettext("%(num)d contract", "%(num)d contracts", row.acting)) if row.acting else None


def _reminders(row: VendorRow) -> str | None:
    return str(_("paused")) if row.paused_at else None


COLUMNS: tuple[Column, ...] = (
    Column("name", lazy_gettext("Vendor"), cells.link(_vendor, lambda row: row.id, lambda row: row.name)),
    Column("number", lazy_gettext("Vendor no."), cells.text(lambda row: row.number)),
    Column("contracts", lazy_gettext("Contracts in force"), cells.number(lambda row: row.in_force), "number"),
    Column("standing", lazy_gettext("Worst standing"), cells.mark("standing", lambda row: row.standing)),
    Column("acting", lazy_gettext("Somebody must act"), cells.text(_acting), sortable=False),
    Column("reminders", lazy_gettext("Reminders"), cells.text(_reminders), sortable=False),
    Column(
        "all",
        lazy_gettext("All contracts"),
        cells.number(lambda row: row.contracts),
        "number",
        shown=False,
        sortable=False,
    ),
)


@bp.get("")
@permitted("vendor:read")
def grid() -> str:
    today = clock().today()
    query, chosen = _asked(request.args, today), address_of.read_columns(request.args, COLUMNS)
    address = _address(query, chosen)
    return render_template(
        "vendors/grid.html",
        query=query,
        grid=_page(query, address, chosen),
        standings=_standings(query),
        holdings=[Choice(value, str(label), value == query.contracts) for value, label in HOLDINGS],
        views=view_links(
            "vendors", address, [(_("All"), ""), (_("Paused"), "paused=1"), (_("Archived"), "archived=1")]
        ),
        days=days_offered(address, query.on, today),
        is_filtered=not query.is_whole,
    )


def _asked(args: MultiDict[str, str], today: date) -> VendorsQuery:
    return replace(vendors_asked(args, today), offset=(address_of.read_page(args) - 1) * ROWS_PER_PAGE)


def _address(query: VendorsQuery, chosen: tuple[str, ...]) -> Address:
    single = {
        "q": query.text,
        "contracts": query.contracts,
        "archived": "1" if query.archived else "",
        "paused": "1" if query.paused else "",
        "sort": "" if query.sort == "name" else query.sort,
        "on": "" if query.on == clock().today() else query.on.isoformat(),
        "columns": ",".join(chosen),
    }
    standings = (("standing", str(word)) for word in query.standings)
    return Address(url_for("vendors.grid"), (*standings, *((name, value) for name, value in single.items() if value)))


def _page(query: VendorsQuery, address: Address, chosen: tuple[str, ...]) -> GridPage:
    total = vendors_grid.count(session(), the_viewer(), query)
    page = min(query.offset // ROWS_PER_PAGE, max((total - 1) // ROWS_PER_PAGE, 0))
    query = replace(query, offset=page * ROWS_PER_PAGE)
    rows = vendors_grid.rows(session(), the_viewer(), query, ROWS_PER_PAGE)
    shown = shown_columns(COLUMNS, chosen)
    return grid_page(address, COLUMNS, shown, query.sort, rows, total, page + 1, lambda row: str(row.name))


def _standings(query: VendorsQuery) -> Filter:
    words = tuple(reversed(SEVERITY))
    choices = [Choice(word, cells.drawn("standing", word), word in query.standings) for word in words]
    return Filter("standing", _("Worst standing"), choices)
