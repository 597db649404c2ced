"""Writing what steps make and change: many rows at once, each with its trace, each deed with its event."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any, Final

from sqlalchemy import Table, and_, bindparam, delete, insert, select, update

from tracker.models.list_import import ImportTrace
from tracker.services.list_imports.kept_values import kept, table_of
from tracker.services.list_imports.many_events import record_many
from tracker.services.list_imports.row_numbers import reserve
from tracker.services.list_imports.row_plan import Effect, Step, Told
from tracker.services.rules import Conflict
from tracker.services.work import Work

ORDER: Final = (
    "department",
    "vendor",
    "contact",
    "vendor_alias",
    "contract",
    "contract_term",
    "declaration",
    "data_line",
    "attestation",
    "attestation_contract",
    "attestation_element",
    "clause_answer",
    "review",
)
"""Tables in the order in which their rows can be made."""
ROLES: Final = "vendor_contact"
STEPS_AT_ONCE: Final = 1000
IDS_AT_ONCE: Final = 500
LONGEST_SENTENCE: Final = 4000


class Writer:
    """Gathers steps, writes them in portions, and gives rows that are new their ids."""

    def __init__(self, work: Work, import_id: int | None, file_name: str) -> None:
        self._work, self._import_id, self._file = work, import_id, file_name
        self._waiting: list[Step] = []
        self._ids: dict[str, dict[int, int]] = defaultdict(dict)
        self.contracts: set[int] = set()
        self.held: set[int] = set()
        self.contacts: set[int] = set()
        self.vendors: set[int] = set()

    def take(self, step: Step) -> None:
        """Take a step, and write when there are enough."""
        if step.effects or step.told:
            self._waiting.append(step)
        if len(self._waiting) >= STEPS_AT_ONCE:
            self.flush()

    def hold(self, hold_id: int, sentence: str) -> None:
        """Leave a trace of the hold that was placed, so that it goes when the import is undone."""
        trace = {"record": "reminder_hold", "record_id": hold_id, "before": None, "after": {"sentence": sentence}}
        self._work.session.execute(insert(ImportTrace), [{"import_id": self._import_id, **trace}])

    def flush(self) -> None:
        """Write what waits. Raises Conflict when somebody changed a row meanwhile."""
        steps, self._waiting = self._waiting, []
        effects = [effect for step in steps for effect in step.effects]
        self._number(effects)
        self._insert([effect for effect in effects if effect.before is None])
        self._change([effect for effect in effects if effect.before is not None and effect.record != ROLES])
        self._give_roles([effect for effect in effects if effect.record == ROLES])
        self._trace(effects)
        self._tell([told for step in steps for told in step.told])
        for step in steps:
            self.contracts |= {self._real("contract", number) for number in step.contracts}
            self.held |= {self._real("contract", number) for number in step.held}

    def _number(self, effects: Iterable[Effect]) -> None:
        new: dict[str, list[int]] = defaultdict(list)
        for effect in effects:
            if effect.id < 0 and effect.before is None and effect.record != ROLES:
                new[effect.record].append(effect.id)
        for record, drafts in new.items():
            numbers = reserve(self._work.session, table_of(record), len(drafts))
            self._ids[record] |= dict(zip(drafts, numbers, strict=True))

    def _real(self, record: str, number: int) -> int:
        return number if number >= 0 else self._ids[record][number]

    def _columns(self, record: str, columns: dict[str, Any]) -> dict[str, Any]:
        found = dict(columns)
        for name, target in _references(table_of(record)).items():
            if isinstance(found.get(name), int) and found[name] < 0:
                found[name] = self._real(target, found[name])
        return found

    def _insert(self, effects: Sequence[Effect]) -> None:
        rows: dict[str, list[dict[str, Any]]] = defaultdict(list)
        for effect in effects:
            number = self._real(effect.record, effect.id)
            rows[effect.record].append({"id": number, **self._columns(effect.record, effect.after)})
            for record, columns in effect.children:
                rows[record].append(self._columns(record, columns))
        for record in ORDER:
            for some in _alike(rows.get(record, ())):
                self._work.session.execute(insert(table_of(record)), some)

    def _change(self, effects: Sequence[Effect]) -> None:
        self._check_versions(effects)
        last: dict[tuple[str, int], dict[str, Any]] = defaultdict(dict)
        for effect in effects:
            number = self._real(effect.record, effect.id)
            last[effect.record, number] |= self._columns(effect.record, effect.after)
        groups: dict[tuple[str, tuple[str, ...]], list[dict[str, Any]]] = defaultdict(list)
        self.contacts |= {number for record, number in last if record == "contact"}
        for (record, number), after in last.items():
            values = {f"new_{name}": value for name, value in after.items()}
            groups[record, tuple(after)].append({"this_id": number, **values})
        connection = self._work.session.connection()
        for (record, names), rows in groups.items():
            table = table_of(record)
            statement = update(table).where(table.c.id == bindparam("this_id"))
            connection.execute(statement.values({name: bindparam(f"new_{name}") for name in names}), rows)

    def _check_versions(self, effects: Sequence[Effect]) -> None:
        # Whoever saved between our reading and our writing has moved the version on; from here on he waits.
        first: dict[str, dict[int, int]] = defaultdict(dict)
        for effect in effects:
            if effect.before and "version" in effect.before and effect.id > 0:
                first[effect.record].setdefault(effect.id, effect.before["version"])
        for record, versions in first.items():
            table, numbers = table_of(record), sorted(versions)
            for start in range(0, len(numbers), IDS_AT_ONCE):
                some = numbers[start : start + IDS_AT_ONCE]
                rows = select(table.c.id, table.c.version).where(table.c.id.in_(some)).with_for_update()
                now = {row.id: row.version for row in self._work.session.execute(rows)}
                if any(now.get(number) != versions[number] for number in some):
                    raise Conflict("", "Somebody changed the same records meanwhile; nothing was brought in.")

    def _give_roles(self, effects: Sequence[Effect]) -> None:
        table = table_of(ROLES)
        rows = []
        for effect in effects:
            here = self._columns(ROLES, {name: effect.after[name] for name in ("vendor_id", "contact_id")})
            if effect.before and effect.before["roles"]:
                self._work.session.execute(
                    delete(table).where(and_(*(table.c[name] == value for name, value in here.items())))
                )
            rows += [{**here, "role": role} for role in effect.after["roles"]]
            self.vendors.add(here["vendor_id"])
        if rows:
            self._work.session.execute(insert(table), rows)

    def _trace(self, effects: Sequence[Effect]) -> None:
        if self._import_id is None or not effects:
            return
        rows = []
        for effect in effects:
            record = "contact" if effect.record == ROLES else effect.record
            number = self._real(record, effect.id)
            before = None if effect.before is None else kept(self._columns(effect.record, effect.before))
            after = kept(self._columns(effect.record, effect.after))
            rows.append(
                {
                    "import_id": self._import_id,
                    "record": effect.record,
                    "record_id": number,
                    "before": before,
                    "after": after,
                }
            )
        self._work.session.execute(insert(ImportTrace), rows)

    def _tell(self, told: Sequence[Told]) -> None:
        record_many(self._work, [self._really(one) for one in told])

    def _really(self, told: Told) -> Told:
        subjects = tuple((kind, self._real(kind, number)) for kind, number in told.subjects)
        sentence = f"{told.sentence[:LONGEST_SENTENCE]} (from {self._file})"
        return Told(told.action, sentence, subjects, told.details)


def _references(table: Table) -> dict[str, str]:
    return {column.name: key.column.table.name for column in table.columns for key in column.foreign_keys}


def _alike(rows: Iterable[dict[str, Any]]) -> list[list[dict[str, Any]]]:
    # Rows of one statement name the same columns.
    groups: dict[tuple[str, ...], list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        groups[tuple(sorted(row))].append(row)
    return list(groups.values())
