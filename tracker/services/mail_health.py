"""Whether the mail server answers: noted after each round of sending in which it was asked something."""

from typing import Final

from sqlalchemy import or_, select

from tracker.domain.record_words import LetterState
from tracker.models.letter import Letter
from tracker.models.scheduler import JobRun
from tracker.services.heartbeat import FAILED
from tracker.services.work import Work

MAIL_SERVER: Final = "mail server"
"""The name of the row: since when it is as it is, when it was last asked, and how it is."""
ANSWERS: Final = "answers"
SILENT: Final = FAILED + "no answer"
PUTS_OFF: Final = FAILED + "puts off"
SILENCE: Final = ("No connection to the mail server", "No answer from the mail server")
"""How the noted answers of letters begin that met no server (mail/smtp.py)."""


def note(work: Work, *, answered: int, later: int) -> None:
    """Note how the mail server is after a round, and flush; a round that asked it nothing says nothing.

    `answered` letters were taken or refused for good, `later` are to be tried again. A server that answers some
    letters answers; one that only says "later" puts letters off; one that cannot be reached is silent.
    """
    if not answered and not later:
        return
    state = ANSWERS if answered else SILENT if _silent(work) else PUTS_OFF
    row = work.session.get(JobRun, MAIL_SERVER)
    if row is None:
        row = JobRun(name=MAIL_SERVER, started_at=work.now, outcome=state)
        work.session.add(row)
    if row.outcome != state:
        row.started_at, row.outcome = work.now, state
    row.finished_at = work.now
    work.session.flush()


def _silent(work: Work) -> bool:
    met_none = or_(*(Letter.answer.startswith(words) for words in SILENCE))
    statement = select(Letter.id).where(Letter.state == LetterState.WAITING, Letter.attempts > 0, met_none).limit(1)
    return work.session.scalar(statement) is not None
