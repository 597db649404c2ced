"""What stands in the way of undoing an import: what was changed since, and what refers to what it made."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from sqlalchemy import Column, select
from sqlalchemy.orm import Session

from tracker.database import Base
from tracker.models.contact import VendorContact
from tracker.services.list_imports.directory import portions
from tracker.services.list_imports.kept_values import kept, table_of
from tracker.services.list_imports.traces import ROLES, Left, Traces

DERIVED: Final = frozenset({"standing_span", "obligation", "held_contract", "reminder_hold", "name_decision", ROLES})
"""Tables that follow their contract or vendor, and go with it."""
OWNED: Final = frozenset({"attestation_contract", "attestation_element", "clause_answer", "review"})
"""Tables whose rows belong to an attestation; those of one that the import made go with it."""
NAMES: Final = {
    "contract": "number",
    "vendor": "name",
    "contact": "email",
    "department": "name",
    "request": "number",
}
WORDS: Final = {
    "contract_term": "term",
    "vendor_alias": "other name of a vendor",
    "data_line": "line of a data schedule",
    "declaration": "declaration",
    "request_contract": "request for an attestation",
    "letter_contract": "letter",
    "person_department": "person",
    "task": "task",
}


def obstacles(session: Session, traces: Traces) -> Iterator[str]:
    """Give in sentences everything that stands in the way, what was changed first."""
    yield from _changed(session, traces)
    yield from _roles_changed(session, traces)
    yield from _referring(session, traces)


def _changed(session: Session, traces: Traces) -> Iterator[str]:
    for record, lefts in traces.records.items():
        if record in DERIVED:
            continue
        table = table_of(record)
        for some in portions(lefts):
            rows = session.execute(select(table).where(table.c.id.in_(some))).mappings()
            now = {row["id"]: row for row in rows}
            for number in some:
                said = _difference(record, lefts[number], now.get(number))
                if said:
                    yield said


def _difference(record: str, left: Left, now: Mapping[Any, Any] | None) -> str:
    if now is None:
        return f"A {_word(record)} that the import {'made' if left.made else 'changed'} is not there any more."
    # A version that moved on tells of any change; without one each value is compared.
    compared = ["version"] if "version" in left.after else list(left.after)
    there = kept({name: now[name] for name in compared})
    if there == {name: left.after[name] for name in compared}:
        return ""
    name = f" {now[NAMES[record]]}" if record in NAMES else ""
    return f"The {_word(record)}{name} was changed since."


def _roles_changed(session: Session, traces: Traces) -> Iterator[str]:
    for some in portions({contact for contact, _vendor in traces.roles}):
        rows = session.execute(
            select(VendorContact.contact_id, VendorContact.vendor_id, VendorContact.role).where(
                VendorContact.contact_id.in_(some)
            )
        )
        held: dict[tuple[int, int], list[str]] = {}
        for row in rows:
            held.setdefault((row.contact_id, row.vendor_id), []).append(row.role)
        for place, left in traces.roles.items():
            if place[0] in some and sorted(held.get(place, [])) != left.after["roles"]:
                yield "The roles of a contact were changed since."


def _referring(session: Session, traces: Traces) -> Iterator[str]:
    for record in list(traces.records):
        made = traces.of_table(record, made=True)
        if not made:
            continue
        for table in Base.metadata.sorted_tables:
            if table.name in DERIVED or (table.name in OWNED and record == "attestation"):
                continue
            for column in table.columns:
                if any(key.column.table.name == record for key in column.foreign_keys):
                    for number in _referred(session, traces, column, made):
                        name = _named(session, record, number)
                        yield f"A {_word(table.name)} refers to the {_word(record)} {name}, which the import made."


def _referred(session: Session, traces: Traces, column: Column[int], made: Iterable[int]) -> Iterator[int]:
    table = column.table
    # What the import made goes; what it turned towards its own is turned back.
    own = {
        number for number, left in traces.records[table.name].items() if column.name in (left.before or (column.name,))
    }
    for some in portions(made):
        keys = [table.c.id] if "id" in table.c else [column]
        for row in session.execute(select(column, *keys).where(column.in_(some))):
            if row[1] not in own and not _of_own_attestation(session, traces, column, row[0]):
                yield row[0]


def _of_own_attestation(session: Session, traces: Traces, column: Column[int], contract_id: int) -> bool:
    table = column.table
    if column.name != "contract_id" or "attestation_id" not in table.c:
        return False
    rows = session.scalars(select(table.c.attestation_id).where(column == contract_id))
    return set(rows) <= traces.of_table("attestation", made=True).keys()


def _named(session: Session, record: str, number: int) -> str:
    table = table_of(record)
    if record not in NAMES:
        return str(number)
    return str(session.scalar(select(table.c[NAMES[record]]).where(table.c.id == number)))


def _word(record: str) -> str:
    return WORDS.get(record, record.replace("_", " "))
