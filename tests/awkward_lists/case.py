"""An awkward file and what must come of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tracker.domain.import_words import ImportKind

HEADINGS = ("Contract no.", "Vendor", "Department", "Start", "End", "Amount")


@dataclass(frozen=True)
class Case:
    """A file made by `make`, and its outcome: the values of its records, its refused rows, its notes, or a refusal.

    Each record needs only the values that the trap is about; `errors` are (row, column, part of the reason).
    """

    name: str
    make: Callable[[], bytes]
    records: tuple[dict[str, Any], ...] = ()
    errors: tuple[tuple[int, str, str], ...] = ()
    notes: tuple[str, ...] = ()
    refused: str = ""
    rows: tuple[int, ...] = ()
    kind: ImportKind = ImportKind.CONTRACTS
    sheet: str = ""
    options: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Table:
    """Named cases in one place, none twice."""

    cases: tuple[Case, ...]

    def __post_init__(self) -> None:
        assert len({case.name for case in self.cases}) == len(self.cases)
