"""Verifying the audit trail: read as a stream, compared with checkpoints, and noted as an event of its own."""

from collections.abc import Iterable
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.domain.chain_findings import Outcome
from tracker.domain.chain_verification import Verification
from tracker.domain.checkpoint_line import Head
from tracker.models.event import Event
from tracker.models.event_seal import Checkpoint
from tracker.queries import event_chain
from tracker.services import events
from tracker.services.work import Work

VERIFIED: Final = "audit:verified"
KEPT: Final = 20
"""Findings that a note keeps."""


def verify(session: Session, checkpoints: Iterable[Head] = ()) -> Outcome:
    """Read the whole trail and return what was found, compared with these checkpoints and those noted in the database.

    Reads only, in a session of its own: nobody who writes waits for it, and memory does not grow with the trail.
    """
    with Session(session.get_bind()) as reading:
        reading.connection(execution_options={"reads_only": True})
        verification = Verification([*checkpoints, *_noted(reading)])
        for seal, event in event_chain.sealed(reading):
            verification.take(seal, event)
        for event in event_chain.unsealed(reading):
            verification.stray(event)
        return verification.end()


def note(work: Work, outcome: Outcome) -> Event:
    """Record that the trail was verified and with which outcome, and flush."""
    details = outcome.as_json()
    details["findings"] = details["findings"][:KEPT]
    return events.record(work, VERIFIED, f"verified the audit trail: {outcome.sentence}", details=details)


def _noted(session: Session) -> list[Head]:
    rows = session.execute(select(Checkpoint.at, Checkpoint.position, Checkpoint.link).order_by(Checkpoint.id))
    return [Head(at, position, position, link) for at, position, link in rows]
