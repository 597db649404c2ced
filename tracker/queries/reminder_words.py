"""What a reminder says about one thing: to a vendor without names of staff, to staff with the page to open."""

from datetime import date

from tracker.domain.days import day_words
from tracker.domain.obligations import Somebody
from tracker.domain.reminder_policy import ObligationKind, Told
from tracker.domain.standings import Standing
from tracker.mail.composed import City
from tracker.mail.digest import DigestItem
from tracker.mail.tongue import ENGLISH, Tongue
from tracker.queries.obligations import Item, Subject

PORTAL = "/portal/requests"
SINCE = {
    Standing.GAP: "more data is shared than its attestation names",
    Standing.OUTDATED: "its attestation agrees to an earlier version of the requirements only",
}


def digest_item(city: City, item: Item, somebody: Somebody, today: date) -> DigestItem:
    """Return the item as the digest of this person says it, in the city's tongue.

    The link opens a page of staff or of the vendors, after its reader has signed in there.
    """
    if somebody.contact_id is None:
        page, sentence = _page(item), _to_staff(item, today, city.tongue)
    elif _stands_in(item.subject, somebody):
        page, sentence = PORTAL, _to_stand_in(item, today, city.tongue)
    else:
        page, sentence = _vendors_page(item), _to_vendor(item, today, city.tongue)
    return DigestItem(about(item.subject, city.tongue), sentence, _by(item), city.base_url + page)


def about(subject: Subject, tongue: Tongue = ENGLISH) -> str:
    """Return what an item is about: the contract or the request, and the vendor."""
    contract = f"{subject.contract_title} ({subject.contract_number})"
    if not subject.request_number:
        return f"{contract}, {subject.vendor_name}"
    told = {"request": subject.request_number, "vendor": subject.vendor_name, "contract": contract}
    more = len(subject.contract_ids) - 1
    if not more:
        return tongue.say("Request %(request)s to %(vendor)s: %(contract)s", **told)
    return tongue.say_many(
        "Request %(request)s to %(vendor)s: %(contract)s and %(number)s more",
        "Request %(request)s to %(vendor)s: %(contract)s and %(number)s more",
        more,
        **told,
    )


def why(item: Item) -> str:
    """Return what falls due in one sentence of English, the same on every day; for pages and logs."""
    day = day_words(item.obligation.due_on)
    match item.obligation.kind:
        case ObligationKind.EXPIRY if item.subject.standing in SINCE:
            said = f"The coverage ended after {day}: {SINCE[Standing(item.subject.standing)]}."
        case ObligationKind.EXPIRY if item.subject.standing == Standing.EXPIRED:
            said = f"The attestation was good through {day}."
        case ObligationKind.EXPIRY:
            said = f"The attestation is good through {day}."
        case ObligationKind.REQUEST:
            said = f"The vendor was asked on {day} and has not answered."
        case ObligationKind.WAIVER:
            said = f"The waiver ends after {day}."
        case ObligationKind.DISPOSAL:
            said = f"The vendor is to certify by {day} that the data was returned or destroyed."
        case ObligationKind.FOLLOW_UP:
            said = f"The accepted exception to clause {item.subject.clause} is to be looked at again on {day}."
    return said


def distance(day: date, today: date, tongue: Tongue = ENGLISH) -> str:
    """Return how far a day lies from today, in words."""
    days = (day - today).days
    if days in {-1, 0, 1}:
        return (tongue.say("yesterday"), tongue.say("today"), tongue.say("tomorrow"))[days + 1]
    if days > 0:
        return tongue.say_many("in %(number)s day", "in %(number)s days", days)
    return tongue.say_many("%(number)s day ago", "%(number)s days ago", -days)


def _to_vendor(item: Item, today: date, tongue: Tongue) -> str:
    match item.obligation.kind:
        case ObligationKind.REQUEST:
            return tongue.say("It still waits for your answer, due %(day)s.", day=_day(_by(item), today, tongue))
        case ObligationKind.DISPOSAL:
            return tongue.say(
                "Please certify that the residents' data was returned or destroyed, by %(day)s.",
                day=_day(item.obligation.due_on, today, tongue),
            )
        case ObligationKind.FOLLOW_UP:
            return tongue.say(
                "Your exception to clause %(clause)s was accepted for a time, and is looked at again %(day)s. Please "
                "reply to this letter and say what has become of it.",
                clause=item.subject.clause,
                day=_day(item.obligation.due_on, today, tongue),
            )
        case _:
            return f"{_coverage(item, today, tongue)} {_next_of_vendor(item.subject, tongue)}"


