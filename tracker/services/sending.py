"""Sending: claim one letter, send it, mark it, each in its own transaction, so that a crash loses nothing."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.errors import MessageError
from random import SystemRandom
from typing import Any, Final

from sqlalchemy import Update, select, update

from tracker.domain.record_words import LetterState
from tracker.mail.composed import Composed
from tracker.mail.message import message
from tracker.mail.transport import Answer, Fate, Transport
from tracker.models.letter import Letter
from tracker.services.work import Work

CLAIM_HOLDS: Final = timedelta(minutes=5)
"""A claim older than this belonged to a sender that died; the letter is taken back with its Message-ID."""
BACK_OFF: Final = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 180, 360))
MOST_TRIES: Final = 24
"""With the last wait repeated that is about five days, as mail servers themselves try."""
GOOD_FOR: Final = {"code": timedelta(minutes=15)}
"""What nobody can use any more is not sent late."""
LATER_IN_A_ROW: Final = 3
"""After so many letters without success the server is left in peace until the next round."""
AT_ONCE: Final = 100


@dataclass(slots=True)
class Round:
    """What one round of sending did."""

    sent: int = 0
    later: int = 0
    refused: int = 0

    @property
    def sentence(self) -> str:
        """Return the figures in words."""
        return f"sent {self.sent}, to try again {self.later}, refused {self.refused}"


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


def deliver(work: Work, transport: Transport, commit: Callable[[], None], limit: int = 200) -> Round:
    """Send up to `limit` letters whose time has come; `commit` ends each step and is the edge's to give.

    Two senders at once never send the same letter; what a killed sender had claimed is sent again after five
    minutes with the same Message-ID. The transport is closed at the end.
    """
    done, in_a_row = Round(), 0
    _take_back(work)
    commit()
    try:
        for claim in _claims(work, commit, limit):
            answer = _sent(work, transport, claim)
            _mark(work, claim, answer)
            commit()
            _count(done, answer.fate)
            in_a_row = in_a_row + 1 if answer.fate is Fate.LATER else 0
            if in_a_row == LATER_IN_A_ROW:
                break
    finally:
        transport.close()
    return done


def _take_back(work: Work) -> None:
    stale = update(Letter).where(Letter.state == LetterState.SENDING, Letter.claimed_at < work.now - CLAIM_HOLDS)
    work.session.execute(stale.values(state=LetterState.WAITING, claimed_at=None, next_try_at=work.now))


def _claims(work: Work, commit: Callable[[], None], limit: int) -> Iterator[Claim]:
    left = limit
    while left > 0:
        due = (
            select(Letter.id)
            .where(Letter.state == LetterState.WAITING, Letter.next_try_at <= work.now)
            .order_by(Letter.next_try_at, Letter.id)
            .limit(min(left, AT_ONCE))
        )
        waiting = list(work.session.scalars(due))
        if not waiting:
            return
        for letter_id in waiting:
            left -= 1
            claim = _claim(work, letter_id)
            commit()
            if claim is not None:
                yield claim


def _claim(work: Work, letter_id: int) -> Claim | None:
    now = work.now
    statement = (
        update(Letter)
        .where(Letter.id == letter_id, Letter.state == LetterState.WAITING)
        .values(state=LetterState.SENDING, claimed_at=now, attempts=Letter.attempts + 1)
        .returning(
            Letter.attempts,
            Letter.kind,
            Letter.written_at,
            Letter.to_email,
            Letter.to_name,
            Letter.message_id,
            Letter.subject,
            Letter.text,
            Letter.html,
        )
        .execution_options(synchronize_session=False)
    )
    row = work.session.execute(statement).first()
    if row is None:
        return None
    attempts, kind, written_at, to_email, to_name, message_id, *composed = row
    return Claim(letter_id, now, attempts, kind, written_at, to_email, to_name, message_id, Composed(*composed))


def _sent(work: Work, transport: Transport, claim: Claim) -> Answer:
    good_for = GOOD_FOR.get(claim.kind)
    if good_for is not None and work.now - claim.written_at > good_for:
        return Answer(Fate.REFUSED, "It could not be sent while it was still of use.")
    try:
        envelope = message(
            claim.composed,
            sender=work.settings.mail_from,
            to_email=claim.to_email,
            to_name=claim.to_name,
            message_id=claim.message_id,
            written_at=claim.written_at,
        )
    except (ValueError, LookupError, MessageError) as error:
        return Answer(Fate.REFUSED, f"No message can be made of it: {error}")
    return transport.send(envelope)


def _mark(work: Work, claim: Claim, answer: Answer) -> None:
    mine = update(Letter).where(Letter.id == claim.letter_id)
    if answer.fate is Fate.ACCEPTED:
        # It left, even if somebody took the claim back meanwhile.
        _set(work, mine, state=LetterState.SENT, sent_at=work.now, next_try_at=None, answer=answer.words)
        return
    mine = mine.where(Letter.state == LetterState.SENDING, Letter.claimed_at == claim.claimed_at)
    if answer.fate is Fate.LATER and claim.attempts < MOST_TRIES:
        wait = waiting_time(claim.attempts)
        _set(work, mine, state=LetterState.WAITING, claimed_at=None, next_try_at=work.now + wait, answer=answer.words)
    else:
        _set(work, mine, state=LetterState.FAILED, claimed_at=None, next_try_at=None, answer=answer.words)


def waiting_time(attempts: int) -> timedelta:
    """Return how long to wait after so many tries, a fifth more or less, so that letters do not come in herds."""
    return BACK_OFF[min(attempts, len(BACK_OFF)) - 1] * SystemRandom().uniform(0.8, 1.2)


def _set(work: Work, statement: Update, **values: Any) -> None:  # noqa: ANN401  # values of any column
    work.session.execute(statement.values(**values).execution_options(synchronize_session=False))


def _count(done: Round, fate: Fate) -> None:
    match fate:
        case Fate.ACCEPTED:
            done.sent += 1
        case Fate.LATER:
            done.later += 1
        case Fate.REFUSED:
            done.refused += 1
