"""The contracts grid."""

from collections.abc import Sequence
from dataclasses import replace

from flask import g, render_template, request, url_for
from flask_babel import gettext as _

from tracker.domain.stages import Stage
from tracker.domain.standings import SEVERITY
from tracker.queries import contracts_grid, grid_choices
from tracker.queries.contracts_grid import GridQuery
from tracker.queries.list_questions import HIGHEST_TIER
from tracker.web import grid_cells as cells
from tracker.web.context import clock, session, the_viewer
from tracker.web.contract_filters import contract_pairs, contracts_asked
from tracker.web.contracts.blueprint import bp
from tracker.web.contracts.chosen import deeds
from tracker.web.contracts.columns import COLUMNS
from tracker.web.grid import ROWS_PER_PAGE, Address, read_columns
from tracker.web.grid_page import Choice, Filter, GridPage, days_offered, grid_page, shown_columns
from tracker.web.grid_views import view_links
from tracker.web.permissions import permitted

RUNS_OUT_DAYS = (30, 60, 90, 180, 365)


@bp.get("")
@permitted("contract:read")
def grid() -> str:
    today = clock().today()
    query = contracts_asked(request.args, today)
    chosen = read_columns(request.args, COLUMNS)
    address = _address(query, chosen)
    return render_template(
        "contracts/grid.html",
        query=query,
        grid=_page(query, address, chosen),
        filters=_filters(query),
        runs_out=_runs_out(query),
        renewal=[Choice("1", _("on hold"), query.hold)],
        bulk=deeds(),
        views=view_links("contracts", address, _standard()),
        days=days_offered(address, query.on, today),
        is_filtered=not query.is_whole,
    )


def _page(query: GridQuery, address: Address, chosen: tuple[str, ...]) -> GridPage:
    total = contracts_grid.count(session(), the_viewer(), query)
    last_page = max((total - 1) // ROWS_PER_PAGE, 0)
    page = min(query.offset // ROWS_PER_PAGE, last_page)
    g.grid_day = query.on
    query = replace(query, offset=page * ROWS_PER_PAGE)
    rows = contracts_grid.rows(session(), the_viewer(), query, limit=ROWS_PER_PAGE, expected=total)
    shown = shown_columns(COLUMNS, chosen)
    return grid_page(
        address, COLUMNS, shown, query.sort, rows, total, page + 1, lambda row: str(row.number), ticked=bool(deeds())
    )


def _address(query: GridQuery, chosen: tuple[str, ...]) -> Address:
    pairs = contract_pairs(query, clock().today())
    columns = (("columns", ",".join(chosen)),) if chosen else ()
    return Address(url_for("contracts.grid"), (*pairs, *columns))


def _standard() -> list[tuple[str, str]]:
    expiring = (_("Expiring"), "standing=expiring&sort=expires")
    return [(_("All"), ""), (_("Mine"), "mine=1"), expiring, (_("Hold renewal"), "hold=1")]


def _runs_out(query: GridQuery) -> list[Choice]:
    offered = sorted({*RUNS_OUT_DAYS, *([] if query.runs_out_days is None else [query.runs_out_days])})
    return [Choice(str(days), _("in %(num)s days", num=days), days == query.runs_out_days) for days in offered]


def _filters(query: GridQuery) -> list[Filter]:
    departments, owners = grid_choices.departments_and_owners(session(), the_viewer())
    tiers = [(tier, _("Tier %(n)s", n=tier)) for tier in range(HIGHEST_TIER, 0, -1)]
    return [
        Filter("standing", _("Standing"), _drawn("standing", tuple(reversed(SEVERITY)), query.standings)),
        Filter("stage", _("Who must act"), _drawn("stage", tuple(Stage), query.stages)),
        Filter("department", _("Department"), _named(departments, query.departments)),
        Filter("tier", _("Tier"), _named(tiers, query.tiers)),
        Filter("owner", _("Owner"), _named(owners, query.owners)),
    ]


def _named(offered: list[grid_choices.Named], chosen: tuple[int, ...]) -> list[Choice]:
    return [Choice(str(number), name, number in chosen) for number, name in offered]


def _drawn(name: str, words: Sequence[str], chosen: Sequence[str]) -> list[Choice]:
    return [Choice(word, cells.drawn(name, word), word in chosen) for word in words]
