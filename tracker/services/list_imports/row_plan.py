"""What a dry run says: what becomes of each row, and which rows of the database a step makes or changes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, Final, NamedTuple, Protocol

from tracker.domain.import_words import Fate

Value = str | date | Decimal | int | tuple[str, ...] | None
FILE: Final = "file"
HERE: Final = "here"
NOT_YOURS: Final = "this is not of your department"


class Row(Protocol):
    """A row that could be read; a field whose column the list has not is missing, an empty cell is None."""

    @property
    def number(self) -> int:
        """The row as a spreadsheet counts."""

    @property
    def values(self) -> Mapping[str, Any]:
        """The values by field."""


@dataclass(frozen=True, slots=True)
class Options:
    """How rows are meant, and for whom: `departments` limits what may be touched (empty: the whole city).

    `base` names the export for editing that the rows come back from; empty: they come from elsewhere. `choices` says
    of cells that were changed by both whose value counts: by "row:field as people read it", FILE or HERE.
    """

    blank_erases: bool = False
    undecided_are_new: bool = False
    person_id: int | None = None
    departments: frozenset[int] = frozenset()
    base: str = ""
    choices: Mapping[str, str] = field(default_factory=dict)

    def covers(self, department_id: int) -> bool:
        """Whether the person may touch what belongs to a department."""
        return not self.departments or department_id in self.departments


class Change(NamedTuple):
    """One value that a row changes, as people read it; empty is "" on either side."""

    field: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Candidate:
    """A known vendor that a name in a list may well mean, and why."""

    vendor_id: int
    name: str
    number: str
    why: str


@dataclass(frozen=True, slots=True)
class RowPlan:
    """What becomes of one row; `spelling` and `candidates` are there when nobody has decided whom it names.

    `column` and `reason` say why a row is refused. A conflict has in each change the value that was exported, the
    value now, and in `exported` the three of them are told apart.
    """

    number: int
    fate: Fate
    label: str
    column: str = ""
    reason: str = ""
    changes: tuple[Change, ...] = ()
    spelling: str = ""
    candidates: tuple[Candidate, ...] = ()
    exported: Mapping[str, str] = field(default_factory=dict)

    def changes_as_json(self) -> list[dict[str, Any]]:
        """Return the changes as they are kept: field, old, new; in a conflict also what was exported."""
        kept: list[dict[str, Any]] = [change._asdict() for change in self.changes]
        for change in kept:
            if change["field"] in self.exported:
                change["exported"] = self.exported[change["field"]]
        if self.candidates:
            found = [[one.vendor_id, one.name, one.number, one.why] for one in self.candidates]
            kept.append({"field": "Vendor", "old": "", "new": self.spelling, "candidates": found})
        return kept


@dataclass(frozen=True, slots=True)
class Effect:
    """One row of a table that is made (`before` is None) or changed; an id below 0 is one that is not made yet.

    Of a changed row `before` and `after` hold the columns that change; `version` among them guards it. `children`
    are rows of other tables that belong to a new one and go with it.
    """

    record: str
    id: int
    before: dict[str, Any] | None
    after: dict[str, Any]
    children: tuple[tuple[str, dict[str, Any]], ...] = ()


@dataclass(frozen=True, slots=True)
class Told:
    """An event of the audit trail; an id below 0 among the subjects is one that is not made yet."""

    action: str
    sentence: str
    subjects: tuple[tuple[str, int], ...]
    details: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Step:
    """What rows that belong together do: all of it or nothing.

    `contracts` are those whose standings follow, `held` the ones about which no reminder may leave by itself.
    """

    rows: tuple[RowPlan, ...]
    effects: tuple[Effect, ...] = ()
    told: tuple[Told, ...] = ()
    contracts: frozenset[int] = frozenset()
    held: frozenset[int] = frozenset()


def refused(rows: tuple[Row, ...] | list[Row], label: str, column: str, reason: str) -> Step:
    """Return the step of rows that are refused for one reason."""
    return Step(tuple(RowPlan(row.number, Fate.REFUSED, label, column, reason) for row in rows))
