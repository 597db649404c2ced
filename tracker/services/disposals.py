"""Disposals: the vendor's certificate, recorded by staff, that it returned or destroyed the data after the end."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from tracker.domain.course import course
from tracker.domain.days import day_words
from tracker.models.contract import Contract, Disposal
from tracker.queries.facts import facts_of
from tracker.services import events, standings
from tracker.services.rules import Conflict, RuleBroken
from tracker.services.work import Work


@dataclass(frozen=True, slots=True)
class NewDisposal:
    """A certificate: its day (the city's), how the data was returned or destroyed, and who says so."""

    certified_on: date
    method: str
    certified_by: str


def record(work: Work, contract: Contract, new: NewDisposal) -> Disposal:
    """Record a certificate; the standings follow.

    Raises RuleBroken on `certified_on` (before the contract's last day, or in the future), `method` or
    `certified_by`, and when the contract is not over; Conflict when a certificate is recorded already.
    """
    work.session.refresh(contract, with_for_update=True)
    _check(work, contract, new)
    if held(work, contract) is not None:
        raise Conflict("", "A certificate is recorded already; withdraw it first if it was wrong.")
    disposal = Disposal(
        contract_id=contract.id,
        certified_on=new.certified_on,
        method=new.method.strip(),
        certified_by=new.certified_by.strip(),
        recorded_at=work.now,
    )
    work.session.add(disposal)
    standings.refresh(work, [contract.id])
    sentence = (
        f"recorded the certificate of {disposal.certified_by} of {day_words(new.certified_on)} that the data of "
        f"contract {contract.number} was returned or destroyed"
    )
    _record(work, contract, "recorded", sentence)
    return disposal


def withdraw(work: Work, contract: Contract, reason: str) -> Disposal:
    """Withdraw the certificate that was recorded by mistake; the row stays, so what was known can be told.

    Raises RuleBroken on `reason` without one, Conflict when none is held any more.
    """
    if not reason.strip():
        raise RuleBroken("reason", "Say why the certificate is withdrawn.")
    work.session.refresh(contract, with_for_update=True)
    disposal = held(work, contract)
    if disposal is None:
        raise Conflict("", "The certificate was withdrawn meanwhile.")
    disposal.replaced_at = work.now
    standings.refresh(work, [contract.id])
    sentence = f"withdrew the certificate of disposal of contract {contract.number}: {reason.strip()}"
    _record(work, contract, "withdrawn", sentence)
    return disposal


def held(work: Work, contract: Contract) -> Disposal | None:
    """Return the certificate held true now, or None."""
    statement = select(Disposal).where(Disposal.contract_id == contract.id, Disposal.replaced_at.is_(None))
    return work.session.scalars(statement.order_by(Disposal.id.desc()).limit(1)).first()


def _check(work: Work, contract: Contract, new: NewDisposal) -> None:
    found = facts_of(work.session, [contract.id])
    if not found:
        raise RuleBroken("", f"Contract {contract.number} is archived; restore it first.")
    ends_on = course(found[0].facts).ends_on
    if ends_on is None or ends_on >= work.today:
        raise RuleBroken("", "The contract is not over, so nothing can be certified yet.")
    if not ends_on <= new.certified_on <= work.today:
        raise RuleBroken("certified_on", f"Choose a day from {day_words(ends_on)}, the contract's last one, to today.")
    if not new.method.strip():
        raise RuleBroken("method", "Say how the data was returned or destroyed.")
    if not new.certified_by.strip():
        raise RuleBroken("certified_by", "Say who certified it.")


def _record(work: Work, contract: Contract, deed: str, sentence: str) -> None:
    events.record(work, f"disposal:{deed}", sentence, ("contract", contract.id), ("vendor", contract.vendor_id))
