"""Planning a list of data schedules: one row is one line of one contract; lines that the list has not stay."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict, replace
from typing import Any, Final

from tracker.domain.countries import COUNTRY_CODES
from tracker.domain.import_words import Fate, ImportKind
from tracker.domain.record_words import DeclarationKind
from tracker.services.list_imports.catalogue_names import CatalogueNames, Element
from tracker.services.list_imports.contract_lines import by_contract, not_usable
from tracker.services.list_imports.contract_reads import KnownContract
from tracker.services.list_imports.drafts import Drafts
from tracker.services.list_imports.labels import erased, label, said, text
from tracker.services.list_imports.row_plan import Change, Effect, Options, Row, RowPlan, Step, Told, refused
from tracker.services.list_imports.schedule_reads import Line, Schedule, schedules
from tracker.services.schedule_rules import LONGEST_TEXT
from tracker.services.work import Work

KIND: Final = ImportKind.SCHEDULES
TEXTS: Final = ("other_text", "purpose", "direction", "form", "retention")
ERASABLE: Final = frozenset({"other_text", "retention", "from_on", "through_on"})
COUNTRIES: Final = {"usa": "US", "unitedstates": "US", "unitedstatesofamerica": "US", "canada": "CA", "mexico": "MX"}
Key = tuple[int, str, str]


class _NotUsable(Exception):
    def __init__(self, field: str, reason: str) -> None:
        super().__init__(reason)
        self.column, self.reason = label(KIND, field), reason


class SchedulePlanner:
    """Plans one list of data schedules."""

    def __init__(self, work: Work, options: Options) -> None:
        self._work, self._options = work, options
        self._drafts = Drafts()
        self._catalogue = CatalogueNames(work.session)

    def steps(self, records: Iterable[Row]) -> Iterator[Step]:
        """Give one step per contract, in the order in which the list names them first."""
        for portion in by_contract(self._work.session, records):
            known = schedules(self._work.session, [contract.id for _number, contract, _rows in portion if contract])
            for number, contract, rows in portion:
                reason = not_usable(contract, number, self._options)
                if reason or contract is None:
                    yield refused(rows, number, label(KIND, "contract_number"), reason)
                else:
                    yield self._contract(contract, known[contract.id], rows)

    def _contract(self, contract: KnownContract, known: Schedule, rows: list[Row]) -> Step:
        free = dict(known.lines)
        said_of: dict[Key, tuple[Row, Line]] = {}
        plans: list[RowPlan] = []
        effects: list[Effect] = []
        for row in rows:
            name = f"{contract.number}: {text(row, 'element')}"
            try:
                plan, made = self._line(contract, row, free, said_of, name)
            except _NotUsable as error:
                plans.append(RowPlan(row.number, Fate.REFUSED, name, error.column, error.reason))
                continue
            plans.append(plan)
            effects += made
        usable = [plan for plan in plans if plan.fate is not Fate.REFUSED]
        declared = self._declaration(contract, known) if usable else []
        if declared and not effects:
            plans = [replace(p, fate=Fate.CHANGED, reason="declared") if p in usable else p for p in plans]
        effects = [*declared, *effects]
        told = (_told(contract, usable),) if effects else ()
        return Step(tuple(plans), tuple(effects), told, frozenset({contract.id}) if effects else frozenset())

    def _line(
        self,
        contract: KnownContract,
        row: Row,
        free: dict[int, Line],
        said_of: dict[Key, tuple[Row, Line]],
        name: str,
    ) -> tuple[RowPlan, list[Effect]]:
        element = self._catalogue.element(text(row, "element"))
        if element is None:
            raise _NotUsable("element", "the catalogue has no such data element")
        line_id = _meant(row, element, free)
        before = free.get(line_id) if line_id is not None else None
        line = self._said(row, element, before)
        self._check(row, element, line, is_new=before is None)
        key = (line.element_id, line.other_text.casefold(), f"{line.direction} {line.from_on}")
        other = said_of.setdefault(key, (row, line))
        if other[0] is not row:
            if other[1] != line:
                raise _NotUsable("element", f"row {other[0].number} says something else of the same data")
            return RowPlan(row.number, Fate.UNCHANGED, name), []
        if line_id is not None:
            del free[line_id]
        if line == before:
            return RowPlan(row.number, Fate.UNCHANGED, name), []
        columns = {**asdict(line), "subjects": list(line.subjects), "contract_id": contract.id}
        made = Effect(
            "data_line",
            self._drafts.new("data_line"),
            None,
            {**columns, "recorded_at": self._work.now, "replaced_at": None},
        )
        gone = [Effect("data_line", line_id, {"replaced_at": None}, {"replaced_at": self._work.now})] if line_id else []
        fate = Fate.CHANGED if before else Fate.CREATED
        return RowPlan(row.number, fate, name, changes=self._changes(before, line)), [*gone, made]

    def _said(self, row: Row, element: Element, before: Line | None) -> Line:
        line = before or Line(element.id)
        values: dict[str, Any] = {name: text(row, name) for name in TEXTS if text(row, name)}
        values |= {name: row.values[name] for name in ("from_on", "through_on") if row.values.get(name) is not None}
        if text(row, "country"):
            values["country"] = _country(text(row, "country"))
        if row.values.get("subjects"):
            values["subjects"] = self._subjects(row)
        for name in ERASABLE:
            if erased(row, name, blank_erases=self._options.blank_erases):
                values[name] = None if name.endswith("_on") else ""
        return replace(line, **values)

    def _subjects(self, row: Row) -> tuple[str, ...]:
        named = row.values["subjects"]
        found = []
        for each in named if isinstance(named, tuple) else (str(named),):
            code = self._catalogue.subject(each)
            if code is None:
                raise _NotUsable("subjects", f"the catalogue knows no such people as “{each}”")
            found.append(code)
        return tuple(dict.fromkeys(found))

    def _check(self, row: Row, element: Element, line: Line, *, is_new: bool) -> None:
        if element.retired and is_new:
            raise _NotUsable("element", f"{element.name} is retired; choose another data element")
        if element.is_other and not line.other_text:
            raise _NotUsable("other_text", "say which data this is")
        if not line.purpose or len(line.purpose) > LONGEST_TEXT:
            raise _NotUsable("purpose", f"say what it is needed for, in at most {LONGEST_TEXT:,} characters")
        if not line.subjects:
            raise _NotUsable("subjects", "say whose data it is")
        if line.country not in COUNTRY_CODES:
            raise _NotUsable("country", f"“{text(row, 'country')}” is no country; write its two letters")
        if line.from_on and line.through_on and line.through_on < line.from_on:
            raise _NotUsable("through_on", "the last day lies before the first day")

    def _changes(self, before: Line | None, after: Line) -> tuple[Change, ...]:
        names = self._catalogue.subject_names
        old, new = (asdict(before) if before else {}), asdict(after)
        found = []
        for name, value in new.items():
            if name == "element_id" or value == old.get(name, () if name == "subjects" else ""):
                continue
            told = [_words(each, names) if name == "subjects" else said(each) for each in (old.get(name), value)]
            if told[0] != told[1]:
                found.append(Change(label(KIND, name), *told))
        return tuple(found)

    def _declaration(self, contract: KnownContract, known: Schedule) -> list[Effect]:
        if known.declarations and known.declarations[-1][1] is DeclarationKind.SCHEDULE:
            return []
        made = {
            "contract_id": contract.id,
            "kind": DeclarationKind.SCHEDULE,
            "reason": "",
            "from_on": None,
            "recorded_at": self._work.now,
            "replaced_at": None,
        }
        gone = [
            Effect("declaration", number, {"replaced_at": None}, {"replaced_at": self._work.now})
            for number, _kind in known.declarations
        ]
        return [*gone, Effect("declaration", self._drafts.new("declaration"), None, made)]


def _meant(row: Row, element: Element, free: dict[int, Line]) -> int | None:
    """Return the line that a row means: of the same element, and as much else the same as can be."""
    other, direction, from_on = text(row, "other_text").casefold(), text(row, "direction"), row.values.get("from_on")
    alike = {
        number: line
        for number, line in free.items()
        if line.element_id == element.id and (not element.is_other or line.other_text.casefold() == other)
    }
    return max(
        alike,
        key=lambda number: (
            alike[number].from_on == from_on,
            alike[number].direction == direction,
            alike[number].through_on == row.values.get("through_on"),
        ),
        default=None,
    )


def _country(told: str) -> str:
    key = "".join(letter for letter in told.casefold() if letter.isalpha())
    return COUNTRIES.get(key, told.strip().upper())


def _words(codes: tuple[str, ...] | list[str] | None, names: dict[str, str]) -> str:
    return "; ".join(names.get(code, code) for code in codes or ())


def _told(contract: KnownContract, plans: list[RowPlan]) -> Told:
    counts = {fate: sum(plan.fate is fate for plan in plans) for fate in (Fate.CREATED, Fate.CHANGED)}
    said_so = ", ".join(
        f"{number} {'line' if number == 1 else 'lines'} {word}"
        for number, word in ((counts[Fate.CREATED], "added"), (counts[Fate.CHANGED], "changed"))
        if number
    )
    subjects = (("contract", contract.id), ("vendor", contract.vendor_id))
    details = {plan.label: [list(change) for change in plan.changes] for plan in plans if plan.changes}
    sentence = f"imported the data schedule of {contract.number}: {said_so or 'declared'}"
    return Told("schedule:imported", sentence, subjects, details)
