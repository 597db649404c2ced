"""The terms of a contract: first, renewed, corrected. None is overwritten; a correction replaces its row."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from tracker.domain.days import day_words
from tracker.models.contract import Contract, ContractTerm
from tracker.services import events, standings
from tracker.services.rules import RuleBroken
from tracker.services.work import Work

LONGEST_DISPOSAL = 3650


@dataclass(frozen=True, slots=True)
class NewTerm:
    """A term: first and last day (city's days, last included, None open), days to dispose of data after the end."""

    starts_on: date | None
    through_on: date | None
    disposal_days: int = 60
    item_number: str = ""


def put(work: Work, contract: Contract, new: NewTerm) -> ContractTerm:
    """Add a term's row and flush; the deed that calls this records the event and refreshes the standings."""
    _check(new)
    term = ContractTerm(
        contract_id=contract.id,
        item_number=new.item_number,
        starts_on=new.starts_on,
        through_on=new.through_on,
        disposal_days=new.disposal_days,
        recorded_at=work.now,
    )
    work.session.add(term)
    work.session.flush()
    return term


def renew(work: Work, contract: Contract, new: NewTerm) -> ContractTerm:
    """Add a term after (or beside) those known; raises RuleBroken when it is known already."""
    same = [
        term for term in known(work, contract) if (term.starts_on, term.through_on) == (new.starts_on, new.through_on)
    ]
    if same:
        raise RuleBroken("starts_on", "This term is recorded already.")
    term = put(work, contract, new)
    _touch(
        work,
        contract,
        "contract:renewed",
        f"renewed contract {contract.number}: {words(new.starts_on, new.through_on)}",
    )
    return term


def correct(work: Work, contract: Contract, term: ContractTerm, new: NewTerm) -> ContractTerm:
    """Replace a term by a corrected one; what was known before stays on record."""
    if term.replaced_at is not None or term.contract_id != contract.id:
        raise RuleBroken("", "This term was corrected meanwhile; open the contract again.")
    before = words(term.starts_on, term.through_on)
    term.replaced_at = work.now
    corrected = put(work, contract, new)
    sentence = f"corrected a term of contract {contract.number}: {before} became {words(new.starts_on, new.through_on)}"
    _touch(work, contract, "contract:term_corrected", sentence)
    return corrected


def remove(work: Work, contract: Contract, term: ContractTerm) -> None:
    """Take out a term that was recorded by mistake; a contract keeps at least one."""
    if len(known(work, contract)) < 2:  # noqa: PLR2004  # the last one
        raise RuleBroken("", "A contract keeps at least one term; correct this one instead.")
    term.replaced_at = work.now
    sentence = f"removed a term of contract {contract.number}: {words(term.starts_on, term.through_on)}"
    _touch(work, contract, "contract:term_removed", sentence)


def known(work: Work, contract: Contract) -> list[ContractTerm]:
    """Return the terms held true now, earliest first."""
    rows = work.session.scalars(
        select(ContractTerm).where(ContractTerm.contract_id == contract.id, ContractTerm.replaced_at.is_(None))
    )
    return sorted(rows, key=lambda term: (term.starts_on or date.min, term.through_on or date.max, term.id))


def words(starts_on: date | None, through_on: date | None) -> str:
    """Say a term in words: "January 1, 2026 to December 31, 2027"."""
    start = day_words(starts_on) if starts_on else "an open start"
    return f"{start} to {day_words(through_on) if through_on else 'an open end'}"


def _touch(work: Work, contract: Contract, action: str, sentence: str) -> None:
    contract.updated_at = work.now
    events.record(work, action, sentence, ("contract", contract.id), ("vendor", contract.vendor_id))
    standings.refresh(work, [contract.id])


def _check(new: NewTerm) -> None:
    if new.starts_on and new.through_on and new.through_on < new.starts_on:
        raise RuleBroken("through_on", "The last day lies before the first day.")
    if not 0 <= new.disposal_days <= LONGEST_DISPOSAL:
        raise RuleBroken("disposal_days", "Give the days for disposal as a number from 0 to 3,650.")
