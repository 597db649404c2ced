"""Proves that the derived index equals the timeline, and builds it again."""

from dataclasses import dataclass

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from tracker.models.contract import Contract
from tracker.models.standing import StandingSpan
from tracker.queries import obligations
from tracker.queries.policy import policy
from tracker.services import obligation_index, obligation_rows, standings, tallies
from tracker.services.standings_rows import batches
from tracker.services.work import Work

__all__ = ["Difference", "batches", "check", "check_tallies", "finish_rebuild", "rebuild"]


@dataclass(frozen=True, slots=True)
class Difference:
    """A contract (or the tallies, contract_id None) whose stored index is not what the timeline gives."""

    contract_id: int | None
    sentence: str


def check(session: Session, contract_ids: list[int]) -> list[Difference]:
    """Compare the stored spans of these contracts with the timeline; return one difference per contract."""
    expected = _by_contract(standings.computed(session, contract_ids, policy(session)))
    found = _by_contract(standings.stored(session, contract_ids))
    return [
        Difference(number, _sentence(number, expected.get(number, []), found.get(number, [])))
        for number in contract_ids
        if expected.get(number, []) != found.get(number, [])
    ]


def check_tallies(session: Session) -> list[Difference]:
    """Compare the stored tallies with those that the spans add up to; return at most one difference."""
    wrong = {key for key, _ in tallies.from_spans(session).items() ^ tallies.kept(session).items()}
    if not wrong:
        return []
    grain, day, department_id, standing = min(wrong)
    where = f"the {grain} of {day.isoformat()}, department {department_id}, {standing}"
    return [Difference(None, f"{len(wrong)} tallies differ from the spans, the first at {where}")]


def rebuild(work: Work, contract_ids: list[int]) -> None:
    """Write the spans of these contracts again; the caller commits each batch and rebuilds the tallies last."""
    rows = standings.computed(work.session, contract_ids, policy(work.session))
    standings.replace(work.session, contract_ids, rows)
    reached = obligation_rows.reach(obligations.steps(work.session), work.today)
    obligation_index.replace_contracts(work, contract_ids, rows, reached)


def finish_rebuild(work: Work) -> None:
    """Drop spans of contracts that are gone or archived and add the tallies up again."""
    alive = select(Contract.id).where(Contract.archived_at.is_(None))
    work.session.execute(delete(StandingSpan).where(StandingSpan.contract_id.not_in(alive)))
    tallies.rebuild(work.session)


def _by_contract(rows: list[standings.Row]) -> dict[int, list[standings.Row]]:
    found: dict[int, list[standings.Row]] = {}
    for row in rows:
        found.setdefault(row["contract_id"], []).append(row)
    return found


def _sentence(number: int, expected: list[standings.Row], found: list[standings.Row]) -> str:
    pairs = zip(expected, found, strict=False)
    first = next((want for want, have in pairs if want != have), None) or (expected or found)[-1]
    return (
        f"contract {number}: the timeline gives {len(expected)} spans, {len(found)} are stored; "
        f"they differ from {first['from_on'].isoformat()} on"
    )
