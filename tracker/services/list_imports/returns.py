"""A workbook that was exported for editing and comes back: what was typed, apart from what others changed meanwhile."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any, Final

from sqlalchemy import select

from tracker.domain.import_words import Fate, ImportKind
from tracker.imports.kinds import KINDS
from tracker.models.export_run import EditableRow
from tracker.services.exports.editable import (
    EDITED,
    IDENTITY,
    RECORD,
    TERM,
    Editable,
    editables,
    written,
)
from tracker.services.list_imports.choosing import choice_key
from tracker.services.list_imports.contracts import ContractPlanner
from tracker.services.list_imports.row_plan import FILE, HERE, Change, Options, Row, RowPlan, Step, refused
from tracker.services.work import Work

AT_ONCE: Final = 500
COPY: Final = "this row is a copy of another one: clear its last, hidden columns to make it a new contract"
FOREIGN: Final = "this row is not of the export that the workbook came from"
IDENTIFIES: Final = "this column identifies the contract and cannot be changed here"
GONE: Final = "the contract is not there any more"


@dataclass(frozen=True, slots=True)
class Edited:
    """A row with only what was typed into it."""

    number: int
    values: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Given:
    """What was given out of a record, and how it stands now."""

    exported: dict[str, str]
    now: Editable
    today: dict[str, str]


class ReturnPlanner:
    """Plans a returned list: cells that were not touched do nothing, whatever others did to their contracts."""

    def __init__(self, work: Work, options: Options) -> None:
        self._work, self._options = work, options
        self._contracts = ContractPlanner(work, replace(options, blank_erases=True))
        self._seen: set[int] = set()

    def steps(self, records: Iterable[Row]) -> Iterator[Step]:
        """Give what each row does: rows without edits, conflicts and refusals first, then the edits."""
        edits: list[Row] = []
        rows = iter(records)
        while some := list(islice(rows, AT_ONCE)):
            given = self._given([_record(row) for row in some])
            for row in some:
                found = self._judged(row, given)
                if isinstance(found, Step):
                    yield found
                else:
                    edits.append(found)
        yield from self._contracts.steps(edits)

    def _given(self, numbers: list[int | None]) -> dict[int, Given]:
        wanted = [number for number in numbers if number is not None]
        rows = select(EditableRow.record_id, EditableRow.values).where(
            EditableRow.token == self._options.base, EditableRow.record_id.in_(wanted)
        )
        exported: dict[int, dict[str, str]] = dict(iter(self._work.session.execute(rows)))
        return {
            one.id: Given(exported[one.id], one, one.said)
            for one in editables(self._work, sorted(exported))
        }  # fmt: skip

    def _judged(self, row: Row, given: dict[int, Given]) -> Step | Row:
        number = _record(row)
        if number is None:
            return row
        label = str(row.values.get("contract_number") or "")
        if number in self._seen:
            return refused([row], label, _label("contract_number"), COPY)
        self._seen.add(number)
        known = given.get(number)
        if known is None:
            return refused([row], label, _label("contract_number"), FOREIGN)
        for key in IDENTITY:
            if key in row.values and written(row.values[key]) not in {known.exported[key], known.today[key]}:
                return refused([row], known.exported["contract_number"], _label(key), IDENTIFIES)
        return _difference(row, known, self._options.choices)


def _difference(row: Row, known: Given, choices: Mapping[str, str]) -> Step | Row:
    label = str(known.now.cells["contract_number"])
    typed = {key: written(row.values[key]) for key in EDITED if key in row.values}
    edits = {key: new for key, new in typed.items() if new not in {known.exported[key], known.today[key]}}
    chosen = {key: choices.get(choice_key(row.number, _label(key)), "") for key in edits}
    edits = {key: new for key, new in edits.items() if known.today[key] == known.exported[key] or chosen[key] != HERE}
    conflicts = {
        key: new for key, new in edits.items() if known.today[key] != known.exported[key] and chosen[key] != FILE
    }
    if conflicts:
        changes = tuple(Change(_label(key), known.today[key], new) for key, new in conflicts.items())
        exported = {_label(key): known.exported[key] for key in conflicts}
        columns = ", ".join(_label(key) for key in conflicts)
        reason = "changed by someone since your export"
        return Step((RowPlan(row.number, Fate.CONFLICT, label, columns, reason, changes, exported=exported),))
    if not edits:
        return Step((RowPlan(row.number, Fate.UNCHANGED, label),))
    values: dict[str, Any] = {"contract_number": label, **{key: row.values[key] for key in edits}}
    for key in TERM:
        cell = known.now.cells[key]
        values.setdefault(key, None if cell == "" else cell)
    return Edited(row.number, values)


def _record(row: Row) -> int | None:
    number = row.values.get(RECORD)
    return number if isinstance(number, int) and number else None


def _label(key: str) -> str:
    return KINDS[ImportKind.CONTRACTS].field(key).label
