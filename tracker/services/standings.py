"""Keeps the derived index of standings equal to the timeline, in the transaction of the fact that changed."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import delete, insert
from sqlalchemy.orm import Session

from tracker.domain.policy import Policy
from tracker.domain.reasons import reasons_to_json
from tracker.domain.timeline import timeline
from tracker.models.standing import StandingSpan
from tracker.queries import obligations
from tracker.queries.facts import ContractFacts, facts_of
from tracker.queries.policy import policy
from tracker.services import obligation_index, obligation_rows, reminder_endings, tallies
from tracker.services.standings_rows import BATCH, batches, stored
from tracker.services.work import Work

__all__ = ["BATCH", "Row", "batches", "computed", "refresh", "replace", "rows_of", "stored"]

Row = dict[str, Any]


def refresh(work: Work, contract_ids: Iterable[int]) -> None:
    """Rewrite the spans, tallies and index rows of these contracts from their facts, and flush.

    What was reached of an obligation that ends so, and was not settled yet, is noted with the reason.

    Call it in every deed that changes a fact of the timeline (DESIGN section 3), its department or vendor, or
    archives it; an archived contract loses its spans.
    """
    session = work.session
    session.flush()
    rules = policy(session)
    reached = obligation_rows.reach(obligations.steps(session), work.today)
    wanted = sorted(set(contract_ids))
    net: Counter[tallies.Key] = Counter()
    for start in range(0, len(wanted), BATCH):
        batch = wanted[start : start + BATCH]
        before = stored(session, batch)
        after = computed(session, batch, rules)
        near = reminder_endings.before(work, batch)
        replace(session, batch, after)
        net.update(tallies.difference(before, after))
        obligation_index.replace_contracts(work, batch, after, reached)
        reminder_endings.explain(work, near)
    tallies.apply(session, net)


def computed(session: Session, contract_ids: Sequence[int], rules: Policy) -> list[Row]:
    """Return the rows that the timeline gives for these contracts, ordered by contract and day."""
    return [row for found in facts_of(session, contract_ids) for row in rows_of(found, rules)]


def rows_of(found: ContractFacts, rules: Policy) -> list[Row]:
    """Return the span rows of one contract."""
    outline = {"starts_on": found.starts_on, "through_on": found.through_on}
    return [
        {
            "contract_id": found.contract_id,
            "department_id": found.department_id,
            "vendor_id": found.vendor_id,
            **outline,
            **span._asdict(),
            "reasons": reasons_to_json(span.reasons),
        }
        for span in timeline(found.facts, rules)
    ]


def replace(session: Session, contract_ids: Sequence[int], rows: Sequence[Row]) -> None:
    """Put these rows in the place of all stored rows of these contracts."""
    session.execute(delete(StandingSpan).where(StandingSpan.contract_id.in_(contract_ids)))
    if rows:
        session.execute(insert(StandingSpan.__table__), list(rows))  # type: ignore[arg-type]  # a Table
