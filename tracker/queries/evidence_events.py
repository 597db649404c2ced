"""Which events belong into an evidence pack."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from tracker.domain.event_chain import ERASING
from tracker.models.attestation import Attestation
from tracker.models.event import Event, EventSubject
from tracker.models.event_seal import EventSeal
from tracker.models.request import RequestContract
from tracker.queries.audit_scope import readable
from tracker.queries.evidence import About, Reach, Subject
from tracker.queries.scope import Viewer

AT_ONCE = 500


def sealed_events(
    session: Session, viewer: Viewer, about: Subject, found: Reach, until_at: datetime
) -> list[tuple[int, int]]:
    """Return (position of the seal, id) of the events before a moment (UTC) about what is in the pack, in order.

    Only those that the viewer may read, and whatever erased one of them, whenever that was.
    """
    subjects = [("attestation", found.attestations), ("request", _requests(session, about, found))]
    if about.about is not About.ATTESTATION:
        subjects.append(("contract", found.contracts))
    if about.about is About.VENDOR:
        subjects.append(("vendor", (about.id,)))
    # `readable` asks about all subjects of an event, so ours goes by another name.
    ours, pairs = aliased(EventSubject), set[tuple[int, int]]()
    for kind, numbers in subjects:
        for start in range(0, len(numbers), AT_ONCE):
            some = numbers[start : start + AT_ONCE]
            statement = (
                select(EventSeal.position, EventSeal.event_id)
                .join(ours, ours.event_id == EventSeal.event_id)
                .join(Event, Event.id == EventSeal.event_id)
                .where(ours.kind == kind, ours.subject_id.in_(some), Event.at < until_at)
                .where(*readable(viewer))
            )
            pairs.update((row.position, row.event_id) for row in session.execute(statement))
    return sorted(pairs | _erasures(session, [event_id for _, event_id in pairs]))


def _erasures(session: Session, event_ids: Sequence[int]) -> set[tuple[int, int]]:
    found: set[tuple[int, int]] = set()
    for start in range(0, len(event_ids), AT_ONCE):
        about = EventSubject.kind == "event", EventSubject.subject_id.in_(event_ids[start : start + AT_ONCE])
        statement = (
            select(EventSeal.position, EventSeal.event_id)
            .join(EventSubject, EventSubject.event_id == EventSeal.event_id)
            .join(Event, Event.id == EventSeal.event_id)
            .where(Event.action == ERASING, *about)
        )
        found.update((row.position, row.event_id) for row in session.execute(statement))
    return found


def _requests(session: Session, about: Subject, found: Reach) -> Sequence[int]:
    ids: set[int] = set()
    for start in range(0, len(found.attestations), AT_ONCE):
        some = found.attestations[start : start + AT_ONCE]
        answered = select(Attestation.request_id).where(Attestation.id.in_(some), Attestation.request_id.is_not(None))
        ids.update(number for number in session.scalars(answered) if number is not None)
    if about.about is not About.ATTESTATION:
        for start in range(0, len(found.contracts), AT_ONCE):
            asked = select(RequestContract.request_id).where(
                RequestContract.contract_id.in_(found.contracts[start : start + AT_ONCE])
            )
            ids.update(session.scalars(asked))
    return sorted(ids)
