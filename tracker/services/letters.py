"""Letters: written as rows in the transaction of the deed, sent after; withdrawn or sent again by staff."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from secrets import token_hex

from sqlalchemy import select, update

from tracker.domain.record_words import LetterState
from tracker.mail.composed import City, Composed
from tracker.mail.message import message_id
from tracker.mail.tongue import tongue
from tracker.models.contact import Contact
from tracker.models.letter import Letter, LetterContract
from tracker.models.person import Person
from tracker.services import events, tasks
from tracker.services.rules import Conflict, RuleBroken
from tracker.services.work import Work

KINDS = (
    "invitation",
    "code",
    "receipt",
    "returned",
    "accepted",
    "digest",
    "reset",
    "notice",
    "heartbeat",
    "checkpoint",
    "export",
)
"""Kinds of letters that the product writes; the outbox filters by them."""
SECRET_KINDS = frozenset({"code", "reset"})
"""Kinds whose body lets somebody in: outside sample mode no page shows it."""
UNSENT = frozenset({LetterState.WAITING, LetterState.FAILED})


@dataclass(frozen=True, slots=True)
class Recipient:
    """To whom a letter goes; at most one of the two ids says who that is to the tracker."""

    email: str
    name: str
    contact_id: int | None = None
    person_id: int | None = None


def city(work: Work, language: str | None = None) -> City:
    """The city as letters name it, with the configured address that links start with.

    It speaks the language of a code such as "es"; English where there is none, or none that letters are written in.
    """
    return City(work.settings.city_name, work.settings.base_url, tongue(language))


def write(
    work: Work,
    composed: Composed,
    *,
    key: str,
    kind: str,
    to: Recipient,
    request_id: int | None = None,
    contract_ids: Sequence[int] = (),
) -> Letter:
    """Write a letter that waits to be sent, and flush; the deed that calls this records the event.

    `key` says which letter this is (for example "invitation:12:1"): when it was written already, that letter
    is returned unchanged and nothing is sent twice.
    """
    known = work.session.scalars(select(Letter).where(Letter.key == key)).first()
    if known is not None:
        return known
    letter = draft(work, composed, key=key, kind=kind, to=to, request_id=request_id)
    work.session.add(letter)
    work.session.flush()
    work.session.add_all(LetterContract(letter_id=letter.id, contract_id=i) for i in sorted(set(contract_ids)))
    work.session.flush()
    return letter


def draft(
    work: Work, composed: Composed, *, key: str, kind: str, to: Recipient, request_id: int | None = None
) -> Letter:
    """Return a letter that would wait to be sent; whoever writes many at once adds it, with its contracts."""
    return Letter(
        key=key,
        kind=kind,
        to_email=to.email,
        to_name=to.name,
        contact_id=to.contact_id,
        person_id=to.person_id,
        request_id=request_id,
        subject=composed.subject,
        text=composed.text,
        html=composed.html,
        message_id=message_id(token_hex(16), work.settings.mail_from),
        state=LetterState.WAITING,
        attempts=0,
        written_at=work.now,
        next_try_at=work.now,
    )


def can_go_again(state: LetterState, returned_at: datetime | None) -> bool:
    """Whether a letter may be sent again: it did not leave, or it came back."""
    return state in UNSENT or (state is LetterState.SENT and returned_at is not None)


def send_again(work: Work, letter: Letter) -> Letter:
    """Let a letter that failed, came back or waits for its next try be tried at once; it keeps its Message-ID.

    It goes to the address that its reader has now. Raises RuleBroken for any other state: a sent letter is written
    anew by the deed that it belongs to.
    """
    if not can_go_again(letter.state, letter.returned_at):
        raise RuleBroken("", f"This letter cannot be sent again: it is {letter.state}.")
    _move(work, letter, LetterState.WAITING)
    letter.attempts = 0
    letter.next_try_at = work.now
    letter.claimed_at = letter.sent_at = letter.returned_at = None
    letter.returned_reason = ""
    letter.to_email = _present_address(work, letter)
    work.session.flush()
    tasks.settle(work, tasks.returned_key(letter.id), "The letter is sent again.")
    events.record(
        work,
        "letter:sent again",
        f"put the letter “{letter.subject}” up for sending again",
        *_subjects(letter),
    )
    return letter


def withdraw(work: Work, letter: Letter, reason: str) -> Letter:
    """Take back a letter that did not leave yet; raises RuleBroken without a reason or when it left."""
    if not reason.strip():
        raise RuleBroken("reason", "Say why the letter is withdrawn.")
    if letter.state not in UNSENT:
        raise RuleBroken("", f"This letter cannot be withdrawn: it is {letter.state}.")
    _move(work, letter, LetterState.WITHDRAWN)
    letter.next_try_at = None
    letter.answer = reason.strip()
    work.session.flush()
    tasks.settle(work, tasks.letter_key(letter.id), "The letter was withdrawn.")
    sentence = f"withdrew the letter “{letter.subject}”: {reason.strip()}"
    events.record(work, "letter:withdrawn", sentence, *_subjects(letter))
    return letter


def _move(work: Work, letter: Letter, state: LetterState) -> None:
    # A sender may claim the row between our reading and our writing; only one of us wins.
    statement = (
        update(Letter)
        .where(Letter.id == letter.id, Letter.state == letter.state)
        .values(state=state)
        .returning(Letter.id)
    )
    if work.session.scalar(statement) is None:
        raise Conflict("", "This letter is being sent at this moment.")
    work.session.refresh(letter)


def _present_address(work: Work, letter: Letter) -> str:
    for kind, number in ((Contact, letter.contact_id), (Person, letter.person_id)):
        if number is not None:
            return work.session.scalars(select(kind.email).where(kind.id == number)).one()
    return letter.to_email


def _subjects(letter: Letter) -> list[events.Subject]:
    found: list[events.Subject] = [("letter", letter.id)]
    for kind, number in (("contact", letter.contact_id), ("request", letter.request_id)):
        if number is not None:
            found.append((kind, number))
    return found
