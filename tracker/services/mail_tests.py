"""The test of the mail server, noted in the audit trail."""

from tracker.services import events
from tracker.services.work import Work


def record(work: Work, to_email: str, answer: str) -> None:
    """Note that a test letter was sent to an address, and what the server answered."""
    events.record(work, "mail:tested", f"sent a test letter to {to_email}", details={"answer": answer})
