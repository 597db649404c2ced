"""What attestations agreed to, by codes: the elements of each contract and the clauses that were answered."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.models.attestation import AttestationElement, ClauseAnswer
from tracker.models.catalogue import DataElement
from tracker.models.requirement import Clause


def elements_agreed(session: Session, contract_ids: Sequence[int]) -> Mapping[tuple[int, int], list[str]]:
    """Return the codes of elements by (attestation id, contract id), for the contracts that are named."""
    named = select(AttestationElement.attestation_id, AttestationElement.contract_id, DataElement.code).join(
        DataElement, DataElement.id == AttestationElement.element_id
    )
    found: dict[tuple[int, int], list[str]] = defaultdict(list)
    for row in session.execute(named.where(AttestationElement.contract_id.in_(contract_ids))):
        found[row.attestation_id, row.contract_id].append(row.code)
    return found


def clauses_answered(session: Session, attestation_ids: Iterable[int]) -> Mapping[int, list[str]]:
    """Return the codes of answered clauses by attestation id."""
    answers = select(ClauseAnswer.attestation_id, Clause.code).join(Clause, Clause.id == ClauseAnswer.clause_id)
    found: dict[int, list[str]] = defaultdict(list)
    for row in session.execute(answers.where(ClauseAnswer.attestation_id.in_(sorted(attestation_ids)))):
        found[row.attestation_id].append(row.code)
    return found
