"""Contracts: recorded, edited, renewed, handed to another owner, archived and brought back."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import select

from tracker.domain.names import search_text
from tracker.domain.reminder_policy import ObligationKind
from tracker.models.contract import Contract
from tracker.models.department import Department
from tracker.models.person import Person
from tracker.models.vendor import Vendor
from tracker.services import contract_terms, events, obligation_index, reminder_endings, standings
from tracker.services.contract_terms import NewTerm
from tracker.services.rules import Conflict, RuleBroken
from tracker.services.work import Work

LARGEST_AMOUNT = Decimal("99999999999999.99")
LONGEST_BREACH_NOTICE = 8760


@dataclass(frozen=True, slots=True)
class NewContract:
    """What procurement records; days are the city's, the last one included, None open; amount in dollars."""

    number: str
    title: str
    vendor_id: int
    department_id: int
    owner_id: int | None
    starts_on: date | None
    through_on: date | None
    amount: Decimal | None = None
    renewal_terms: str = ""
    breach_notice_hours: int = 72
    disposal_days: int = 60
    note: str = ""

    @property
    def term(self) -> NewTerm:
        """The first term."""
        return NewTerm(self.starts_on, self.through_on, self.disposal_days)


@dataclass(frozen=True, slots=True)
class EditedContract:
    """What can be changed of a contract without touching when it runs."""

    number: str
    title: str
    department_id: int
    owner_id: int | None
    amount: Decimal | None
    renewal_terms: str
    breach_notice_hours: int
    note: str


def create(work: Work, new: NewContract) -> Contract:
    """Record a contract with its first term; raises RuleBroken with the field when something does not fit."""
    vendor = work.session.get(Vendor, new.vendor_id)
    if vendor is None or vendor.archived_at is not None:
        raise RuleBroken("vendor_id", "Choose a vendor that is not archived.")
    _check(work, new, known_id=None)
    contract = Contract(
        number=new.number,
        title=new.title,
        vendor_id=vendor.id,
        department_id=new.department_id,
        owner_id=new.owner_id,
        amount=new.amount,
        renewal_terms=new.renewal_terms,
        breach_notice_hours=new.breach_notice_hours,
        note=new.note,
        search_text=search_text(new.number, new.title),
        created_at=work.now,
        updated_at=work.now,
    )
    work.session.add(contract)
    work.session.flush()
    contract_terms.put(work, contract, new.term)
    sentence = f"recorded contract {contract.number} with {vendor.name}"
    events.record(work, "contract:created", sentence, ("contract", contract.id), ("vendor", vendor.id))
    standings.refresh(work, [contract.id])
    return contract


def edit(work: Work, contract: Contract, edited: EditedContract, version: int) -> Contract:
    """Change a contract; raises Conflict when it is no longer the version that was read."""
    if contract.version != version:
        raise Conflict("", "Somebody else changed this contract while you were editing it. Nothing was saved yet.")
    _check(work, edited, known_id=contract.id)
    changed = events.changes({name: getattr(contract, name) for name in asdict(edited)}, asdict(edited))
    if not changed:
        return contract
    for name, value in asdict(edited).items():
        setattr(contract, name, value)
    contract.search_text = search_text(edited.number, edited.title)
    contract.updated_at = work.now
    fields = ", ".join(sorted(name.removesuffix("_id").replace("_", " ") for name in changed))
    events.record(
        work,
        "contract:edited",
        f"changed {fields} of contract {contract.number}",
        *_subjects(contract),
        details=changed,
    )
    standings.refresh(work, [contract.id])
    return contract


def archive(work: Work, contract: Contract, reason: str) -> None:
    """Take a contract out of every list and count; its facts and history stay."""
    if contract.archived_at is not None:
        raise RuleBroken("", "This contract is archived already.")
    if not reason.strip():
        raise RuleBroken("reason", "Say why it is archived; auditors will ask.")
    near = reminder_endings.before(work, [contract.id], kinds=sorted(ObligationKind))
    contract.archived_at = contract.updated_at = work.now
    sentence = f"archived contract {contract.number}: {reason.strip()}"
    events.record(work, "contract:archived", sentence, *_subjects(contract))
    standings.refresh(work, [contract.id])
    reminder_endings.explain(work, near)


def restore(work: Work, contract: Contract) -> None:
    """Bring an archived contract back as it was."""
    if contract.archived_at is None:
        raise RuleBroken("", "This contract is not archived.")
    contract.archived_at, contract.updated_at = None, work.now
    events.record(work, "contract:restored", f"restored contract {contract.number}", *_subjects(contract))
    standings.refresh(work, [contract.id])


def assign_owner(work: Work, contract_ids: Iterable[int], person_id: int) -> int:
    """Make a person the owner of these contracts; return how many changed hands."""
    person = _owner(work, person_id)
    chosen = select(Contract).where(Contract.id.in_(sorted(set(contract_ids))), Contract.archived_at.is_(None))
    changed = [contract for contract in work.session.scalars(chosen) if contract.owner_id != person.id]
    for contract in changed:
        contract.owner_id, contract.updated_at = person.id, work.now
        sentence = f"made {person.name} the owner of contract {contract.number}"
        events.record(work, "contract:owner_assigned", sentence, *_subjects(contract))
    obligation_index.touch_contracts(work, [contract.id for contract in changed])
    return len(changed)


def _check(work: Work, given: NewContract | EditedContract, known_id: int | None) -> None:
    taken = work.session.scalar(select(Contract.id).where(Contract.number == given.number))
    if taken is not None and taken != known_id:
        raise RuleBroken("number", f"Contract {given.number} is recorded already.")
    department = work.session.get(Department, given.department_id)
    if department is None:
        raise RuleBroken("department_id", "Choose a department.")
    if given.owner_id is not None:
        _owner(work, given.owner_id)
    if given.amount is not None and abs(given.amount) > LARGEST_AMOUNT:
        raise RuleBroken("amount", "This amount is too large; check for a digit too many.")
    if not 0 < given.breach_notice_hours <= LONGEST_BREACH_NOTICE:
        raise RuleBroken("breach_notice_hours", "Give the hours as a number from 1 to 8,760 (one year).")


def _owner(work: Work, person_id: int) -> Person:
    person = work.session.get(Person, person_id)
    if person is None or not person.active:
        raise RuleBroken("owner_id", "Choose an owner who can sign in.")
    return person


def _subjects(contract: Contract) -> tuple[events.Subject, events.Subject]:
    return ("contract", contract.id), ("vendor", contract.vendor_id)
