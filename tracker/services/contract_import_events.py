"""The events of an import, one per contract, written together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import insert

from tracker.models.contract import Contract
from tracker.models.event import Event, EventSubject
from tracker.services import event_seals
from tracker.services.contract_import_head import Head
from tracker.services.contract_import_report import Fate, RowOutcome
from tracker.services.contract_import_terms import Pairing
from tracker.services.work import Work


@dataclass(frozen=True, slots=True)
class Deed:
    """What an import did to one contract; `sentence` is empty when nothing."""

    contract: Contract
    vendor_ids: frozenset[int]
    action: str
    sentence: str
    outcomes: tuple[RowOutcome, ...]
    changes: dict[str, list[Any]]
    created: bool = False

    @classmethod
    def of(cls, contract: Contract, head: Head, pairings: Sequence[Pairing], *, created: bool) -> Deed:
        """Tell the deed and the outcome of each row from what was planned and written."""
        moved = frozenset(head.changes.get("vendor_id", ()))
        outcomes = tuple(_outcome(pairing, head, created=created) for pairing in pairings)
        return cls(
            contract=contract,
            vendor_ids=moved | {contract.vendor_id},
            action="contract:imported" if created else "contract:changed by import",
            sentence=_sentence(contract, head, outcomes, created=created),
            outcomes=outcomes,
            changes={name: [_plain(before), _plain(after)] for name, (before, after) in head.changes.items()},
            created=created,
        )


def record_all(work: Work, deeds: Sequence[Deed], file: str) -> None:
    """Write one event per deed, and flush: events.record for many at once."""
    rows = [
        Event(
            at=work.now,
            actor_kind=work.actor.kind,
            actor_id=work.actor.id,
            actor_name=work.actor.name,
            action=deed.action,
            sentence=f"{deed.sentence} (from {file})",
            details=deed.changes,
        )
        for deed in deeds
    ]
    work.session.add_all(rows)
    work.session.flush()
    subjects = [
        {"kind": kind, "subject_id": number, "event_id": event.id}
        for event, deed in zip(rows, deeds, strict=True)
        for kind, number in (("contract", deed.contract.id), *(("vendor", vendor) for vendor in deed.vendor_ids))
    ]
    work.session.execute(insert(EventSubject), subjects)
    event_seals.expect(work.session, [event.id for event in rows])


def _outcome(pairing: Pairing, head: Head, *, created: bool) -> RowOutcome:
    row = pairing.row
    if created:
        return RowOutcome(row.number, row.contract_number, Fate.CREATED)
    phrases = [pairing.sentence] if pairing.sentence else []
    if row.number == head.lead.number:
        phrases += head.phrases
    fate = Fate.CHANGED if phrases else Fate.UNCHANGED
    return RowOutcome(row.number, row.contract_number, fate, ", ".join(phrases))


def _sentence(contract: Contract, head: Head, outcomes: Sequence[RowOutcome], *, created: bool) -> str:
    if created:
        return f"imported contract {contract.number} with {head.vendor.name if head.vendor else 'its vendor'}"
    phrases = "; ".join(outcome.sentence for outcome in outcomes if outcome.sentence)
    return f"changed contract {contract.number}: {phrases}" if phrases else ""


def _plain(value: Any) -> Any:  # noqa: ANN401  # values of any column
    return value if isinstance(value, int | str | type(None)) else str(value)
