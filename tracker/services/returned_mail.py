"""Returned mail: what came back is noted on its letter, and the address of its reader is marked."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Final

from sqlalchemy import func, select

from tracker.domain.record_words import TaskKind
from tracker.mail.bounce import Bounce, Failure, bounce_of
from tracker.mail.status_codes import FULL
from tracker.models.contact import Contact
from tracker.models.event import Event, EventSubject
from tracker.models.letter import Letter
from tracker.services import events, tasks, unreachable
from tracker.services.work import Work

FULL_AGAIN_WITHIN: Final = timedelta(days=30)
"""Who empties the mailbox in this time is not marked: a second letter that comes back for it says that nobody does."""
DELAYED: Final = "letter:delayed"


class Verdict(StrEnum):
    """What a message turned out to be."""

    NOT_A_REPORT = "no report of returned mail"
    NOT_OURS = "about no letter of ours"
    KNOWN = "known already"
    DELAYED = "delayed, not given up yet"
    RETURNED = "returned"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was made of a message; `letter_id` where it is about one of our letters."""

    verdict: Verdict
    letter_id: int | None = None
    marked: bool = False

    @property
    def sentence(self) -> str:
        """Return it in words, without anybody's name or address."""
        about = f"Letter {self.letter_id}: " if self.letter_id else ""
        return f"{about}{self.verdict}{', and its reader is marked' if self.marked else ''}."


def take(work: Work, content: bytes) -> Outcome:
    """Take one message from the mailbox of returned mail, and flush; taking it twice changes nothing more.

    Believed is only what names the random Message-ID of one of our letters and its recipient. A final failure is
    noted on the letter and marks the reader (see unreachable.mark), a full mailbox only the second time within
    thirty days; a delay is noted in the history and changes nothing.
    """
    bounce = bounce_of(content)
    if bounce is None:
        return Outcome(Verdict.NOT_A_REPORT)
    letter = _letter(work, bounce)
    failure = _failure(letter, bounce) if letter else None
    if letter is None or failure is None:
        return Outcome(Verdict.NOT_OURS)
    if failure.action == "delayed":
        return _delayed(work, letter, failure)
    if failure.action != "failed":
        return Outcome(Verdict.NOT_OURS, letter.id)
    if letter.returned_at is not None:
        return Outcome(Verdict.KNOWN, letter.id)
    return _returned(work, letter, failure)


def works_again(work: Work, contact: Contact, note: str = "The address works again.") -> None:
    """Take the mark off a contact: letters go there again from the next run on; see unreachable.works_again."""
    unreachable.works_again(work, contact, note)


def _letter(work: Work, bounce: Bounce) -> Letter | None:
    named = select(Letter).where(Letter.message_id.in_(bounce.message_ids), Letter.attempts > 0)
    return work.session.scalars(named.order_by(Letter.id).limit(1)).first()


def _failure(letter: Letter, bounce: Bounce) -> Failure | None:
    address = letter.to_email.strip().lower()
    return next((failure for failure in bounce.failures if address in failure.addresses), None)


def _delayed(work: Work, letter: Letter, failure: Failure) -> Outcome:
    noted = (
        select(Event.id)
        .join(EventSubject, EventSubject.event_id == Event.id)
        .where(EventSubject.kind == "letter", EventSubject.subject_id == letter.id, Event.action == DELAYED)
    )
    if work.session.scalar(noted.limit(1)) is None:
        said = f"noted that the letter “{letter.subject}” to {letter.to_email} is delayed: {failure.why}"
        events.record(work, DELAYED, said, ("letter", letter.id))
    return Outcome(Verdict.DELAYED, letter.id)


def _returned(work: Work, letter: Letter, failure: Failure) -> Outcome:
    letter.returned_at, letter.returned_reason = work.now, failure.why
    work.session.flush()
    said = f"noted that the letter “{letter.subject}” to {letter.to_email} came back: {failure.why}"
    events.record(work, "letter:returned", said, *_subjects(letter))
    forgiven = failure.status in FULL and not _full_before(work, letter)
    if not forgiven and unreachable.mark(work, letter, failure.why):
        return Outcome(Verdict.RETURNED, letter.id, marked=True)
    what = "the mailbox is full. The next letter goes there again."
    if not forgiven:
        what = f"{failure.why.rstrip('.')}. Look into it."
    tasks.open_(
        work,
        TaskKind.MAIL_RETURNED,
        tasks.returned_key(letter.id),
        f"The letter “{letter.subject}” to {letter.to_email} came back: {what}",
        letter_id=letter.id,
        contact_id=letter.contact_id,
        person_id=letter.person_id,
        vendor_id=unreachable.vendor_of(work, letter),
    )
    return Outcome(Verdict.RETURNED, letter.id)


def _full_before(work: Work, letter: Letter) -> bool:
    earlier = select(func.count()).where(
        Letter.to_email == letter.to_email, Letter.id != letter.id, Letter.returned_at > work.now - FULL_AGAIN_WITHIN
    )
    return bool(work.session.scalar(earlier))


def _subjects(letter: Letter) -> list[events.Subject]:
    about = {"letter": letter.id, "contact": letter.contact_id, "request": letter.request_id}
    return [(kind, number) for kind, number in about.items() if number is not None]
