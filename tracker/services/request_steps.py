"""The steps of a request: sent, opened, submitted, returned, accepted, revoked."""

from sqlalchemy import select

from tracker.domain.facts import StepKind
from tracker.models.request import Request, RequestContract, RequestStep
from tracker.services import obligation_index, reminder_endings, standings
from tracker.services.work import Work

CLOSING = frozenset({StepKind.ACCEPTED, StepKind.REVOKED})


def add(work: Work, request: Request, kind: StepKind) -> RequestStep:
    """Record a step on the city's present day, close the request when it ends it, and refresh the standings.

    The deed that calls this records the event.
    """
    near = reminder_endings.before_request(work, request.id)
    step = RequestStep(request_id=request.id, kind=kind.value, on_day=work.today, recorded_at=work.now)
    work.session.add(step)
    if kind in CLOSING:
        request.closed_at = work.now
    work.session.flush()
    standings.refresh(work, contract_ids(work, request))
    reminder_endings.explain(work, near)
    obligation_index.request_changed(work, request)
    return step


def contract_ids(work: Work, request: Request) -> list[int]:
    """Return the ids of the contracts that a request asks about, in order."""
    statement = select(RequestContract.contract_id).where(RequestContract.request_id == request.id)
    return sorted(work.session.scalars(statement))


def last_kind(work: Work, request: Request) -> StepKind:
    """Return the kind of the last step; a request always has one, it was sent."""
    statement = select(RequestStep.kind).where(RequestStep.request_id == request.id).order_by(RequestStep.id.desc())
    return StepKind(work.session.scalars(statement.limit(1)).one())
