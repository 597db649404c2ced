"""The index of obligations: kept in the transaction of each deed, so that a run need only look at what is due.

`touch_*` mean: the next run must look again at whatever these things are about. Call them in every deed that
changes whom, when or whether somebody is told. Deeds that change the timeline need not: standings.refresh does.
"""

from collections.abc import Iterable, Sequence
from datetime import date

from sqlalchemy import ColumnElement, Select, case, func, or_, select, true, update

from tracker.domain.obligations import key_of
from tracker.domain.reminder_policy import ObligationKind
from tracker.models.contact import VendorContact
from tracker.models.contract import Contract
from tracker.models.department import Department
from tracker.models.obligation import ObligationRow
from tracker.models.request import Request, RequestContract
from tracker.models.review import FollowUp
from tracker.models.waiver import Waiver
from tracker.queries import obligations
from tracker.queries.obligation_follow_ups import SUBJECT
from tracker.services import obligation_rows
from tracker.services.obligation_rows import Reach, Row
from tracker.services.obligation_upkeep import Difference, check, ensure, forget, rebuild, sweep, sweep_is_due
from tracker.services.work import Work

__all__ = [
    "Difference",
    "check",
    "ensure",
    "follow_up_changed",
    "forget",
    "rebuild",
    "replace_contracts",
    "request_changed",
    "sweep",
    "sweep_is_due",
    "touch_all",
    "touch_contact",
    "touch_contracts",
    "touch_department",
    "touch_person",
    "touch_vendor",
    "waiver_changed",
]

AT_ONCE = 500


def touch_contracts(work: Work, contract_ids: Iterable[int]) -> None:
    """Have the next run look again at all that is due of these contracts; flushes."""
    wanted = sorted(set(contract_ids))
    for start in range(0, len(wanted), AT_ONCE):
        some = wanted[start : start + AT_ONCE]
        asked = select(RequestContract.request_id).where(RequestContract.contract_id.in_(some))
        _touch(work, or_(ObligationRow.contract_id.in_(some), ObligationRow.request_id.in_(asked)))


def touch_vendor(work: Work, vendor_id: int) -> None:
    """Have the next run look again at all that is due of a vendor: its contacts or a pause changed."""
    _touch(work, ObligationRow.contract_id.in_(_of(Contract.vendor_id == vendor_id)))


def touch_contact(work: Work, contact_id: int) -> None:
    """Have the next run look again at all vendors of a contact: its address changed, or mail to it came back."""
    vendors = select(VendorContact.vendor_id).where(VendorContact.contact_id == contact_id)
    asked = select(Request.id).where(Request.contact_id == contact_id, Request.closed_at.is_(None))
    here = ObligationRow.contract_id.in_(_of(Contract.vendor_id.in_(vendors)))
    _touch(work, or_(here, ObligationRow.request_id.in_(asked)))


def touch_department(work: Work, department_id: int) -> None:
    """Have the next run look again at all that is due of a department: its manager changed."""
    _touch(work, ObligationRow.contract_id.in_(_of(Contract.department_id == department_id)))


def touch_person(work: Work, person_id: int) -> None:
    """Have the next run look again at what a person owns or manages: address, rhythm or activity changed.

    Privacy officers are told of everything: when somebody becomes one, or is none any more, call touch_all.
    """
    managed = select(Department.id).where(Department.manager_id == person_id)
    mine = or_(Contract.owner_id == person_id, Contract.department_id.in_(managed))
    _touch(work, ObligationRow.contract_id.in_(_of(mine)))


def touch_all(work: Work) -> None:
    """Have the next runs look again at everything as the steps of the policy in force reach it; flushes."""
    _touch(work, true())


def replace_contracts(work: Work, contract_ids: Sequence[int], spans: Iterable[Row], reached: Reach) -> None:
    """Keep the rows of these contracts (500 at most) equal to their new spans, ordered by contract and day."""
    obligation_rows.replace(work.session, contract_ids, list(obligation_rows.of_spans(spans, reached)))
    asked = select(RequestContract.request_id).where(RequestContract.contract_id.in_(contract_ids))
    others = ObligationRow.kind.not_in(obligation_rows.OF_SPANS)
    _touch(work, or_(ObligationRow.contract_id.in_(contract_ids) & others, ObligationRow.request_id.in_(asked)))


def request_changed(work: Work, request: Request) -> None:
    """Keep the row of a request after a step of it: there while it is open, looked at by the next run."""
    key = key_of(ObligationKind.REQUEST, "request", request.id)
    obligation_rows.drop(work.session, [key])
    if request.closed_at is None:
        obligation_rows.put(work.session, list(obligation_rows.of_requests(work, [request.id])))


def waiver_changed(work: Work, waiver: Waiver) -> None:
    """Keep the row of a waiver after it was approved or ended; the next run looks at it."""
    obligation_rows.drop(work.session, [key_of(ObligationKind.WAIVER, "waiver", waiver.id)])
    if waiver.approved_at is not None and waiver.ended_on is None:
        obligation_rows.put(work.session, list(obligation_rows.of_waivers(work, Waiver.id == waiver.id)))


def follow_up_changed(work: Work, follow_up: FollowUp) -> None:
    """Keep the row of a follow-up after it was set, moved or done; the next run looks at it."""
    obligation_rows.drop(work.session, [key_of(ObligationKind.FOLLOW_UP, SUBJECT, follow_up.id)])
    obligation_rows.put(work.session, list(obligation_rows.of_follow_ups(work, FollowUp.id == follow_up.id)))


def _of(condition: ColumnElement[bool]) -> Select[int]:
    return select(Contract.id).where(condition)


def _touch(work: Work, condition: ColumnElement[bool]) -> None:
    work.session.flush()
    first = _first_step(work)
    # What no step reaches yet has nothing to be looked at before its first. Only ever to an earlier day: what
    # ended before may wait for a run under the same key.
    look_on = case((first > work.today, first), else_=work.today)
    statement = update(ObligationRow).where(condition, _is_after(look_on)).values(next_on=look_on)
    work.session.execute(statement.execution_options(synchronize_session=False))


def _is_after(day: ColumnElement[date]) -> ColumnElement[bool]:
    return or_(ObligationRow.next_on.is_(None), ObligationRow.next_on > day)


def _first_step(work: Work) -> ColumnElement[date]:
    """The day of the earliest step that the policy in force can have for a row."""
    try:
        earliest = min(0, obligations.steps(work.session).earliest)
    except LookupError:
        earliest = 0  # Before the catalogue was seeded nothing can be due.
    if work.session.get_bind().dialect.name == "postgresql":
        return ObligationRow.due_on + earliest
    return func.date(ObligationRow.due_on, f"{earliest} days")
