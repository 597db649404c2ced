"""Undoing an import: what it changed is put back, what it made goes, when nothing was built on it since."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice
from typing import Any, Final

from sqlalchemy import bindparam, delete, insert, select, update

from tracker.domain.import_words import ImportKind
from tracker.models.contract import Contract
from tracker.models.list_import import ListImport, NameDecision
from tracker.models.obligation import ObligationRow
from tracker.models.reminder_hold import HeldContract, ReminderHold
from tracker.services import events, obligation_index, standings, tallies
from tracker.services.list_imports.directory import portions
from tracker.services.list_imports.kept_values import restored, table_of
from tracker.services.list_imports.many_events import record_many
from tracker.services.list_imports.obstacles import NAMES, OWNED, obstacles
from tracker.services.list_imports.row_plan import Told
from tracker.services.list_imports.traces import ROLES, Traces
from tracker.services.list_imports.writing import ORDER
from tracker.services.rules import RuleBroken
from tracker.services.work import Work

MOST_TOLD: Final = 5
CONTRACT_FACTS: Final = ("contract_term", "declaration", "data_line")


def undo(work: Work, run: ListImport) -> None:
    """Put back and remove what an import did, and flush; raises RuleBroken with what stands in the way."""
    traces = Traces.of(work.session, run.id)
    found = list(islice(obstacles(work.session, traces), MOST_TOLD + 1))
    if found:
        more = " There is more." if len(found) > MOST_TOLD else ""
        raise RuleBroken("", f"This import cannot be undone. {' '.join(found[:MOST_TOLD])}{more}")
    facts = _contracts_of(work, traces)
    told = _told(work, traces, run.file_name)
    gone = sorted(traces.of_table("contract", made=True))
    _forget_contracts(work, gone)
    _end_holds(work, traces)
    _restore_roles(work, traces)
    for record in reversed(ORDER):
        _restore(work, traces, record)
        _remove(work, traces, record)
    standings.refresh(work, facts - set(gone))
    _touch_people(work, traces)
    record_many(work, told)
    details: dict[str, Any] = {"file": run.file_name, "sha256": run.digest, "kind": str(ImportKind(run.kind))}
    work.session.flush()
    work.session.expire_all()
    events.record(work, "import:undone", f"undid the import of {run.file_name}", ("import", run.id), details=details)


def _contracts_of(work: Work, traces: Traces) -> set[int]:
    found = set(traces.records["contract"])
    for record in CONTRACT_FACTS:
        found |= {left.after["contract_id"] for left in traces.records[record].values() if "contract_id" in left.after}
    covered = table_of("attestation_contract")
    for some in portions(traces.of_table("attestation", made=True)):
        rows = select(covered.c.contract_id).where(covered.c.attestation_id.in_(some))
        found |= set(work.session.scalars(rows))
    return found


def _told(work: Work, traces: Traces, file: str) -> list[Told]:
    told = []
    for record in ("vendor", "contact", "contract"):
        names: dict[int, str] = {}
        table = table_of(record)
        for some in portions(traces.records[record]):
            rows = work.session.execute(select(table.c.id, table.c[NAMES[record]]).where(table.c.id.in_(some)))
            names |= {row[0]: row[1] for row in rows}
        for number, left in traces.records[record].items():
            deed = "removed" if left.made else "put back"
            sentence = f"{deed} {record} {names[number]}: the import of {file} was undone"
            told.append(Told(f"{record}:import undone", sentence, ((record, number),)))
    return told


def _forget_contracts(work: Work, contract_ids: Iterable[int]) -> None:
    # What is derived of a contract goes before it; it was never reminded of, so nothing is to be explained.
    session = work.session
    for some in portions(contract_ids):
        before = standings.stored(session, some)
        standings.replace(session, some, [])
        tallies.apply(session, tallies.difference(before, []))
        for model in (ObligationRow, HeldContract):
            gone = delete(model).where(model.contract_id.in_(some))
            session.execute(gone.execution_options(synchronize_session=False))


def _end_holds(work: Work, traces: Traces) -> None:
    for hold in traces.records.pop("reminder_hold", {}):
        held = list(work.session.scalars(select(HeldContract.contract_id).where(HeldContract.hold_id == hold)))
        for model, column in ((HeldContract, HeldContract.hold_id), (ReminderHold, ReminderHold.id)):
            gone = delete(model).where(column == hold)
            work.session.execute(gone.execution_options(synchronize_session=False))
        obligation_index.touch_contracts(work, held)


def _restore(work: Work, traces: Traces, record: str) -> None:
    groups: dict[tuple[str, ...], list[dict[str, Any]]] = {}
    for number, left in traces.of_table(record, made=False).items():
        columns = restored(record, left.before or {})
        if "version" in columns:
            columns["version"] = left.after["version"] + 1
        values = {f"old_{name}": value for name, value in columns.items()}
        groups.setdefault(tuple(columns), []).append({"this_id": number, **values})
    table = table_of(record)
    for names, rows in groups.items():
        statement = update(table).where(table.c.id == bindparam("this_id"))
        work.session.connection().execute(statement.values({name: bindparam(f"old_{name}") for name in names}), rows)


def _remove(work: Work, traces: Traces, record: str) -> None:
    table, numbers = table_of(record), traces.of_table(record, made=True)
    for some in portions(numbers):
        if record == "attestation":
            for owned in OWNED:
                rows = table_of(owned)
                work.session.execute(delete(rows).where(rows.c.attestation_id.in_(some)))
        if record == "vendor":
            decided = delete(NameDecision).where(NameDecision.vendor_id.in_(some))
            work.session.execute(decided.execution_options(synchronize_session=False))
        work.session.execute(delete(table).where(table.c.id.in_(some)))


def _restore_roles(work: Work, traces: Traces) -> None:
    table = table_of(ROLES)
    for (contact_id, vendor_id), left in traces.roles.items():
        here = {"contact_id": contact_id, "vendor_id": vendor_id}
        work.session.execute(delete(table).where(*(table.c[name] == value for name, value in here.items())))
        rows = [{**here, "role": role} for role in (left.before or {}).get("roles", ())]
        if rows:
            work.session.execute(insert(table), rows)


def _touch_people(work: Work, traces: Traces) -> None:
    vendors = {vendor for _contact, vendor in traces.roles}
    for some in portions(vendors):
        here = select(Contract.id).where(Contract.vendor_id.in_(some))
        obligation_index.touch_contracts(work, work.session.scalars(here))
