"""Accepted exceptions that wait to be looked at again, the oldest day first."""

from collections.abc import Iterable

from tracker.exports.sheet import Kind
from tracker.queries import follow_ups
from tracker.queries.follow_ups import FollowUpRow
from tracker.services.exports.asked import Asked
from tracker.services.exports.field import Field, field, local
from tracker.services.exports.view import View
from tracker.services.work import Work


def _fields(work: Work) -> tuple[Field[FollowUpRow], ...]:
    at = local(work)
    return (
        field("vendor", "Vendor", lambda f: f.vendor_name, "Whose exception it is; a link.", Kind.LINKED, 30),
        field("contracts", "Contracts", _numbers, "The contracts, within scope.", Kind.LIST, 24),
        field("clause", "Clause", lambda f: f.code, "The clause agreed to with an exception.", width=13),
        field("text", "Text of the clause", lambda f: f.clause, "What the clause says.", Kind.PROSE, 50),
        field("exception", "Exception", lambda f: f.said, "The vendor's words.", Kind.PROSE, 40),
        field("control", "Control meanwhile", lambda f: f.control, "The vendor's words.", Kind.PROSE, 30),
        field("target", "Vendor's day", lambda f: f.target_on, "By when the vendor wants to comply.", Kind.DAY, 12),
        field("due", "Look again on", lambda f: f.due_on, "When to look at it again.", Kind.DAY, 13),
        field("set", "Noted", lambda f: at(f.set_at), "When the exception was accepted.", Kind.MOMENT, 17),
    )


def _numbers(row: FollowUpRow) -> tuple[str, ...]:
    return tuple(number for _, number in row.contracts)


def _rows(work: Work, asked: Asked) -> Iterable[FollowUpRow]:
    return follow_ups.waiting_for(work.session, asked.viewer, most=None)


FOLLOW_UPS = View(
    name="follow-ups",
    title="Follow-ups",
    nouns=("exception", "exceptions"),
    fields=_fields,
    rows=_rows,
    count=lambda work, asked: len(follow_ups.waiting_for(work.session, asked.viewer, most=None)),
    filters=lambda _work, _asked: (),
    page="/follow-ups/",
    number=lambda row: row.id,
)
