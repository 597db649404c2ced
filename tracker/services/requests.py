"""Requests: the city asks a contact for an attestation, asks again, asks another, or withdraws."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select

from tracker.domain.days import day_words
from tracker.domain.facts import StepKind
from tracker.models.contact import Contact, VendorContact
from tracker.models.contract import Contract
from tracker.models.letter import Letter
from tracker.models.request import Request, RequestContract, RequestElement
from tracker.models.vendor import Vendor
from tracker.queries.askable import AskRow, Hindrance, askable
from tracker.queries.policy import newest
from tracker.queries.requirements import version_in_force
from tracker.services import events, invitations, obligation_index, reminder_endings, request_steps, signed_tokens
from tracker.services.request_numbers import add_numbered
from tracker.services.rules import RuleBroken
from tracker.services.work import Work

SHORTEST_PAUSE = timedelta(minutes=5)
MOST_LETTERS_A_DAY = 5
"""Invitations to one request within 24 hours, whoever gets them."""
LONGEST_MESSAGE = 2000
HINDRANCES = {
    Hindrance.ARCHIVED: "{number} is archived; restore it before you ask about it.",
    Hindrance.UNDECLARED: "Nobody has said yet which personal data {number} lets go; declare it first.",
    Hindrance.NO_PERSONAL_DATA: "{number} shares no personal data, so there is nothing to ask.",
    Hindrance.OPEN_REQUEST: "{number} is already asked about in request {request}; resend that one instead.",
}


@dataclass(frozen=True, slots=True)
class NewRequest:
    """What is asked: for which contracts of one vendor, of whom, by which day (None: the policy's).

    An addendum asks only for these `elements`, as pairs of contract and element (services.addenda checks them).
    """

    vendor_id: int
    contract_ids: tuple[int, ...]
    contact_id: int
    due_on: date | None = None
    message: str = ""
    addendum: bool = False
    elements: tuple[tuple[int, int], ...] = ()
    version_id: int | None = None
    """The published version asked for (None: the one in force on the city's day); a campaign asks for a coming one."""


def send(work: Work, new: NewRequest) -> Request:
    """Ask: number the request, write the invitation, record the step, and refresh the standings.

    It asks for the requirement version in force on the city's day. Raises RuleBroken on `contact`,
    `contracts`, `due_on` or `message` when the contact is not one of the vendor's, a contract cannot be
    asked about, the day has passed or the message is too long.
    """
    _lock(work, new.contract_ids)
    _check_contact(work, new.vendor_id, new.contact_id)
    _check_contracts(work, new)
    request = _add(work, new)
    request_steps.add(work, request, StepKind.SENT)
    invitations.write(work, request)
    _record(
        work,
        request,
        "sent",
        f"sent request {request.number}{' for an addendum' if new.addendum else ''} to {_name(work, request)}, "
        f"due {day_words(request.due_on)}",
    )
    return request


def send_many(work: Work, many: Sequence[NewRequest]) -> list[Request]:
    """Send several requests in one transaction: all, or none when a rule forbids one."""
    return [send(work, new) for new in many]


def resend(work: Work, request: Request) -> Letter:
    """Write the invitation again to the same contact with the same link.

    Raises RuleBroken when the request is closed, answered, or was invited to less than five minutes ago or five
    times within a day.
    """
    _check_unanswered(work, request)
    _check_letters(work, request)
    last = work.session.scalars(
        select(Letter.written_at).where(Letter.request_id == request.id).order_by(Letter.id.desc()).limit(1)
    ).first()
    if last is not None and work.now - last < SHORTEST_PAUSE:
        raise RuleBroken(
            "", "A letter for this request was written less than five minutes ago; give it time to arrive."
        )
    near = reminder_endings.before_request(work, request.id)
    letter = invitations.write(work, request)
    reminder_endings.explain(work, near)
    obligation_index.request_changed(work, request)
    _record(work, request, "resent", f"sent request {request.number} again to {_name(work, request)}")
    return letter


def change_contact(work: Work, request: Request, contact_id: int) -> Letter:
    """Ask another contact of the vendor instead: the old link opens nothing any more, a new letter goes out.

    Raises RuleBroken when the request is closed or answered, the contact is the same or another vendor's, or five
    invitations were written within a day.
    """
    _check_unanswered(work, request)
    if contact_id == request.contact_id:
        raise RuleBroken("contact", "This contact has the request already; resend it instead.")
    _check_contact(work, request.vendor_id, contact_id)
    _check_letters(work, request)
    before, near = request.contact_id, reminder_endings.before_request(work, request.id)
    invitations.withdraw_waiting(work, request)
    request.contact_id, request.nonce, request.opened_at = contact_id, signed_tokens.new_nonce(), None
    work.session.flush()
    letter = invitations.write(work, request)
    reminder_endings.explain(work, near)
    obligation_index.request_changed(work, request)
    sentence = f"asked {_name(work, request)} for request {request.number} instead; the earlier link is dead"
    _record(work, request, "contact-changed", sentence, ("contact", before))
    return letter


def revoke(work: Work, request: Request, reason: str) -> None:
    """Withdraw a request: its link opens nothing any more and it is closed.

    Raises RuleBroken on `reason` when none is given, and when the request is closed or answered.
    """
    if not reason.strip():
        raise RuleBroken("reason", "Say why the request is withdrawn.")
    _check_unanswered(work, request)
    invitations.withdraw_waiting(work, request)
    request.nonce = signed_tokens.new_nonce()
    request_steps.add(work, request, StepKind.REVOKED)
    _record(work, request, "revoked", f"withdrew request {request.number}: {reason.strip()}")


def open_by(work: Work, request: Request) -> None:
    """Mark that the contact opened the request; only the first time counts, and none after it was closed."""
    if request.opened_at is not None or request.closed_at is not None:
        return
    request.opened_at = work.now
    if request_steps.last_kind(work, request) is StepKind.SENT:
        request_steps.add(work, request, StepKind.OPENED)
    _record(work, request, "opened", f"opened request {request.number}")


def default_due_on(work: Work) -> date:
    """Return the day by which a request sent on the city's day is due, by the policy in force."""
    return work.today + timedelta(days=newest(work.session).request_due_days)


def refusal(row: AskRow) -> str | None:
    """Return the sentence that says why a contract cannot be asked about; None when it can."""
    if row.hindrance is None:
        return None
    return HINDRANCES[row.hindrance].format(number=row.number, request=row.open_request_number)


def _lock(work: Work, contract_ids: Sequence[int]) -> None:
    # Two who ask about one contract at once: the second waits, and then finds the request of the first.
    work.session.execute(
        select(Contract.id).where(Contract.id.in_(contract_ids)).order_by(Contract.id).with_for_update()
    )


def _check_contact(work: Work, vendor_id: int, contact_id: int) -> None:
    statement = select(VendorContact.contact_id).where(
        VendorContact.vendor_id == vendor_id, VendorContact.contact_id == contact_id
    )
    if work.session.scalars(statement).first() is None:
        raise RuleBroken("contact", "Choose a contact of this vendor.")


def _check_contracts(work: Work, new: NewRequest) -> None:
    rows = askable(work.session, new.contract_ids, work.today)
    if not rows or len(rows) != len(set(new.contract_ids)) or any(row.vendor_id != new.vendor_id for row in rows):
        raise RuleBroken("contracts", "Choose at least one contract, all of this vendor.")
    refused = [sentence for row in rows if (sentence := refusal(row))]
    if refused:
        raise RuleBroken("contracts", " ".join(refused))


def _add(work: Work, new: NewRequest) -> Request:
    version = version_in_force(work.session, work.today)
    if version is None:
        raise RuleBroken("", "No requirements are in force today, so there is nothing to agree to.")
    due_on = new.due_on or default_due_on(work)
    if due_on < work.today:
        raise RuleBroken("due_on", "Choose today or a later day.")
    if len(new.message) > LONGEST_MESSAGE:
        raise RuleBroken("message", f"Shorten the message to {LONGEST_MESSAGE:,} characters.")
    request = Request(
        vendor_id=new.vendor_id,
        contact_id=new.contact_id,
        version_id=new.version_id or version.id,
        due_on=due_on,
        message=new.message.strip(),
        kind="addendum" if new.addendum else "whole",
        nonce=signed_tokens.new_nonce(),
        sent_by_id=work.actor.id if work.actor.kind == "person" else None,
        created_at=work.now,
    )
    add_numbered(work, request)
    work.session.add_all(RequestContract(request_id=request.id, contract_id=number) for number in set(new.contract_ids))
    work.session.flush()
    work.session.add_all(
        RequestElement(request_id=request.id, contract_id=contract_id, element_id=element_id)
        for contract_id, element_id in new.elements
    )
    work.session.flush()
    return request


def _check_unanswered(work: Work, request: Request) -> None:
    if request.closed_at is not None:
        raise RuleBroken("", f"Request {request.number} is closed.")
    if request_steps.last_kind(work, request) is StepKind.SUBMITTED:
        raise RuleBroken("", f"The vendor has answered request {request.number}; it is being reviewed.")


def _check_letters(work: Work, request: Request) -> None:
    if invitations.written(work.session, request.id, since=work.now - timedelta(days=1)) >= MOST_LETTERS_A_DAY:
        raise RuleBroken("", "Five letters for this request were written within a day; wait until tomorrow, or call.")


def _name(work: Work, request: Request) -> str:
    contact = work.session.get_one(Contact, request.contact_id)
    return f"{contact.name} of {work.session.get_one(Vendor, request.vendor_id).name}"


def _record(work: Work, request: Request, deed: str, sentence: str, *more: events.Subject) -> None:
    contracts = [("contract", number) for number in request_steps.contract_ids(work, request)]
    subjects = [("request", request.id), ("vendor", request.vendor_id), ("contact", request.contact_id)]
    events.record(work, f"request:{deed}", sentence, *subjects, *contracts, *more)
