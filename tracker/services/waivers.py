"""Waivers: ask for one, and a second person approves, refuses or ends it."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from tracker.domain.days import day_words
from tracker.domain.expiry import plus_months
from tracker.domain.policy import Policy
from tracker.models.catalogue import DataElement
from tracker.models.contract import Contract
from tracker.models.waiver import Waiver, WaiverClause, WaiverElement
from tracker.queries.policy import policy
from tracker.services import events, obligation_index, reminder_endings, standings
from tracker.services.rules import Conflict, NotAllowed, RuleBroken
from tracker.services.work import Work

LONGEST_MONTHS = 12
LONGEST_REASON = 5000


@dataclass(frozen=True, slots=True)
class NewWaiver:
    """What is to be excused, why, and from which through which day of the city."""

    element_ids: tuple[int, ...]
    clauses: tuple[str, ...]
    reason: str
    from_on: date
    through_on: date


def ask(work: Work, contract: Contract, new: NewWaiver) -> Waiver:
    """Ask for a waiver; nothing is excused until a second person approves it.

    Raises RuleBroken on `subjects`, `reason`, `from_on` or `through_on`.
    """
    _check(work, contract, new)
    waiver = Waiver(
        contract_id=contract.id,
        reason=new.reason.strip(),
        from_on=new.from_on,
        through_on=new.through_on,
        asked_by_id=work.actor.id,
        asked_at=work.now,
    )
    work.session.add(waiver)
    work.session.flush()
    work.session.add_all(WaiverElement(waiver_id=waiver.id, element_id=i) for i in sorted(set(new.element_ids)))
    work.session.add_all(WaiverClause(waiver_id=waiver.id, code=code) for code in sorted(set(new.clauses)))
    work.session.flush()
    days = f"from {day_words(new.from_on)} through {day_words(new.through_on)}"
    _record(
        work, contract, waiver, "asked", f"asked for a waiver for contract {contract.number} {days}: {waiver.reason}"
    )
    return waiver


def approve(work: Work, waiver: Waiver) -> Waiver:
    """Approve what another person asked for; it never reaches back, so it begins today at the earliest.

    Raises NotAllowed for the person who asked, Conflict when it was decided meanwhile, RuleBroken when its last
    day has passed.
    """
    contract = _take(work, waiver)
    if waiver.through_on < work.today:
        raise RuleBroken("", "Its last day has passed; refuse it, or ask anew.")
    asked_from = waiver.from_on
    waiver.from_on = max(asked_from, work.today)
    waiver.approved_by_id, waiver.approved_at = work.actor.id, work.now
    standings.refresh(work, [contract.id])
    obligation_index.waiver_changed(work, waiver)
    days = f"from {day_words(waiver.from_on)} through {day_words(waiver.through_on)}"
    details = events.changes({"from_on": asked_from}, {"from_on": waiver.from_on})
    _record(work, contract, waiver, "approved", f"approved the waiver for contract {contract.number} {days}", details)
    return waiver


def refuse(work: Work, waiver: Waiver, reason: str) -> Waiver:
    """Refuse what another person asked for; raises as `approve` does, and RuleBroken on `reason` without one."""
    contract = _take(work, waiver)
    _check_reason(reason)
    waiver.refused_at, waiver.refused_reason = work.now, reason.strip()
    sentence = f"refused the waiver for contract {contract.number}: {reason.strip()}"
    _record(work, contract, waiver, "refused", sentence)
    return waiver


def end(work: Work, waiver: Waiver, ended_on: date, reason: str) -> Waiver:
    """End an approved waiver early: `ended_on` is the first day on which it excuses nothing any more.

    Raises RuleBroken on `ended_on` for a day before today or after its last day, on `reason` without one, and
    when it is not in force any more.
    """
    work.session.refresh(waiver, with_for_update=True)
    if waiver.approved_at is None:
        raise RuleBroken("", "This waiver was not approved, so there is nothing to end.")
    if waiver.ended_on is not None:
        raise Conflict("", f"It was ended on {day_words(waiver.ended_on)} already.")
    if not work.today <= ended_on <= waiver.through_on:
        raise RuleBroken("ended_on", f"Choose a day from today through {day_words(waiver.through_on)}, its last one.")
    _check_reason(reason)
    contract = work.session.get_one(Contract, waiver.contract_id)
    near = reminder_endings.before_waiver(work, waiver.id)
    waiver.ended_on, waiver.ended_at, waiver.ended_reason = ended_on, work.now, reason.strip()
    standings.refresh(work, [contract.id])
    reminder_endings.explain(work, near)
    obligation_index.waiver_changed(work, waiver)
    sentence = f"ended the waiver for contract {contract.number} on {day_words(ended_on)}: {reason.strip()}"
    _record(work, contract, waiver, "ended", sentence)
    return waiver


def _take(work: Work, waiver: Waiver) -> Contract:
    work.session.refresh(waiver, with_for_update=True)
    if waiver.approved_at is not None or waiver.refused_at is not None:
        raise Conflict("", f"It was {'approved' if waiver.approved_at else 'refused'} meanwhile.")
    if work.actor.kind != "person" or work.actor.id is None or work.actor.id == waiver.asked_by_id:
        raise NotAllowed("", "You asked for this waiver yourself; a second person decides about it.")
    return work.session.get_one(Contract, waiver.contract_id)


def _check(work: Work, contract: Contract, new: NewWaiver) -> None:
    if contract.archived_at is not None:
        raise RuleBroken("", f"Contract {contract.number} is archived; restore it first.")
    if not new.element_ids and not new.clauses:
        raise RuleBroken("subjects", "Choose at least one element or clause to be excused.")
    _check_known(work, new)
    _check_reason(new.reason)
    if new.from_on < work.today:
        raise RuleBroken("from_on", "A waiver never reaches back; choose today or a later day.")
    if new.from_on > plus_months(work.today, LONGEST_MONTHS):
        raise RuleBroken("from_on", "Choose a first day within twelve months.")
    if new.through_on < new.from_on:
        raise RuleBroken("through_on", "The last day lies before the first day.")
    if new.through_on > plus_months(new.from_on, LONGEST_MONTHS):
        raise RuleBroken("through_on", "A waiver lasts a year at most; choose an earlier last day.")


def _check_known(work: Work, new: NewWaiver) -> None:
    known = set(work.session.scalars(select(DataElement.id).where(DataElement.id.in_(new.element_ids))))
    if set(new.element_ids) - known or set(new.clauses) - _codes(policy(work.session)):
        raise RuleBroken("subjects", "Choose elements and clauses from the list.")


def _codes(rules: Policy) -> set[str]:
    return {clause.code for version in rules.versions for clause in version.clauses}


def _check_reason(reason: str) -> None:
    if not reason.strip():
        raise RuleBroken("reason", "Say why.")
    if len(reason) > LONGEST_REASON:
        raise RuleBroken("reason", f"Shorten the reason to {LONGEST_REASON:,} characters.")


def _record(
    work: Work,
    contract: Contract,
    waiver: Waiver,
    deed: str,
    sentence: str,
    details: dict[str, list[object]] | None = None,
) -> None:
    subjects = [("waiver", waiver.id), ("contract", contract.id), ("vendor", contract.vendor_id)]
    events.record(work, f"waiver:{deed}", sentence, *subjects, details=details)
