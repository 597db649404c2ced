"""Answers of vendors that wait for a review, in the order of work."""

from collections.abc import Iterator

from tracker.exports.sheet import Kind
from tracker.queries import reviews
from tracker.queries.list_questions import queue_asked
from tracker.queries.reviews import QueueRow
from tracker.services.exports.asked import Asked
from tracker.services.exports.field import Field, field, local
from tracker.services.exports.view import View
from tracker.services.work import Work

AT_ONCE = 500


def _fields(work: Work) -> tuple[Field[QueueRow], ...]:
    at = local(work)
    return (
        field("vendor", "Vendor", lambda q: q.row.vendor_name, "Who answered; a link.", Kind.LINKED, 30),
        field("contracts", "Contracts", lambda q: tuple(one.number for one in q.contracts), _CONTRACTS, Kind.LIST, 24),
        field("departments", "Departments", _departments, "Of these contracts.", Kind.LIST, 22),
        field("tier", "Tier", lambda q: q.tier, "The highest tier that the answer names.", Kind.NUMBER, 7),
        field("submitted", "Sent", lambda q: at(q.row.submitted_at), "When it was sent in.", Kind.MOMENT, 17),
        field("exceptions", "Exceptions", lambda q: q.row.exceptions, "Answers short of “agree”.", Kind.NUMBER, 11),
        field("signer", "Signer", lambda q: q.row.signer_name, "Who signed it.", width=22),
        field("signature", "Signature", lambda q: q.verdict and str(q.verdict), _SIGNATURE, width=26),
        field("request", "Request", lambda q: q.row.request_number, "The request that it answers.", width=13),
        field("round", "Round", lambda q: q.row.round, "2 and more: corrected answers.", Kind.NUMBER, 8),
        field("proposed_by", "Proposed by", lambda q: q.proposed_by, "Who wants it accepted.", width=20),
    )


_CONTRACTS = "The contracts that it is about, within scope."
_SIGNATURE = "The worst verdict about its documents; empty before the first check."


def _departments(row: QueueRow) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one.department for one in row.contracts))


def _waiting(work: Work, asked: Asked) -> list[tuple[int, int | None]]:
    return reviews.waiting(work.session, asked.viewer, queue_asked(asked.words), work.clock.day_of)


def _rows(work: Work, asked: Asked) -> Iterator[QueueRow]:
    order = _waiting(work, asked)
    for first in range(0, len(order), AT_ONCE):
        yield from reviews.queue(work.session, asked.viewer, order[first : first + AT_ONCE])


def _filters(_work: Work, asked: Asked) -> tuple[str, ...]:
    narrowed = queue_asked(asked.words)
    said = {"one department": "yes" if narrowed.department_id else "", "tier": str(narrowed.tier or "")}
    return tuple(f"{name}: {value}" for name, value in said.items() if value)


WAITING_REVIEWS = View(
    name="reviews",
    title="Waiting reviews",
    nouns=("answer", "answers"),
    fields=_fields,
    rows=_rows,
    count=lambda work, asked: len(_waiting(work, asked)),
    filters=_filters,
    page="/reviews/",
    number=lambda item: item.row.id,
)