def _to_stand_in(item: Item, today: date, tongue: Tongue) -> str:
    return tongue.say(
        "Our letters to the person who was asked do not arrive; the answer is due %(day)s. Please reply to this "
        "letter and say who answers, so that the city can send the request to that person.",
        day=_day(_by(item), today, tongue),
    )


def _stands_in(subject: Subject, somebody: Somebody) -> bool:
    return subject.asked_id is not None and subject.asked_id != somebody.contact_id


def _to_staff(item: Item, today: date, tongue: Tongue) -> str:
    day = _day(item.obligation.due_on, today, tongue)
    match item.obligation.kind:
        case ObligationKind.REQUEST:
            said = tongue.say(
                "The vendor has not answered since %(day)s; the answer is due %(due)s.",
                day=day,
                due=tongue.day(_by(item)),
            )
        case ObligationKind.WAIVER:
            return tongue.say(
                "A waiver ends, %(day)s. Ask for a new one, or make sure that nothing is missing then.", day=day
            )
        case ObligationKind.DISPOSAL:
            said = tongue.say("The vendor must certify that the data was returned or destroyed, by %(day)s.", day=day)
        case ObligationKind.FOLLOW_UP:
            said = tongue.say(
                "The accepted exception to clause %(clause)s is to be looked at again, %(day)s. Note what has become "
                "of it, or extend it with a reason.",
                clause=item.subject.clause,
                day=day,
            )
        case _:
            said = f"{_coverage(item, today, tongue)} {_next_of_city(item, tongue)}"
    if _unreachable(item):
        mend = tongue.say("Nobody at the vendor can be written to: add a contact.")
        return f"{said} {mend}"
    return said


def _coverage(item: Item, today: date, tongue: Tongue) -> str:
    day = _day(item.obligation.due_on, today, tongue)
    if item.obligation.due_on >= today:
        return tongue.say("The attestation is good through %(day)s.", day=day)
    match item.subject.standing:
        case Standing.GAP:
            return tongue.say("Since %(day)s, more data is shared than its attestation names.", day=day)
        case Standing.OUTDATED:
            return tongue.say(
                "Since %(day)s, its attestation agrees to an earlier version of the requirements only.", day=day
            )
        case _:
            return tongue.say("The attestation ran out, %(day)s.", day=day)


def _next_of_vendor(subject: Subject, tongue: Tongue) -> str:
    if subject.asked:
        return tongue.say("Please answer the open request.")
    return tongue.say("The city will send a request for a new one; please have the signer ready.")


def _next_of_city(item: Item, tongue: Tongue) -> str:
    if item.obligation.vendor_free:
        return tongue.say("Nothing follows it: if the contract or the sharing goes on, record that now.")
    if item.obligation.stopped:
        return tongue.say("The vendor has answered; the answer waits for review.")
    if item.subject.asked:
        return tongue.say("A request is open.")
    return tongue.say("Nobody has asked for the next one yet.")


def _unreachable(item: Item) -> bool:
    vendor = item.obligation.people.get(Told.SIGNER, ())
    return not item.obligation.vendor_free and all(somebody.contact_id is None for somebody in vendor)


def _page(item: Item) -> str:
    if item.subject.request_id is not None:
        return f"/requests/{item.subject.request_id}"
    if item.obligation.kind is ObligationKind.FOLLOW_UP:
        return f"/follow-ups/{item.obligation.key.rpartition(':')[2]}"
    return f"/contracts/{item.subject.contract_ids[0]}"


def _vendors_page(item: Item) -> str:
    number = item.subject.request_id
    return PORTAL if number is None else f"{PORTAL}/{number}"


def _by(item: Item) -> date:
    return item.subject.answer_by or item.obligation.due_on


def _day(day: date, today: date, tongue: Tongue) -> str:
    return f"{tongue.day(day)} ({distance(day, today, tongue)})"
