"""What an event of a calendar feed says: to staff with the page to open, to a vendor without names of staff."""

from collections.abc import Iterable
from urllib.parse import urlsplit

from tracker.config import Settings
from tracker.domain.days import day_words
from tracker.domain.feed_words import DueKind
from tracker.exports.calendar import CalendarEvent, ics
from tracker.queries.calendar_feed import DueDay, FeedScope

TITLES = {
    DueKind.EXPIRY: "Attestation expires",
    DueKind.REQUEST: "Answer due",
    DueKind.WAIVER: "Waiver ends",
    DueKind.DISPOSAL: "Certificate of disposal due",
    DueKind.FOLLOW_UP: "Exception to be looked at again",
    DueKind.END: "Contract ends",
}
RAN_OUT = "Attestation ran out"
TO_STAFF = "Days on which something falls due, as the tracker knows them; the address is private."
TO_VENDOR = "Days on which something of yours falls due at the city; the address is private."


def calendar(settings: Settings, name: str, scope: FeedScope, found: Iterable[DueDay]) -> bytes:
    """Return the days as a calendar in UTF-8; links and identifiers are made from the configured base address."""
    host = urlsplit(settings.base_url).netloc
    told = (_event(settings, host, due, for_vendor=scope.for_vendor) for due in found)
    return ics(name, TO_VENDOR if scope.for_vendor else TO_STAFF, told)


def _event(settings: Settings, host: str, due: DueDay, *, for_vendor: bool) -> CalendarEvent:
    url = settings.base_url + ("/portal" if for_vendor else _page(due))
    return CalendarEvent(
        uid=f"{due.key.replace(':', '-')}@{host}",
        on_day=due.on_day,
        summary=_summary(due, for_vendor=for_vendor),
        description=f"{_sentence(due)} {url}",
        url=url,
        sequence=due.change.number,
        changed_at=due.change.at,
    )


def _summary(due: DueDay, *, for_vendor: bool) -> str:
    title = RAN_OUT if due.over and due.kind is DueKind.EXPIRY else TITLES[due.kind]
    about = f"request {due.request_number}, " if due.request_number else ""
    vendor = "" if for_vendor else f", {due.vendor_name}"
    return f"{title}: {about}{due.contract_title} ({due.contract_number}){vendor}"


def _sentence(due: DueDay) -> str:
    day = day_words(due.on_day)
    match due.kind:
        case DueKind.EXPIRY if due.over:
            said = f"The attestation was good through {day}."
        case DueKind.EXPIRY:
            said = f"The attestation is good through {day}."
        case DueKind.REQUEST:
            return f"The answer to request {due.request_number} is due by {day}."
        case DueKind.WAIVER:
            return f"The waiver ends after {day}."
        case DueKind.DISPOSAL:
            return f"The vendor is to certify by {day} that the residents' data was returned or destroyed."
        case DueKind.FOLLOW_UP:
            return f"An accepted exception is to be looked at again on {day}."
        case DueKind.END:
            return f"The contract {'ended' if due.over else 'ends'} after {day}."
    return f"{said} The next one is being reviewed by the city." if due.in_review else said


def _page(due: DueDay) -> str:
    return f"/requests/{due.request_id}" if due.request_id is not None else f"/contracts/{due.contract_id}"
