"""What a vendor answered the last time that the city accepted an attestation of it."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.domain.catalogue_words import Answer
from tracker.models.attestation import Attestation, ClauseAnswer
from tracker.models.request import Request
from tracker.models.requirement import Clause
from tracker.queries.addendum import ADDENDUM


@dataclass(frozen=True, slots=True)
class PastAnswer:
    """An answer given before; `said` is the exception or the reason why the clause does not apply."""

    answer: Answer
    said: str
    target_on: date | None
    control: str


def past_answers(session: Session, vendor_id: int) -> dict[tuple[str, str], PastAnswer]:
    """Return the answers of the vendor's newest accepted attestation by the code and the text of their clause.

    What addenda to it added or asked again counts with it.
    """
    statement = (
        select(
            Clause.code,
            Clause.text,
            ClauseAnswer.answer,
            ClauseAnswer.text,
            ClauseAnswer.target_on,
            ClauseAnswer.control,
        )
        .join(Clause, Clause.id == ClauseAnswer.clause_id)
        .join(Attestation, Attestation.id == ClauseAnswer.attestation_id)
        .where(Attestation.id.in_(_newest(session, vendor_id)))
        .order_by(Attestation.effective_on, Attestation.id)
    )
    return {(row[0], row[1]): PastAnswer(row[2], row[3], row[4], row[5]) for row in session.execute(statement)}


def _newest(session: Session, vendor_id: int) -> list[int]:
    """The newest accepted attestation, with the addenda that came after it."""
    accepted = (
        select(Attestation.id, Request.kind)
        .outerjoin(Request, Request.id == Attestation.request_id)
        .where(
            Attestation.vendor_id == vendor_id,
            Attestation.effective_on.is_not(None),
            Attestation.revoked_at.is_(None),
        )
        .order_by(Attestation.effective_on.desc(), Attestation.id.desc())
    )
    found: list[int] = []
    for row in session.execute(accepted):
        found.append(row.id)
        if row.kind != ADDENDUM:
            break
    return found
