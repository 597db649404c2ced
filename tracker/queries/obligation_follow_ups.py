"""Accepted exceptions that are to be looked at again around a day."""

from collections.abc import Collection, Iterator, Sequence
from typing import Any

from sqlalchemy import Select, and_, select
from sqlalchemy.orm import Session

from tracker.domain.reminder_policy import ObligationKind
from tracker.models.attestation import Attestation, AttestationContract
from tracker.models.contract import Contract
from tracker.models.requirement import Clause
from tracker.models.review import FollowUp
from tracker.queries.obligation_days import AT_ONCE, Found, Window

SUBJECT = "follow-up"


def follow_ups(session: Session, window: Window, ids: Collection[int] | None = None) -> Iterator[Found]:
    """Give the follow-ups that are not done, of attestations not revoked, due on a day inside the window.

    Those about archived contracts only are left out, and all but those of `ids` when they are given.
    """
    statement = (
        waiting(FollowUp.id, FollowUp.attestation_id, FollowUp.due_on, Clause.code)
        .join(Clause, Clause.id == FollowUp.clause_id)
        .where(FollowUp.due_on.between(window.first_on, window.last_on))
        .order_by(FollowUp.id)
    )
    if ids is not None:
        statement = statement.where(FollowUp.id.in_(sorted(ids)))
    rows = session.execute(statement).all()
    contracts = contracts_of(session, [row.attestation_id for row in rows])
    for row in rows:
        if row.attestation_id in contracts:
            yield Found(
                ObligationKind.FOLLOW_UP,
                SUBJECT,
                row.id,
                row.due_on,
                contracts[row.attestation_id],
                attestation_id=row.attestation_id,
                clause=row.code,
            )


def waiting(*columns: Any) -> Select[Any]:  # noqa: ANN401  # columns of several tables
    """Select columns of the follow-ups that wait: not done, and their attestation not revoked."""
    return (
        select(*columns)
        .select_from(FollowUp)
        .join(Attestation, and_(Attestation.id == FollowUp.attestation_id, Attestation.revoked_at.is_(None)))
        .where(FollowUp.done_at.is_(None))
    )


def contracts_of(session: Session, attestation_ids: Sequence[int]) -> dict[int, tuple[int, ...]]:
    """Return the contracts in use that these attestations cover, in order, by attestation."""
    found: dict[int, tuple[int, ...]] = {}
    for start in range(0, len(attestation_ids), AT_ONCE):
        statement = (
            select(AttestationContract.attestation_id, AttestationContract.contract_id)
            .join(Contract, and_(Contract.id == AttestationContract.contract_id, Contract.archived_at.is_(None)))
            .where(AttestationContract.attestation_id.in_(attestation_ids[start : start + AT_ONCE]))
            .order_by(AttestationContract.contract_id)
        )
        for attestation_id, contract_id in session.execute(statement):
            found[attestation_id] = (*found.get(attestation_id, ()), contract_id)
    return found
