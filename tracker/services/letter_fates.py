"""What becomes of a letter after the mail server's answer: sent, waiting for its next try, or dead with a task."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from random import SystemRandom
from typing import Any, Final

from sqlalchemy import Update, bindparam, update

from tracker.domain.record_words import LetterState, TaskKind
from tracker.mail.composed import Composed
from tracker.mail.transport import Answer, Fate
from tracker.models.letter import Letter
from tracker.services import tasks, unreachable
from tracker.services.work import Work

BACK_OFF: Final = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 180, 360))
MOST_TRIES: Final = 24
"""With the last wait repeated that is about five days, as mail servers themselves try."""
WITHOUT_TASK: Final = frozenset({"code"})
"""Nobody can do anything about a code that was not delivered: its reader asks for another."""
# Built once: it runs for every letter.
LEFT: Final = (
    update(Letter)
    .where(Letter.id == bindparam("letter"))
    .values(state=LetterState.SENT, sent_at=bindparam("now"), next_try_at=None, answer=bindparam("words"))
    .execution_options(synchronize_session=False)
)


@dataclass(frozen=True, slots=True)
class Claim:
    """A letter that this sender alone may send, with what it needs to."""

    letter_id: int
    claimed_at: datetime
    attempts: int
    kind: str
    written_at: datetime
    to_email: str
    to_name: str
    message_id: str
    composed: Composed
    attachment: str = ""
    attachment_name: str = ""


def mark(work: Work, claim: Claim, answer: Answer) -> None:
    """Note on a claimed letter what the mail server answered; doing it twice is doing it once.

    A lasting refusal opens a task; when it says that nobody is there, the reader's address is marked instead.
    What was accepted closes its task.
    """
    if answer.fate is Fate.ACCEPTED:
        # It left, even if somebody took the claim back meanwhile.
        work.session.execute(LEFT, {"letter": claim.letter_id, "now": work.now, "words": answer.words})
        tasks.settle(work, tasks.letter_key(claim.letter_id), "The letter was sent.")
        return
    mine = update(Letter).where(
        Letter.id == claim.letter_id, Letter.state == LetterState.SENDING, Letter.claimed_at == claim.claimed_at
    )
    if answer.fate is Fate.LATER and claim.attempts < MOST_TRIES:
        wait = waiting_time(claim.attempts)
        _set(work, mine, state=LetterState.WAITING, claimed_at=None, next_try_at=work.now + wait, answer=answer.words)
    elif _set(work, mine, state=LetterState.FAILED, claimed_at=None, next_try_at=None, answer=answer.words):
        _tell_staff(work, claim, answer)


def waiting_time(attempts: int) -> timedelta:
    """Return how long to wait after so many tries, a fifth more or less, so that letters do not come in herds."""
    return BACK_OFF[min(attempts, len(BACK_OFF)) - 1] * SystemRandom().uniform(0.8, 1.2)


def _tell_staff(work: Work, claim: Claim, answer: Answer) -> None:
    letter = work.session.get_one(Letter, claim.letter_id)
    if answer.nobody_there and unreachable.mark(work, letter, answer.words):
        return
    if claim.kind in WITHOUT_TASK:
        return
    why = "was tried for days" if answer.fate is Fate.LATER else "was refused by the mail server"
    sentence = (
        f"The letter “{letter.subject}” to {letter.to_email} {why}: {answer.words.rstrip('.')}. "
        "Mend the cause, then send the letter again."
    )
    tasks.open_(
        work,
        TaskKind.LETTER_REFUSED,
        tasks.letter_key(letter.id),
        sentence,
        letter_id=letter.id,
        contact_id=letter.contact_id,
        person_id=letter.person_id,
        vendor_id=unreachable.vendor_of(work, letter),
    )


def _set(work: Work, statement: Update, **values: Any) -> bool:  # noqa: ANN401  # values of any column
    changed = statement.values(**values).returning(Letter.id).execution_options(synchronize_session=False)
    return work.session.scalar(changed) is not None
