"""The rows of an attestation's answers: compared, put, copied."""

from collections.abc import Mapping
from datetime import date
from typing import Protocol

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from tracker.domain.catalogue_words import Answer
from tracker.models.attestation import Attestation, AttestationContract, ClauseAnswer


class Wanted(Protocol):
    """An answer as it shall stand."""

    @property
    def answer(self) -> Answer:
        """The answer itself."""

    @property
    def said(self) -> str:
        """The exception, or the reason why the clause does not apply."""

    @property
    def target_on(self) -> date | None:
        """The day by which an exception ends."""

    @property
    def control(self) -> str:
        """What protects people until then."""


def held(session: Session, attestation_id: int) -> dict[int, ClauseAnswer]:
    """Return the answers of an attestation by clause."""
    rows = session.scalars(select(ClauseAnswer).where(ClauseAnswer.attestation_id == attestation_id))
    return {row.clause_id: row for row in rows}


def differ(session: Session, attestation_id: int, wanted: Mapping[int, Wanted]) -> bool:
    """Whether the wanted answers are not what stands already."""
    rows = held(session, attestation_id)
    return rows.keys() != wanted.keys() or any(_content(rows[i]) != _wanted(new) for i, new in wanted.items())


def put(session: Session, attestation_id: int, wanted: Mapping[int, Wanted]) -> None:
    """Put these answers in the place of all that stand, and flush."""
    rows = held(session, attestation_id)
    keep_only(session, attestation_id, set(wanted))
    for clause_id, new in wanted.items():
        row = rows.get(clause_id)
        if row is None:
            row = ClauseAnswer(attestation_id=attestation_id, clause_id=clause_id)
            session.add(row)
        row.answer, row.text, row.target_on, row.control = _wanted(new)
    session.flush()


def keep_only(session: Session, attestation_id: int, clause_ids: set[int]) -> None:
    """Drop the answers to all other clauses, and flush."""
    session.execute(
        delete(ClauseAnswer).where(
            ClauseAnswer.attestation_id == attestation_id, ClauseAnswer.clause_id.not_in(sorted(clause_ids))
        )
    )
    session.flush()


def copy(session: Session, source: Attestation, target: Attestation) -> None:
    """Begin the next round with the answers and the signer of the last."""
    target.signer_name, target.signer_title = source.signer_name, source.signer_title
    target.signer_authority = source.signer_authority
    session.add_all(
        ClauseAnswer(
            attestation_id=target.id,
            clause_id=row.clause_id,
            answer=row.answer,
            text=row.text,
            target_on=row.target_on,
            control=row.control,
        )
        for row in held(session, source.id).values()
    )


def contract_ids(session: Session, attestation_id: int) -> list[int]:
    """Return the contracts that an attestation answers for, in order."""
    statement = select(AttestationContract.contract_id).where(AttestationContract.attestation_id == attestation_id)
    return sorted(session.scalars(statement))


def _content(row: ClauseAnswer) -> tuple[Answer, str, date | None, str]:
    return row.answer, row.text, row.target_on, row.control


def _wanted(new: Wanted) -> tuple[Answer, str, date | None, str]:
    # What was typed under another answer does not travel with plain agreement.
    if new.answer is Answer.AGREE:
        return new.answer, "", None, ""
    exception = new.answer is Answer.AGREE_WITH_EXCEPTION
    return new.answer, new.said.strip(), new.target_on if exception else None, new.control.strip() if exception else ""
