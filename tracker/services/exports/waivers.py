"""Waivers in their state on the day, as the list of waivers shows them."""

from collections.abc import Iterable

from tracker.exports.sheet import Kind
from tracker.queries import waivers
from tracker.queries.list_questions import waivers_asked
from tracker.queries.waivers import WaiverRow
from tracker.services.exports.asked import Asked
from tracker.services.exports.field import Field, field
from tracker.services.exports.view import View
from tracker.services.work import Work

Item = tuple[WaiverRow, str]
"""A waiver and its state on the day."""

FIELDS: tuple[Field[Item], ...] = (
    field("number", "Contract no.", lambda w: w[0].contract_number, "A link to the waiver.", Kind.LINKED, 15),
    field("title", "Title", lambda w: w[0].contract_title, "What the contract is about.", width=36),
    field("vendor", "Vendor", lambda w: w[0].vendor_name, "The company that the contract is with.", width=30),
    field("department", "Department", lambda w: w[0].department, "The department that holds it.", width=22),
    field("state", "State", lambda w: w[1], "Where the waiver stands on the day.", width=19),
    field("from", "From", lambda w: w[0].from_on, "First day of the waiver.", Kind.DAY, 12),
    field("through", "Through", lambda w: w[0].through_on, "Last day of the waiver, included.", Kind.DAY, 12),
    field("elements", "Elements", lambda w: w[0].elements, "The data elements that it excuses.", Kind.LIST, 30),
    field("clauses", "Clauses", lambda w: w[0].clauses, "The clauses that it excuses.", Kind.LIST, 18),
    field("reason", "Reason", lambda w: w[0].reason, "Why it was asked for.", Kind.PROSE, 44),
    field("asked_by", "Asked by", lambda w: w[0].asked_by, "Who asked for it.", width=20),
    field("approved_by", "Approved by", lambda w: w[0].approved_by, "Who approved it.", width=20),
    field("refused_because", "Refused because", lambda w: w[0].refused_reason, "Why it was refused.", Kind.PROSE, 30),
    field("ended", "Ended on", lambda w: w[0].ended_on, "First day without it, if ended early.", Kind.DAY, 12),
    field("ended_because", "Ended because", lambda w: w[0].ended_reason, "Why it was ended.", Kind.PROSE, 30),
)


def _rows(work: Work, asked: Asked) -> Iterable[Item]:
    show, narrowed = waivers_asked(asked.words)
    found = waivers.listing(work.session, asked.viewer, show, asked.on, None, narrowed)
    return ((row, str(row.state(asked.on))) for row in found)


def _count(work: Work, asked: Asked) -> int:
    show, narrowed = waivers_asked(asked.words)
    return waivers.count(work.session, asked.viewer, show, asked.on, narrowed)


def _filters(_work: Work, asked: Asked) -> tuple[str, ...]:
    show, narrowed = waivers_asked(asked.words)
    said = {"shown": str(show), "search": narrowed.text, "one department": "yes" if narrowed.department_id else ""}
    return tuple(f"{name}: {value}" for name, value in said.items() if value)


WAIVERS = View(
    name="waivers",
    title="Waivers",
    nouns=("waiver", "waivers"),
    fields=lambda _work: FIELDS,
    rows=_rows,
    count=_count,
    filters=_filters,
    page="/waivers/",
    number=lambda item: item[0].id,
)
