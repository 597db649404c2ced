"""What the contracts grid shows and sorts by, as SQL: columns, the tables they need, and orders."""

from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Date, bindparam, case, func, select
from sqlalchemy.orm import InstrumentedAttribute, aliased

from tracker.domain.catalogue_words import Answer
from tracker.domain.days import LAST_DAY
from tracker.domain.standings import COMPLYING, RANK, Standing
from tracker.models.attestation import Attestation, ClauseAnswer
from tracker.models.contract import Contract
from tracker.models.department import Department
from tracker.models.letter import Reminder
from tracker.models.person import Person
from tracker.models.review import Review
from tracker.models.standing import StandingSpan
from tracker.models.vendor import Vendor
from tracker.queries import renewal_holds
from tracker.queries.hints import Unindexed

Owner = aliased(Person, name="owner")
Reviewer = aliased(Person, name="reviewer")

Join = tuple[Any, ColumnElement[bool], bool]

JOINS: dict[str, Join] = {
    "contract": (Contract, Contract.id == StandingSpan.contract_id, False),
    "vendor": (Vendor, Vendor.id == StandingSpan.vendor_id, False),
    "department": (Department, Department.id == StandingSpan.department_id, False),
    "owner": (Owner, Owner.id == Contract.owner_id, True),
    "attestation": (Attestation, Attestation.id == StandingSpan.attestation_id, True),
    "review": (Review, Review.attestation_id == StandingSpan.attestation_id, True),
    "reviewer": (Reviewer, Reviewer.id == Review.reviewer_id, True),
}
"""Tables beside the span, in the order in which they can be joined: what, on which condition, and whether outer."""

EVERY_TABLE = frozenset(JOINS)

CONTRACT_JOINS: dict[str, Join] = {
    "vendor": (Vendor, Vendor.id == Contract.vendor_id, False),
    "department": (Department, Department.id == Contract.department_id, False),
    "owner": (Owner, Owner.id == Contract.owner_id, True),
}
"""The same tables, joined to the contract alone."""

WALKED_JOINS: dict[str, dict[str, Join]] = {
    "span": {**JOINS, "vendor": (Vendor, Unindexed(Vendor).id == StandingSpan.vendor_id, False)},
    "contract": {**CONTRACT_JOINS, "vendor": (Vendor, Unindexed(Vendor).id == Contract.vendor_id, False)},
}
"""The same, when the database should walk vendors by name and look for the contracts of each."""

_EXCEPTIONS = (
    select(func.count())
    .where(
        ClauseAnswer.attestation_id == StandingSpan.attestation_id,
        ClauseAnswer.answer == Answer.AGREE_WITH_EXCEPTION,
    )
    .scalar_subquery()
)
_LAST_REMINDER = (
    select(func.max(Reminder.recorded_at))
    .where(Reminder.contract_id == StandingSpan.contract_id, Reminder.state == "sent")
    .scalar_subquery()
)

COLUMNS: tuple[Any, ...] = (
    StandingSpan.contract_id,
    Contract.number,
    Contract.title,
    StandingSpan.vendor_id,
    Vendor.name,
    Vendor.number,
    StandingSpan.department_id,
    Department.name,
    Owner.name,
    StandingSpan.starts_on,
    StandingSpan.through_on,
    Contract.amount,
    StandingSpan.tier,
    StandingSpan.elements,
    StandingSpan.sensitive,
    StandingSpan.standing,
    StandingSpan.stage,
    StandingSpan.until_on,
    StandingSpan.version,
    StandingSpan.expires_on,
    StandingSpan.waived_through_on,
    Attestation.signer_name,
    Attestation.signed_on,
    _EXCEPTIONS,
    _LAST_REMINDER,
    Reviewer.name,
    Contract.updated_at,
    renewal_holds.since_column(bindparam("day", type_=Date)),
)
"""In the order of the fields of ContractRow; they are read as of a city day, given as `day`."""


class Sort(NamedTuple):
    """An order: the expression, whether it can be empty (empty comes last), the tables it needs.

    An order that the database can walk along an index is `indexed`.
    """

    expression: Any
    empty: bool = False
    tables: frozenset[str] = frozenset()
    indexed: bool = False


def _of(attribute: InstrumentedAttribute[Any], *tables: str, empty: bool = False) -> Sort:
    return Sort(attribute, empty, frozenset(tables))


_STANDS_UNTIL = case(
    (StandingSpan.standing.in_(sorted(COMPLYING)), func.coalesce(StandingSpan.expires_on, LAST_DAY)),
    (StandingSpan.standing == Standing.WAIVED, func.coalesce(StandingSpan.waived_through_on, LAST_DAY)),
    else_=StandingSpan.until_on,
)

SORTS: dict[str, Sort] = {
    "number": Sort(Contract.number, tables=frozenset({"contract"}), indexed=True),
    "title": _of(Contract.title, "contract"),
    "vendor": Sort(Vendor.name, tables=frozenset({"contract", "vendor"}), indexed=True),
    "vendor_number": _of(Vendor.number, "contract", "vendor", empty=True),
    "department": _of(Department.name, "contract", "department"),
    "owner": Sort(Owner.name, empty=True, tables=frozenset({"contract", "owner"})),
    "start": _of(StandingSpan.starts_on, empty=True),
    "end": _of(StandingSpan.through_on, empty=True),
    "amount": _of(Contract.amount, "contract", empty=True),
    "tier": _of(StandingSpan.tier, empty=True),
    "elements": _of(StandingSpan.elements),
    "sensitive": _of(StandingSpan.sensitive),
    "standing": Sort(case(RANK, value=StandingSpan.standing)),
    "stage": _of(StandingSpan.stage),
    "until": Sort(_STANDS_UNTIL),
    "version": _of(StandingSpan.version, empty=True),
    "expires": _of(StandingSpan.expires_on, empty=True),
    "waived": _of(StandingSpan.waived_through_on, empty=True),
    "signed_by": Sort(Attestation.signer_name, empty=True, tables=frozenset({"attestation"})),
    "signed": Sort(Attestation.signed_on, empty=True, tables=frozenset({"attestation"})),
    "updated": _of(Contract.updated_at, "contract"),
}


def order(sort: str, contract_id: Any = StandingSpan.contract_id) -> tuple[ColumnElement[Any], ...]:  # noqa: ANN401  # a column
    """Return the order by a key of SORTS ("-" in front: descending), empty values last, ties by contract."""
    chosen = SORTS[sort.removeprefix("-")]
    descending = sort.startswith("-")
    first = chosen.expression.desc() if descending else chosen.expression.asc()
    tie = contract_id.desc() if descending else contract_id.asc()
    return (first.nulls_last() if chosen.empty else first, tie)
