"""What was reached and not settled of obligations that a deed ends: noted in the ledger, with the reason."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace

from sqlalchemy import ColumnElement, and_, select

from tracker.domain.facts import StepKind
from tracker.domain.obligations import key_of
from tracker.domain.reminder_policy import ObligationKind
from tracker.domain.reminders import due
from tracker.models.contract import Contract
from tracker.models.letter import Reminder
from tracker.models.obligation import ObligationRow
from tracker.models.request import RequestStep
from tracker.queries import obligations
from tracker.queries.obligation_follow_ups import SUBJECT
from tracker.queries.obligations import Item, Only
from tracker.services import obligation_rows, reminder_rows
from tracker.services.obligation_rows import OF_SPANS
from tracker.services.obligation_upkeep import only_of
from tracker.services.work import Work

ENDED = {
    ObligationKind.EXPIRY: "It was renewed or changed before a letter went out.",
    ObligationKind.DISPOSAL: "The disposal was certified, or the contract renewed, before a letter went out.",
    ObligationKind.WAIVER: "The waiver was ended before a letter went out.",
    ObligationKind.REQUEST: "The request was sent again before a reminder went out.",
    ObligationKind.FOLLOW_UP: "The exception was looked at, or its day was moved, before a letter went out.",
}
CLOSED = {
    StepKind.ACCEPTED.value: "The answer was accepted before a reminder went out.",
    StepKind.REVOKED.value: "The request was withdrawn before a reminder went out.",
    StepKind.RETURNED.value: "The answer was returned, which counts anew, before a reminder went out.",
}
ARCHIVED = "The contract was archived before a letter went out."


@dataclass(frozen=True, slots=True)
class Near:
    """What stood before a deed and may have something to settle."""

    only: Only = field(default_factory=Only)
    items: tuple[Item, ...] = ()


def before(work: Work, contract_ids: Collection[int] = (), *, kinds: Collection[str] = OF_SPANS) -> Near:
    """Return the obligations of these contracts (500 at most) that a run would look at today, as they stand now.

    Costs one question when none is near. Before reminders ever began there is nothing to explain.
    """
    here = ObligationRow.contract_id.in_(sorted(contract_ids)), ObligationRow.kind.in_(sorted(kinds))
    return _near(work, *here)


def before_request(work: Work, request_id: int) -> Near:
    """Return the obligation of a request, if a run would look at it today, as it stands now."""
    return _near(work, ObligationRow.request_id == request_id)


def before_waiver(work: Work, waiver_id: int) -> Near:
    """Return the obligation of a waiver, if a run would look at it today, as it stands now."""
    return _near(work, ObligationRow.key == f"{ObligationKind.WAIVER}:waiver:{waiver_id}")


def before_follow_up(work: Work, follow_up_id: int) -> Near:
    """Return the obligation of a follow-up, if a run would look at it today, as it stands now."""
    return _near(work, ObligationRow.key == key_of(ObligationKind.FOLLOW_UP, SUBJECT, follow_up_id))


def explain(work: Work, near: Near) -> int:
    """Note what was reached of those obligations that stood before the deed and do not any more; return how much.

    What is held is left out: nothing of it is settled before somebody starts it.
    """
    if not near.items:
        return 0
    work.session.flush()
    after = {_name(item) for item in _items(work, near.only) if not item.obligation.over}
    gone = [item for item in near.items if _name(item) not in after and not item.obligation.held]
    if not gone:
        return 0
    reasons = _Reasons.of(work, gone)
    known = {_name(item): item for item in gone}
    over = [replace(item.obligation, over=reasons.of_item(item), looked_on=None) for item in gone]
    steps, ledger = obligations.steps(work.session), obligations.ledger_of(work.session, gone)
    entries = due(over, steps.of_obligation, work.today, ledger)
    reminder_rows.put_new(
        work,
        (reminder_rows.row(work, entry, known[entry.obligation.key, entry.obligation.due_on]) for entry in entries),
    )
    return len(entries)


@dataclass(frozen=True, slots=True)
class _Reasons:
    archived: frozenset[int]
    steps: dict[int, str]

    @classmethod
    def of(cls, work: Work, gone: Iterable[Item]) -> "_Reasons":
        contracts = {item.subject.contract_ids[0] for item in gone}
        requests = {item.subject.request_id for item in gone if item.subject.request_id is not None}
        archived = select(Contract.id).where(Contract.id.in_(sorted(contracts)), Contract.archived_at.is_not(None))
        steps = select(RequestStep.request_id, RequestStep.kind).where(RequestStep.request_id.in_(sorted(requests)))
        last = {row.request_id: row.kind for row in work.session.execute(steps.order_by(RequestStep.id))}
        return cls(frozenset(work.session.scalars(archived)), last)

    def of_item(self, item: Item) -> str:
        kind = item.obligation.kind
        if item.subject.contract_ids[0] in self.archived:
            return ARCHIVED
        if kind is ObligationKind.REQUEST:
            return CLOSED.get(self.steps.get(item.subject.request_id or 0, ""), ENDED[kind])
        return ENDED[kind]


def _near(work: Work, *conditions: ColumnElement[bool]) -> Near:
    work.session.flush()
    rows = obligation_rows.read(work.session, and_(ObligationRow.next_on <= work.today, *conditions))
    if not rows or not _began(work):
        return Near()
    only = only_of(rows)
    return Near(only, tuple(item for item in _items(work, only) if not item.obligation.over))


def _began(work: Work) -> bool:
    return (
        obligations.last_run(work.session) is not None or work.session.scalar(select(Reminder.id).limit(1)) is not None
    )


def _items(work: Work, only: Only) -> list[Item]:
    steps = obligations.steps(work.session)
    return obligations.items(work.session, work.today, work.settings.zone, steps, only=only)


def _name(item: Item) -> tuple[str, object]:
    return item.obligation.key, item.obligation.due_on
