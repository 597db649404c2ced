"""Attestations that were sent in, and those that were decided, in their state on the day."""

from collections.abc import Callable, Iterator

from tracker.domain.record_words import Outcome
from tracker.exports.sheet import Kind
from tracker.queries import attestation_list, reviews
from tracker.queries.asked import read_number
from tracker.queries.attestation_list import ListedAttestation
from tracker.services.exports.asked import Asked
from tracker.services.exports.field import Field, field, local
from tracker.services.exports.view import View
from tracker.services.work import Work

Item = tuple[ListedAttestation, str]
"""An attestation and its state on the day."""


def _fields(work: Work) -> tuple[Field[Item], ...]:
    at = local(work)
    return (
        field("vendor", "Vendor", lambda a: a[0].row.vendor_name, "Who attests; a link.", Kind.LINKED, 30),
        field("contracts", "Contracts", lambda a: a[0].contracts, "What it covers, within scope.", Kind.LIST, 24),
        field("departments", "Departments", lambda a: a[0].departments, "Of these contracts.", Kind.LIST, 22),
        field("request", "Request", lambda a: a[0].row.request_number, "The request it answers.", width=13),
        field("round", "Round", lambda a: a[0].row.round, "2 and more: corrected answers.", Kind.NUMBER, 8),
        field("version", "Version", lambda a: a[0].row.version, "Requirement version agreed to.", Kind.NUMBER, 9),
        field("state", "State", lambda a: a[1], "Where it stands on the day.", width=18),
        field("effective", "From", lambda a: a[0].row.effective_on, "First day in force.", Kind.DAY, 12),
        field("expires", "Through", lambda a: a[0].row.expires_on, "Last day in force, included.", Kind.DAY, 12),
        field("signer", "Signed by", lambda a: a[0].row.signer_name, "Who signed it.", width=22),
        field("signer_title", "Signer's title", lambda a: a[0].row.signer_title, "As what.", width=22),
        field("signed", "Signed on", lambda a: a[0].row.signed_on, "The day of the signature.", Kind.DAY, 12),
        field("submitted", "Sent", lambda a: at(a[0].row.submitted_at), "When it was sent in.", Kind.MOMENT, 17),
        field("decision", "Decision", lambda a: _decision(a[0].row.outcome), "Accepted or returned.", width=11),
        field("reviewer", "Reviewer", lambda a: a[0].row.reviewer, "Who decided.", width=20),
        field("decided", "Decided", lambda a: at(a[0].row.decided_at), "When it was decided.", Kind.MOMENT, 17),
        field("revoked", "Revoked on", lambda a: a[0].row.revoked_on, "First day without it.", Kind.DAY, 12),
        field("elements", "Elements", lambda a: a[0].row.elements, "How many it names.", Kind.NUMBER, 10),
        field("exceptions", "Exceptions", lambda a: a[0].row.exceptions, "Answers short of “agree”.", Kind.NUMBER, 11),
    )


def _decision(outcome: Outcome | None) -> str | None:
    return None if outcome is None else str(outcome)


def _vendor(asked: Asked) -> int | None:
    return read_number(asked.words.get("vendor", ""))


def _rows(*, decided: bool) -> Callable[[Work, Asked], Iterator[Item]]:
    def rows(work: Work, asked: Asked) -> Iterator[Item]:
        found = attestation_list.every(work.session, asked.viewer, vendor_id=_vendor(asked), decided=decided)
        return ((item, str(item.row.state(asked.on))) for item in found)

    return rows


def _filters(_work: Work, asked: Asked) -> tuple[str, ...]:
    return ("of one vendor",) if _vendor(asked) else ()


ATTESTATIONS = View(
    name="attestations",
    title="Attestations",
    nouns=("attestation", "attestations"),
    fields=_fields,
    rows=_rows(decided=False),
    count=lambda work, asked: attestation_list.count(work.session, asked.viewer, _vendor(asked)),
    filters=_filters,
    page="/attestations/",
    number=lambda item: item[0].row.id,
)
DECIDED = View(
    name="decided-reviews",
    title="Decided reviews",
    nouns=("review", "reviews"),
    fields=_fields,
    rows=_rows(decided=True),
    count=lambda work, asked: reviews.decided_count(work.session, asked.viewer),
    filters=_filters,
    page="/attestations/",
    number=lambda item: item[0].row.id,
)
