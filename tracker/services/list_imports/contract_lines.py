"""Rows that say something of contracts which must be known already, gathered by contract."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Final

from sqlalchemy.orm import Session

from tracker.services.list_imports.contract_reads import KnownContract, known_contracts
from tracker.services.list_imports.labels import text
from tracker.services.list_imports.row_plan import NOT_YOURS, Options, Row

AT_ONCE: Final = 1000
Portion = list[tuple[str, KnownContract | None, list[Row]]]


def by_contract(session: Session, records: Iterable[Row]) -> Iterator[Portion]:
    """Give contracts with the rows that name them, a thousand at a time, in the order of the list."""
    groups: dict[str, list[Row]] = {}
    for row in records:
        groups.setdefault(text(row, "contract_number"), []).append(row)
    numbers = iter(groups)
    while some := list(islice(numbers, AT_ONCE)):
        known = known_contracts(session, some)
        yield [(number, known.get(number), groups[number]) for number in some]


def not_usable(contract: KnownContract | None, number: str, options: Options) -> str:
    """Say why nothing can be said of a contract; "" when it can."""
    if contract is None:
        return f"no contract has the number {number}; bring it in first"
    if not options.covers(contract.department_id):
        return NOT_YOURS
    return "the contract is archived here; restore it first" if contract.archived_at is not None else ""
