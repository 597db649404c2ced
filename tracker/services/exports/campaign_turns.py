"""The vendors of a campaign and how far each is."""

from collections.abc import Iterable
from datetime import date

from tracker.exports.sheet import Kind
from tracker.queries.campaigns import TurnRow
from tracker.services.exports.field import Field, field
from tracker.services.exports.writing import Listing
from tracker.services.work import Work


def listing_of(work: Work, campaign: str, rows: Iterable[TurnRow]) -> Listing:
    """Return these turns of a campaign as they stand today."""
    pages = f"{work.settings.base_url}/vendors/"
    fields = _fields(work.today)
    return Listing("Campaign", work.today, (f"campaign: {campaign}",), fields, rows, pages, lambda row: row.vendor_id)


def _fields(today: date) -> tuple[Field[TurnRow], ...]:
    return (
        field("vendor", "Vendor", lambda t: t.vendor, "The company that is asked; a link.", Kind.LINKED, 32),
        field("wave", "Wave", lambda t: t.wave, "The portion in which it is asked.", Kind.NUMBER, 8),
        field("turn", "Turn on", lambda t: t.ask_on, "When it is its turn.", Kind.DAY, 12),
        field("asked", "Asked on", lambda t: t.tried_on, "When it was asked.", Kind.DAY, 12),
        field("contracts", "Contracts", lambda t: t.contracts, "About how many contracts.", Kind.NUMBER, 11),
        field("request", "Request", lambda t: t.request, "The request that went out.", width=14),
        field("contact", "Contact", lambda t: t.contact, "Who was asked.", width=24),
        field("due", "Due", lambda t: t.due_on, "Last day to answer.", Kind.DAY, 12),
        field("progress", "Where it stands", lambda t: str(t.progress), "How far it is.", width=16),
        field(
            "silent", "Days without an answer", lambda t: t.days_silent(today), "Since it was asked.", Kind.NUMBER, 12
        ),
        field("hindrance", "What hinders", lambda t: t.hindrance, "Why it could not be asked.", Kind.PROSE, 40),
    )
