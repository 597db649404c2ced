"""Vendors with the roll-up of their contracts, as the vendors grid shows them."""

from collections.abc import Iterator
from dataclasses import replace

from tracker.exports.sheet import Kind
from tracker.queries import vendors_grid
from tracker.queries.list_questions import vendors_asked
from tracker.queries.vendors_grid import VendorRow, VendorsQuery
from tracker.services.exports.asked import Asked
from tracker.services.exports.field import Field, field
from tracker.services.exports.view import View
from tracker.services.work import Work

FIELDS: tuple[Field[VendorRow], ...] = (
    field("name", "Vendor", lambda v: v.name, "The company; a link to its page.", Kind.LINKED, 36),
    field("number", "Vendor no.", lambda v: v.number, "Its number in the finance system."),
    field("contracts", "Contracts in force", lambda v: v.in_force, "Contracts in force on the day.", Kind.NUMBER, 12),
    field("all", "All contracts", lambda v: v.contracts, "Contracts in force or not.", Kind.NUMBER, 12),
    field(
        "standing", "Worst standing", lambda v: v.standing and str(v.standing), "How its worst contract stands.",
        Kind.STANDING, 18,
    ),
    field("acting", "Somebody must act", lambda v: v.acting, "Contracts on which somebody must act.", Kind.NUMBER, 14),
    field("reminders", "Reminders paused", lambda v: v.paused_at is not None, "Whether it gets none.", Kind.YES_NO, 12),
)  # fmt: skip


def query_of(asked: Asked) -> VendorsQuery:
    """Return the question that an address asks."""
    return replace(vendors_asked(asked.words, asked.on), on=asked.on)


def _rows(work: Work, asked: Asked) -> Iterator[VendorRow]:
    return vendors_grid.rows(work.session, asked.viewer, query_of(asked))


def _filters(_work: Work, asked: Asked) -> tuple[str, ...]:
    query = query_of(asked)
    said = {
        "search": query.text,
        "worst standing": " or ".join(query.standings),
        "contracts": query.contracts,
        "archived": "yes" if query.archived else "",
        "reminders": "paused" if query.paused else "",
    }
    return tuple(f"{name}: {value}" for name, value in said.items() if value)


VENDORS = View(
    name="vendors",
    title="Vendors",
    nouns=("vendor", "vendors"),
    fields=lambda _work: FIELDS,
    rows=_rows,
    count=lambda work, asked: vendors_grid.count(work.session, asked.viewer, query_of(asked)),
    filters=_filters,
    page="/vendors/",
    number=lambda row: row.id,
)
