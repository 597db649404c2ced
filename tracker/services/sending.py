"""Sending: claim one letter, send it, mark it, with short transactions between, so that a crash loses nothing."""

import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from email.errors import MessageError
from functools import partial
from typing import Final

from sqlalchemy import bindparam, select, update
from sqlalchemy.exc import OperationalError

from tracker.documents.store import store_of
from tracker.domain.record_words import LetterState
from tracker.mail.composed import Composed
from tracker.mail.message import attach, message
from tracker.mail.transport import Answer, Fate, Transport
from tracker.models.letter import Letter
from tracker.services import letter_fates
from tracker.services.letter_fates import Claim
from tracker.services.work import Work

CLAIM_HOLDS: Final = timedelta(minutes=5)
"""A claim older than this belonged to a sender that died; the letter is taken back with its Message-ID."""
GOOD_FOR: Final = {"code": timedelta(minutes=15)}
"""What nobody can use any more is not sent late."""
LATER_IN_A_ROW: Final = 3
"""After so many letters without success the server is left in peace until the next round."""
AT_ONCE: Final = 100
MARKING_TRIES: Final = 25
"""What left must be marked while its claim holds, or it would leave twice; a bulk import may hold SQLite for long."""
BETWEEN_TRIES: Final = 1.0
# Built once: it runs for every letter.
CLAIM: Final = (
    update(Letter)
    .where(Letter.id == bindparam("letter"), Letter.state == LetterState.WAITING)
    .values(state=LetterState.SENDING, claimed_at=bindparam("now"), attempts=Letter.attempts + 1)
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
        Letter.attachment,
        Letter.attachment_name,
    )
    .execution_options(synchronize_session=False)
)


@dataclass(slots=True)
class Round:
    """What one round of sending did."""

    sent: int = 0
    later: int = 0
    refused: int = 0
    last_words: str = ""

    @property
    def sentence(self) -> str:
        """Return the figures in words."""
        return f"sent {self.sent}, to try again {self.later}, refused {self.refused}"


def deliver(
    work: Work,
    transport: Transport,
    commit: Callable[[], None],
    limit: int | None = None,
    goes_on: Callable[[], bool] = lambda: True,
) -> Round:
    """Send the letters whose time has come, at most `limit`, for as long as `goes_on`; close the transport at the end.

    `commit` ends each step and is the edge's to give; no transaction is open while a letter is on its way.
    `goes_on` is asked within a step, before the next letter is claimed; what it writes is committed with the step.
    Two senders at once never send the same letter; the one letter that a killed sender had claimed is sent again
    after five minutes with the same Message-ID.
    """
    _take_back(work)
    commit()
    done, in_a_row, left = Round(), 0, limit
    answered: tuple[Claim, Answer] | None = None
    following = partial(_next, work, deque(), goes_on)
    try:
        while True:
            enough = in_a_row == LATER_IN_A_ROW or left == 0
            claim = _step(work, commit, answered, _nothing if enough else following)
            if claim is None:
                return done
            answer = _sent(work, transport, claim)
            answered = claim, answer
            _count(done, answer.fate)
            done.last_words = answer.words
            in_a_row = in_a_row + 1 if answer.fate is Fate.LATER else 0
            left = None if left is None else left - 1
    finally:
        transport.close()


def _take_back(work: Work) -> None:
    stale = update(Letter).where(Letter.state == LetterState.SENDING, Letter.claimed_at < work.now - CLAIM_HOLDS)
    work.session.execute(stale.values(state=LetterState.WAITING, claimed_at=None, next_try_at=work.now))


def _step(
    work: Work,
    commit: Callable[[], None],
    answered: tuple[Claim, Answer] | None,
    following: Callable[[], Claim | None],
) -> Claim | None:
    """Mark the letter that was answered and claim the next one, in one transaction: one disk write per letter."""
    for left in reversed(range(MARKING_TRIES)):
        try:
            if answered is not None:
                letter_fates.mark(work, *answered)
            claim = following()
            commit()
        except OperationalError:
            work.session.rollback()
            if answered is None or not left:
                raise
            time.sleep(BETWEEN_TRIES)
        else:
            return claim
    return None


def _nothing() -> None:
    return None


def _next(work: Work, waiting: deque[int], goes_on: Callable[[], bool]) -> Claim | None:
    while goes_on():
        if not waiting:
            waiting.extend(_due(work))
        if not waiting:
            return None
        claim = _claim(work, waiting.popleft())
        if claim is not None:
            return claim
    return None


def _due(work: Work) -> list[int]:
    due = (
        select(Letter.id)
        .where(Letter.state == LetterState.WAITING, Letter.next_try_at <= work.now)
        .order_by(Letter.next_try_at, Letter.id)
        .limit(AT_ONCE)
    )
    return list(work.session.scalars(due))


def _claim(work: Work, letter_id: int) -> Claim | None:
    now = work.now
    row = work.session.execute(CLAIM, {"letter": letter_id, "now": now}).first()
    if row is None:
        return None
    attempts, kind, written_at, to_email, to_name, message_id, subject, text, html, *attached = row
    composed = Composed(subject, text, html)
    return Claim(letter_id, now, attempts, kind, written_at, to_email, to_name, message_id, composed, *attached)


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
        if claim.attachment:
            attach(envelope, claim.attachment_name, _bytes(work, claim.attachment))
    except FileNotFoundError:
        return Answer(Fate.REFUSED, "The file that should travel with it is not kept any more.")
    except (ValueError, LookupError, MessageError) as error:
        return Answer(Fate.REFUSED, f"No message can be made of it: {error}")
    return transport.send(envelope)


def _bytes(work: Work, digest: str) -> bytes:
    with store_of(work.settings).open(digest) as file:
        return file.read()


def _count(done: Round, fate: Fate) -> None:
    match fate:
        case Fate.ACCEPTED:
            done.sent += 1
        case Fate.LATER:
            done.later += 1
        case Fate.REFUSED:
            done.refused += 1
