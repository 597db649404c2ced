"""The plan of a list: a pure comparison of its rows with what is known, kind by kind."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from tracker.domain.import_words import Fate, ImportKind
from tracker.services.list_imports.attestations import AttestationPlanner
from tracker.services.list_imports.contacts import ContactPlanner
from tracker.services.list_imports.contracts import ContractPlanner
from tracker.services.list_imports.returns import ReturnPlanner
from tracker.services.list_imports.row_plan import Options, Row, RowPlan, Step
from tracker.services.list_imports.schedules import SchedulePlanner
from tracker.services.list_imports.vendors import VendorPlanner
from tracker.services.work import Work

PLANNERS: Final[dict[ImportKind, Callable[[Work, Options], Any]]] = {
    ImportKind.CONTRACTS: ContractPlanner,
    ImportKind.VENDORS: VendorPlanner,
    ImportKind.CONTACTS: ContactPlanner,
    ImportKind.SCHEDULES: SchedulePlanner,
    ImportKind.ATTESTATIONS: AttestationPlanner,
}


def steps(work: Work, kind: ImportKind, records: Iterable[Row], options: Options) -> Iterator[Step]:
    """Give what the rows do, step by step; nothing is changed and no query is made per row."""
    planner = ReturnPlanner if options.base else PLANNERS[kind]
    found: Iterator[Step] = planner(work, options).steps(records)
    return found


def planned(work: Work, kind: ImportKind, records: Iterable[Row], options: Options) -> Iterator[RowPlan]:
    """Give what becomes of each row; rows that belong together follow each other."""
    for step in steps(work, kind, records, options):
        yield from step.rows


@dataclass(slots=True)
class Outcome:
    """Counts what becomes of rows, and digests it, so that two plans can be compared."""

    counts: Counter[str] = field(default_factory=Counter)
    _digest: Any = field(default_factory=hashlib.sha256)

    def add(self, row: RowPlan) -> None:
        """Add one row; the order matters."""
        self.counts[row.fate] += 1
        told = [row.number, row.fate, row.label, row.column, row.reason, row.changes_as_json()]
        self._digest.update(json.dumps(told, ensure_ascii=False).encode())

    @property
    def digest(self) -> str:
        """The SHA-256 of all rows that were added, hexadecimal."""
        return str(self._digest.hexdigest())

    def figures(self) -> dict[str, int]:
        """The number of rows by fate; every fate is there."""
        return {str(fate): self.counts[fate] for fate in Fate}
