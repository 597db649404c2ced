"""What a vendor answered the last time that the city accepted an attestation of it."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.domain.catalogue_words import Answer
from tracker.models.attestation import Attestation, ClauseAnswer
from tracker.models.requirement import Clause


@dataclass(frozen=True, slots=True)
class PastAnswer:
    """An answer given before; `said` is the exception or the reason why the clause does not apply."""

    answer: Answer
    said: str
    target_on: date | None
    control: str


def past_answers(session: Session, vendor_id: int) -> dict[str, PastAnswer]:
    """Return the answers of the vendor's newest accepted attestation by the stable code of their clause."""
    newest = (
        select(Attestation.id)
        .where(
            Attestation.vendor_id == vendor_id,
            Attestation.effective_on.is_not(None),
            Attestation.revoked_at.is_(None),
        )
        .order_by(Attestation.effective_on.desc(), Attestation.id.desc())
        .limit(1)
    )
    statement = (
        select(Clause.code, ClauseAnswer.answer, ClauseAnswer.text, ClauseAnswer.target_on, ClauseAnswer.control)
        .join(Clause, Clause.id == ClauseAnswer.clause_id)
        .where(ClauseAnswer.attestation_id == newest.scalar_subquery())
    )
    return {row[0]: PastAnswer(row[1], row[2], row[3], row[4]) for row in session.execute(statement)}
