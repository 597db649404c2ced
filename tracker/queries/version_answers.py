"""What changed for a vendor since it last attested: which of its answers still stand, and which clauses are new."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from tracker.domain.clause_changes import Piece, pieces, same_words
from tracker.models.attestation import Attestation, AttestationContract, ClauseAnswer
from tracker.models.request import Request, RequestContract
from tracker.models.requirement import Clause, RequirementVersion
from tracker.queries.addendum import ADDENDUM
from tracker.queries.past_answers import PastAnswer


@dataclass(frozen=True, slots=True)
class Since:
    """What changed since an older version. Without one (`version` None) nothing is taken over or marked.

    `answers` are those that still stand, `texts` the earlier texts of clauses that read otherwise now, both by code.
    """

    version: int | None = None
    accepted_on: date | None = None
    answers: dict[str, PastAnswer] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)
    known: frozenset[str] = frozenset()

    def pieces(self, code: str, text: str) -> tuple[Piece, ...]:
        """Return the text with what changed in it marked; empty when it reads as it did."""
        return pieces(self.texts[code], text) if code in self.texts else ()

    def is_new(self, code: str) -> bool:
        """Whether the clause was not asked for in the older version."""
        return self.version is not None and code not in self.known


@dataclass(slots=True)
class _Answered:
    texts: set[str] = field(default_factory=set)
    answers: set[PastAnswer] = field(default_factory=set)
    contracts: set[int] = field(default_factory=set)


def since(session: Session, request: Request) -> Since:
    """Return what changed between what the vendor last agreed to and what a request asks for.

    Looks at the newest accepted attestation of each contract asked about; every contract must have one, and all
    must agree to an older version. An answer stands when the text of its clause reads the same now and it was the
    same for every contract; whatever differs is asked anew.
    """
    contracts = set(
        session.scalars(select(RequestContract.contract_id).where(RequestContract.request_id == request.id))
    )
    newest = _newest(session, sorted(contracts))
    number = session.get_one(RequirementVersion, request.version_id).number
    if (
        request.kind == ADDENDUM
        or not contracts
        or newest.keys() != contracts
        or any(row[1] >= number for row in newest.values())
    ):
        return Since()
    told = select(Clause.code, Clause.text).where(Clause.version_id == request.version_id)
    texts = {row[0]: row[1] for row in session.execute(told)}
    answered = _answered(session, {contract_id: row[0] for contract_id, row in newest.items()})
    kept, changed = {}, {}
    for code, found in answered.items():
        other = [text for text in found.texts if not same_words(text, texts.get(code, text))]
        if other:
            changed[code] = other[0]
        elif code in texts and found.contracts == contracts and len(found.answers) == 1:
            kept[code] = next(iter(found.answers))
    last = max(newest.values(), key=lambda row: (row[1], row[2]))
    return Since(last[1], last[2], kept, changed, frozenset(answered))


def _newest(session: Session, contract_ids: Sequence[int]) -> dict[int, tuple[int, int, date]]:
    """Return id, version and effective day of the newest accepted attestation with answers of each contract."""
    statement = (
        select(AttestationContract.contract_id, Attestation.id, RequirementVersion.number, Attestation.effective_on)
        .join(Attestation, Attestation.id == AttestationContract.attestation_id)
        .join(RequirementVersion, RequirementVersion.id == Attestation.version_id)
        .outerjoin(Request, Request.id == Attestation.request_id)
        .where(
            # An addendum answers only what it adds.
            or_(Request.id.is_(None), Request.kind != ADDENDUM),
            AttestationContract.contract_id.in_(contract_ids),
            Attestation.effective_on.is_not(None),
            Attestation.revoked_at.is_(None),
            select(ClauseAnswer.clause_id).where(ClauseAnswer.attestation_id == Attestation.id).exists(),
        )
        .order_by(Attestation.effective_on, Attestation.id)
    )
    return {row[0]: (row[1], row[2], row[3]) for row in session.execute(statement) if row[3] is not None}


def _answered(session: Session, newest: dict[int, int]) -> dict[str, _Answered]:
    statement = (
        select(
            ClauseAnswer.attestation_id,
            Clause.code,
            Clause.text,
            ClauseAnswer.answer,
            ClauseAnswer.text,
            ClauseAnswer.target_on,
            ClauseAnswer.control,
        )
        .join(Clause, Clause.id == ClauseAnswer.clause_id)
        .where(ClauseAnswer.attestation_id.in_(set(newest.values())))
    )
    found: dict[str, _Answered] = {}
    for row in session.execute(statement):
        entry = found.setdefault(row[1], _Answered())
        entry.texts.add(row[2])
        entry.answers.add(PastAnswer(row[3], row[4], row[5], row[6]))
        entry.contracts.update(number for number, attestation in newest.items() if attestation == row[0])
    return found
