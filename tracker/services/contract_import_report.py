"""What an import did, row by row."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Fate(StrEnum):
    """What became of a row."""

    CREATED = "created"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class RowOutcome:
    """A row of the file (the header is row 1), the contract it names ("" when unreadable), and what became of it."""

    number: int
    contract_number: str
    fate: Fate
    sentence: str = ""

    def __str__(self) -> str:
        """Write the outcome as people read it: "row 17: contract 1820: renewed through July 31, 2019"."""
        contract = f"contract {self.contract_number}: " if self.contract_number else ""
        return f"row {self.number}: {contract}{self.sentence}"


@dataclass(frozen=True, slots=True)
class Report:
    """An import of one file: its name, its SHA-256, the preset, and the outcome of every row in the file's order.

    `held_contracts` are the new ones, about which no reminder leaves until a person starts it.
    """

    file: str
    digest: str
    preset: str
    outcomes: tuple[RowOutcome, ...]
    held_contracts: int = 0

    @property
    def counts(self) -> dict[Fate, int]:
        """The number of rows by fate; every fate is there."""
        found = Counter(outcome.fate for outcome in self.outcomes)
        return {fate: found[fate] for fate in Fate}

    @property
    def summary(self) -> str:
        """The line that others script against: created N, changed N, unchanged N, refused N."""
        return ", ".join(f"{fate} {number}" for fate, number in self.counts.items())

    @property
    def told(self) -> list[RowOutcome]:
        """The rows a person should read: changed and refused ones."""
        return [outcome for outcome in self.outcomes if outcome.fate in {Fate.CHANGED, Fate.REFUSED}]

    def as_json(self) -> dict[str, Any]:
        """Return the report as JSON values."""
        return {
            "file": self.file,
            "sha256": self.digest,
            "preset": self.preset,
            **{str(fate): number for fate, number in self.counts.items()},
            "held_contracts": self.held_contracts,
            "rows": [
                {"row": item.number, "contract": item.contract_number, "fate": item.fate, "what": item.sentence}
                for item in self.outcomes
                if item.fate is not Fate.UNCHANGED
            ],
        }
