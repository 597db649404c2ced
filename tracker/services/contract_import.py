"""Importing a list of contracts: all of it in the caller's transaction, and no letter leaves because of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.imports.contract_list import ContractRow, Listing
from tracker.models.contract import Contract, ContractTerm
from tracker.queries.policy import newest
from tracker.services import events, reminder_holds, standings
from tracker.services.contract_import_events import Deed, record_all
from tracker.services.contract_import_head import Head, lead_of, plan_head
from tracker.services.contract_import_places import Places
from tracker.services.contract_import_report import Fate, Report, RowOutcome
from tracker.services.contract_import_terms import Pairing, pair
from tracker.services.work import Work

AT_ONCE = 500
Progress = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Source:
    """The file an import comes from: its name, the SHA-256 of its bytes, and the preset it is read with."""

    name: str
    digest: str
    preset: str


@dataclass(slots=True)
class _Planned:
    """One contract of the list: what is known of it and what its rows will do."""

    head: Head
    pairings: list[Pairing]
    contract: Contract | None


def import_contracts(work: Work, listing: Listing, source: Source, progress: Progress = lambda _rows: None) -> Report:
    """Record vendors, departments, contracts and terms of a list; return what became of each row.

    Rows that cannot be used are refused and reported, the others are applied; the caller commits, or rolls back
    for a dry run, whose report is the same. `progress` is called with the number of rows done since. When
    something changed, one event names the file and its digest, and one each contract. Reminders about the new
    contracts are held until a person starts them.
    """
    places = Places.of(work)
    groups = _by_contract(listing.rows)
    known = _known(work.session, list(groups))
    terms = _terms(work.session, [contract.id for contract in known.values()])
    planned: list[_Planned] = []
    outcomes = [RowOutcome(error.number, "", Fate.REFUSED, error.described) for error in listing.errors]
    for number, rows in groups.items():
        contract = known.get(number)
        pairings = pair(terms.get(contract.id, []) if contract else [], rows)
        lead = lead_of(pairings, terms.get(contract.id, []) if contract else [])
        head = plan_head(places, contract, rows, lead)
        if head.refusal:
            outcomes += [RowOutcome(row.number, number, Fate.REFUSED, head.refusal) for row in rows]
        else:
            planned.append(_Planned(head, pairings, contract))
        progress(len(rows))
    places.write_down()
    deeds = _apply(work, planned)
    outcomes += [outcome for deed in deeds for outcome in deed.outcomes]
    report = Report(
        source.name, source.digest, source.preset, tuple(sorted(outcomes, key=lambda outcome: outcome.number))
    )
    held = _finish(work, report, deeds)
    return replace(report, held_contracts=held)


def _by_contract(rows: tuple[ContractRow, ...]) -> dict[str, list[ContractRow]]:
    groups: dict[str, list[ContractRow]] = {}
    for row in rows:
        groups.setdefault(row.contract_number, []).append(row)
    return groups


def _known(session: Session, numbers: list[str]) -> dict[str, Contract]:
    found: dict[str, Contract] = {}
    for start in range(0, len(numbers), AT_ONCE):
        chosen = select(Contract).where(Contract.number.in_(numbers[start : start + AT_ONCE]))
        found |= {contract.number: contract for contract in session.scalars(chosen)}
    return found


def _terms(session: Session, contract_ids: list[int]) -> dict[int, list[ContractTerm]]:
    found: dict[int, list[ContractTerm]] = {}
    for start in range(0, len(contract_ids), AT_ONCE):
        chosen = (
            select(ContractTerm)
            .where(ContractTerm.contract_id.in_(contract_ids[start : start + AT_ONCE]))
            .where(ContractTerm.replaced_at.is_(None))
            .order_by(ContractTerm.id)
        )
        for term in session.scalars(chosen):
            found.setdefault(term.contract_id, []).append(term)
    return found


def _apply(work: Work, planned: list[_Planned]) -> list[Deed]:
    rules = newest(work.session)
    contracts = [
        plan.head.write(work, plan.contract, breach_notice_hours=rules.breach_notice_hours) for plan in planned
    ]
    work.session.flush()
    for plan, contract in zip(planned, contracts, strict=True):
        _write_terms(work, contract, plan.pairings, rules.disposal_days)
    work.session.flush()
    return [
        Deed.of(contract, plan.head, plan.pairings, created=plan.contract is None)
        for plan, contract in zip(planned, contracts, strict=True)
    ]


def _write_terms(work: Work, contract: Contract, pairings: list[Pairing], disposal_days: int) -> None:
    for pairing in pairings:
        if pairing.same:
            continue
        if pairing.term is not None:
            pairing.term.replaced_at = work.now
        work.session.add(
            ContractTerm(
                contract_id=contract.id,
                item_number=pairing.row.item_number or (pairing.term.item_number if pairing.term else ""),
                starts_on=pairing.starts_on,
                through_on=pairing.through_on,
                disposal_days=pairing.term.disposal_days if pairing.term else disposal_days,
                recorded_at=work.now,
            )
        )


def _finish(work: Work, report: Report, deeds: list[Deed]) -> int:
    """Record what was done, and hold the reminders about new contracts; return how many these are."""
    done = [deed for deed in deeds if deed.sentence]
    if not done:
        return 0
    events.record(
        work,
        "import:applied",
        f"imported {report.file}: {report.summary}",
        details={
            "file": report.file,
            "sha256": report.digest,
            "preset": report.preset,
            **{str(fate): number for fate, number in report.counts.items()},
        },
    )
    record_all(work, done, report.file)
    standings.refresh(work, [deed.contract.id for deed in done])
    created = [deed.contract.id for deed in done if deed.created]
    reminder_holds.place(work, created, f"imported {report.file}")
    return len(created)
