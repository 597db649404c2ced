"""The mailbox of returned mail, read through: each message taken and committed before it is marked as seen."""

from collections import Counter
from collections.abc import Callable

from tracker.mail.mailbox import MailboxProblem, mailbox_of, read
from tracker.services import returned_mail
from tracker.services.returned_mail import Verdict
from tracker.services.work import Work

NONE_CONFIGURED = "no mailbox of returned mail is configured"


def read_through(work: Work, commit: Callable[[], None]) -> str:
    """Take what is unseen in the mailbox of TRACKER_RETURNS_URL; return in words what was found.

    `commit` ends each message. A mailbox that cannot be read is said in words, not raised: the next round comes.
    """
    settings, found = work.settings, Counter[Verdict]()
    if not settings.returns_url:
        return NONE_CONFIGURED

    def take(content: bytes) -> None:
        found[returned_mail.take(work, content).verdict] += 1
        commit()

    try:
        read(mailbox_of(settings.returns_url), take, timeout=settings.mail_timeout, ca_file=settings.mail_ca_file)
    except MailboxProblem as problem:
        return str(problem)
    if not found:
        return "nothing came back"
    return ", ".join(f"{number} {verdict}" for verdict, number in sorted(found.items()))
