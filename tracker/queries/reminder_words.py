"""What a reminder says about one thing: to a vendor without names of staff, to staff with the page to open."""

from datetime import date

from tracker.domain.days import day_words
from tracker.domain.obligations import Somebody
from tracker.domain.reminder_policy import ObligationKind, Told
from tracker.domain.standings import Standing
from tracker.mail.composed import City
from tracker.mail.digest import DigestItem
from tracker.queries.obligations import Item, Subject

PORTAL = "/portal"
SINCE = {
    Standing.GAP: "more data is shared than its attestation names",
    Standing.OUTDATED: "its attestation agrees to an earlier version of the requirements only",
}


def digest_item(city: City, item: Item, somebody: Somebody, today: date) -> DigestItem:
    """Return the item as the digest of this person says it, with a link to the page that opens after sign-in."""
    for_vendor = somebody.contact_id is not None
    sentence = _to_vendor(item, today) if for_vendor else _to_staff(item, today)
    label, path = _page(item) if not for_vendor else ("Sign in to see it", PORTAL)
    return DigestItem(
        about=about(item.subject),
        sentence=sentence,
        due_on=item.subject.answer_by or item.obligation.due_on,
        link_label=label,
        link=city.base_url + path,
    )


def about(subject: Subject) -> str:
    """Return what an item is about: the contract or the request, and the vendor."""
    contract = f"{subject.contract_title} ({subject.contract_number})"
    if not subject.request_number:
        return f"{contract}, {subject.vendor_name}"
    more = len(subject.contract_ids) - 1
    others = f" and {more} more" if more else ""
    return f"Request {subject.request_number} to {subject.vendor_name}: {contract}{others}"


def why(item: Item) -> str:
    """Return what falls due in one sentence, the same on every day."""
    day = day_words(item.obligation.due_on)
    match item.obligation.kind:
        case ObligationKind.EXPIRY if item.subject.standing in SINCE:
            return f"The coverage ended after {day}: {SINCE[Standing(item.subject.standing)]}."
        case ObligationKind.EXPIRY if item.subject.standing == Standing.EXPIRED:
            return f"The attestation was good through {day}."
        case ObligationKind.EXPIRY:
            return f"The attestation is good through {day}."
        case ObligationKind.REQUEST:
            return f"The vendor was asked on {day} and has not answered."
        case ObligationKind.WAIVER:
            return f"The waiver ends after {day}."
        case ObligationKind.DISPOSAL:
            return f"The vendor is to certify by {day} that the data was returned or destroyed."


def distance(day: date, today: date) -> str:
    """Return how far a day lies from today, in words."""
    days = (day - today).days
    near = {-1: "yesterday", 0: "today", 1: "tomorrow"}
    return near.get(days) or (f"in {days} days" if days > 0 else f"{-days} days ago")


def _to_vendor(item: Item, today: date) -> str:
    day, subject = _day(item.obligation.due_on, today), item.subject
    match item.obligation.kind:
        case ObligationKind.REQUEST:
            by = _day(subject.answer_by or item.obligation.due_on, today)
            return f"It still waits for your answer, due {by}."
        case ObligationKind.DISPOSAL:
            return f"Please certify that the residents' data was returned or destroyed, by {day}."
        case _:
            return f"{_coverage(item, today)} {_next_of_vendor(subject)}"


def _to_staff(item: Item, today: date) -> str:
    day = _day(item.obligation.due_on, today)
    match item.obligation.kind:
        case ObligationKind.REQUEST:
            said = f"The vendor has not answered since {day}; the answer is due {day_words(_by(item))}."
        case ObligationKind.WAIVER:
            return f"A waiver ends, {day}. Ask for a new one, or make sure that nothing is missing then."
        case ObligationKind.DISPOSAL:
            said = f"The vendor must certify that the data was returned or destroyed, by {day}."
        case _:
            said = f"{_coverage(item, today)} {_next_of_city(item)}"
    return f"{said}{_unreachable(item)}"


def _coverage(item: Item, today: date) -> str:
    due_on = item.obligation.due_on
    if due_on >= today:
        return f"The attestation is good through {_day(due_on, today)}."
    known = next((words for standing, words in SINCE.items() if item.subject.standing == standing), None)
    if known is not None:
        return f"Since {_day(due_on, today)}, {known}."
    return f"The attestation ran out, {_day(due_on, today)}."


def _next_of_vendor(subject: Subject) -> str:
    if subject.asked:
        return "Please answer the open request."
    return "The city will send a request for a new one; please have the signer ready."


def _next_of_city(item: Item) -> str:
    if item.obligation.vendor_free:
        return "Nothing follows it: if the contract or the sharing goes on, record that now."
    if item.obligation.stopped:
        return "The vendor has answered; the answer waits for review."
    return "A request is open." if item.subject.asked else "Nobody has asked for the next one yet."


def _unreachable(item: Item) -> str:
    vendor = item.obligation.people.get(Told.SIGNER, ())
    if item.obligation.vendor_free or any(somebody.contact_id is not None for somebody in vendor):
        return ""
    return " Nobody at the vendor can be written to: add a contact."


def _page(item: Item) -> tuple[str, str]:
    if item.subject.request_id is not None:
        return "Open the request", f"/requests/{item.subject.request_id}"
    return f"Open contract {item.subject.contract_number}", f"/contracts/{item.subject.contract_ids[0]}"


def _by(item: Item) -> date:
    return item.subject.answer_by or item.obligation.due_on


def _day(day: date, today: date) -> str:
    return f"{day_words(day)} ({distance(day, today)})"
