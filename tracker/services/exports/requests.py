"""Requests for attestations, as the list of requests shows them."""

from collections.abc import Iterator
from itertools import islice

from tracker.exports.sheet import Kind
from tracker.queries import requests
from tracker.queries.list_questions import requests_asked
from tracker.queries.requests import AT_ONCE, RequestRow
from tracker.services.exports.asked import Asked
from tracker.services.exports.field import Field, field, local
from tracker.services.exports.view import View
from tracker.services.work import Work

Item = tuple[RequestRow, tuple[str, ...], bool]
"""A request, the numbers of its contracts that the viewer may see, whether it is overdue on the day."""


def _fields(work: Work) -> tuple[Field[Item], ...]:
    at = local(work)
    return (
        field("request", "Request", lambda r: r[0].number, "Its number; a link to its page.", Kind.LINKED, 14),
        field("vendor", "Vendor", lambda r: r[0].vendor_name, "The company that was asked.", width=30),
        field("contact", "Asked", lambda r: r[0].contact_name, "The contact who was asked.", width=22),
        field("email", "E-mail", lambda r: r[0].contact_email, "The contact's address.", width=28),
        field("contracts", "Contracts", lambda r: r[1], "The contracts asked about, within scope.", Kind.LIST, 24),
        field("contract_count", "How many", lambda r: r[0].contracts, "Of how many contracts.", Kind.NUMBER, 9),
        field("version", "Version", lambda r: r[0].version, "Requirement version asked for.", Kind.NUMBER, 9),
        field("due", "Due", lambda r: r[0].due_on, "Last day to answer.", Kind.DAY, 12),
        field("overdue", "Overdue", lambda r: r[2], "Whether the answer is late on the day.", Kind.YES_NO, 9),
        field("state", "Where it stands", lambda r: str(r[0].step), "The last step.", width=15),
        field("sent_by", "Sent by", lambda r: r[0].sent_by, "Who sent it.", width=20),
        field("sent", "Sent", lambda r: at(r[0].created_at), "When it was sent.", Kind.MOMENT, 17),
        field("opened", "Opened", lambda r: at(r[0].opened_at), "When the vendor opened it.", Kind.MOMENT, 17),
        field("submitted", "Submitted", lambda r: at(r[0].submitted_at), "When it was answered.", Kind.MOMENT, 17),
        field("closed", "Closed", lambda r: at(r[0].closed_at), "When it was closed.", Kind.MOMENT, 17),
    )


def _rows(work: Work, asked: Asked) -> Iterator[Item]:
    show, text = requests_asked(asked.words)
    found = requests.every(work.session, asked.viewer, show, asked.on, text)
    while batch := list(islice(found, AT_ONCE)):
        numbers = requests.contract_numbers(work.session, asked.viewer, [row.id for row in batch])
        yield from ((row, numbers.get(row.id, ()), row.overdue(asked.on)) for row in batch)


def _count(work: Work, asked: Asked) -> int:
    show, text = requests_asked(asked.words)
    return requests.count(work.session, asked.viewer, show, asked.on, text)


def _filters(_work: Work, asked: Asked) -> tuple[str, ...]:
    show, text = requests_asked(asked.words)
    return (f"shown: {show}", *((f"search: {text}",) if text else ()))


REQUESTS = View(
    name="requests",
    title="Requests",
    nouns=("request", "requests"),
    fields=_fields,
    rows=_rows,
    count=_count,
    filters=_filters,
    page="/requests/",
    number=lambda item: item[0].id,
)
