"""The columns of the contracts grid, declared once."""

from collections.abc import Callable
from html import escape

from flask import g, url_for
from flask_babel import lazy_gettext

from tracker.queries.contract_row import ContractRow
from tracker.web import grid_cells as cells
from tracker.web.context import clock
from tracker.web.grid import Column


def _contract() -> str:
    return url_for("contracts.page", contract_id=0)


def _vendor() -> str:
    return url_for("vendors.page", vendor_id=0)


def _yes(row: ContractRow) -> str | None:
    return str(lazy_gettext("sensitive")) if row.sensitive else None


def _version(row: ContractRow) -> str | None:
    return f"v{row.version}" if row.version else None


def _standing() -> Callable[[ContractRow], str]:
    marked = cells.mark("standing", lambda row: row.standing)()
    held = f'<span class="hold-mark">{escape(str(lazy_gettext("Hold renewal")))}</span>'
    return lambda row: f"<span>{marked(row)} {held}</span>" if row.hold_since_on else marked(row)


def _last_reminder() -> Callable[[ContractRow], str]:
    day_of = clock().day_of
    return lambda row: day_of(row.last_reminder_at).isoformat() if row.last_reminder_at else cells.EMPTY


def _days_left(row: ContractRow) -> int | None:
    return row.days_left(g.grid_day)


_ = lazy_gettext
COLUMNS: tuple[Column, ...] = (
    Column("number", _("Contract no."), cells.link(_contract, lambda row: row.id, lambda row: row.number)),
    Column("vendor", _("Vendor"), cells.link(_vendor, lambda row: row.vendor_id, lambda row: row.vendor)),
    Column("vendor_number", _("Vendor no."), cells.text(lambda row: row.vendor_number), shown=False),
    Column("title", _("Title"), cells.text(lambda row: row.title), shown=False),
    Column("department", _("Department"), cells.text(lambda row: row.department)),
    Column("tier", _("Tier"), cells.mark("tier", lambda row: row.tier)),
    Column("standing", _("Standing"), _standing),
    Column("until", _("Until"), cells.day(lambda row: row.stands_through_on), "day"),
    Column("stage", _("Who must act"), cells.mark("stage", lambda row: row.stage)),
    Column("owner", _("Owner"), cells.text(lambda row: row.owner)),
    Column("start", _("Start"), cells.day(lambda row: row.starts_on), "day", shown=False),
    Column("end", _("End"), cells.day(lambda row: row.through_on), "day", shown=False),
    Column("amount", _("Amount"), cells.money(lambda row: row.amount), "number", shown=False),
    Column("elements", _("Elements"), cells.number(lambda row: row.elements), "number", shown=False),
    Column("sensitive", _("Sensitive"), cells.text(_yes), shown=False),
    Column("version", _("Requirement version"), cells.text(_version), shown=False),
    Column("expires", _("Expires on"), cells.day(lambda row: row.expires_on), "day", shown=False),
    Column("days_left", _("Days left"), cells.number(_days_left), "number", shown=False, sortable=False),
    Column("waived", _("Waived until"), cells.day(lambda row: row.waived_through_on), "day", shown=False),
    Column("signed_by", _("Signed by"), cells.text(lambda row: row.signed_by), shown=False),
    Column("signed", _("Signed on"), cells.day(lambda row: row.signed_on), "day", shown=False),
    Column("hold", _("On hold since"), cells.day(lambda row: row.hold_since_on), "day", shown=False, sortable=False),
    Column("last_reminder", _("Last reminder"), _last_reminder, "day", shown=False, sortable=False),
    Column("updated", _("Last updated"), cells.moment_day(lambda row: row.updated_at), "day", shown=False),
)
