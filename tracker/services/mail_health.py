"""Whether the mail server answers: noted after each round of sending in which it was asked something."""

from tracker.domain.run_words import ANSWERS, MAIL_SERVER, PUTS_OFF, SILENCE, SILENT
from tracker.models.scheduler import JobRun
from tracker.services.sending import Round
from tracker.services.work import Work


def note(work: Work, done: Round) -> None:
    """Note how the mail server is after a round, and flush; a round that asked it nothing says nothing.

    A server that could not be reached at the end is silent; one that took or refused something answers; one that
    said "later" to everything puts letters off.
    """
    answered = done.sent + done.refused
    if not answered and not done.later:
        return
    state = SILENT if done.last_words.startswith(SILENCE) else ANSWERS if answered else PUTS_OFF
    row = work.session.get(JobRun, MAIL_SERVER)
    if row is None:
        row = JobRun(name=MAIL_SERVER, started_at=work.now, outcome=state)
        work.session.add(row)
    if row.outcome != state:
        row.started_at, row.outcome = work.now, state
    row.finished_at = work.now
    work.session.flush()
