"""The audit trail: one event per deed, in the deed's own transaction."""

from typing import Any

from tracker.models.event import Event, EventSubject
from tracker.services import event_seals
from tracker.services.work import Work

Subject = tuple[str, int]


def record(work: Work, action: str, sentence: str, *subjects: Subject, details: dict[str, Any] | None = None) -> Event:
    """Write an event and flush; the commit seals it (services.event_seals).

    `action` is `subject:deed` ("contract:renewed"); `sentence` reads without the actor's name in front
    ("renewed contract C-2291 through May 31, 2027"); `subjects` are (kind, id) pairs of everything on whose page
    it stands (kinds: vendor, contract, request, attestation, contact, person, department, policy, requirement,
    letter, waiver, import, hold); `details` hold before and after as JSON values.
    """
    event = Event(
        at=work.now,
        actor_kind=work.actor.kind,
        actor_id=work.actor.id,
        actor_name=work.actor.name,
        action=action,
        sentence=sentence,
        details=details or {},
    )
    work.session.add(event)
    work.session.flush()
    work.session.add_all(
        EventSubject(kind=kind, subject_id=number, event_id=event.id) for kind, number in set(subjects)
    )
    work.session.flush()
    event_seals.expect(work.session, [event.id])
    return event


def changes(before: dict[str, Any], after: dict[str, Any]) -> dict[str, list[Any]]:
    """The fields that differ, as {field: [before, after]} in JSON values."""
    return {
        name: [_plain(before.get(name)), _plain(value)] for name, value in after.items() if before.get(name) != value
    }


def _plain(value: Any) -> Any:  # noqa: ANN401  # values of any column
    return value if isinstance(value, int | str | bool | list | dict | type(None)) else str(value)
