"""A contract's whole timeline, with the names that its sentences need."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.domain.facts import Facts
from tracker.domain.reasons import reasons_from_json
from tracker.domain.spans import Span
from tracker.models.attestation import Attestation
from tracker.models.request import Request, RequestContract
from tracker.models.standing import StandingSpan
from tracker.queries.element_names import inside_sentences
from tracker.queries.facts import facts_of


@dataclass(frozen=True, slots=True)
class ContractTimeline:
    """Spans (half-open city days, covering all of them), the facts behind them, and names by code."""

    spans: tuple[Span, ...]
    facts: Facts
    elements: dict[str, str]
    signers: dict[int, str]


def contract_timeline(session: Session, contract_id: int) -> ContractTimeline:
    """Return the stored spans with the facts held true now; an archived contract has no spans."""
    found = facts_of(session, [contract_id])
    facts = found[0].facts if found else Facts()
    codes = {line.element for line in facts.lines} | {code for item in facts.attestations for code in item.elements}
    signed = [item.attestation_id for item in facts.attestations]
    signers = select(Attestation.id, Attestation.signer_name).where(Attestation.id.in_(signed))
    return ContractTimeline(
        spans=spans(session, contract_id),
        facts=facts,
        elements=inside_sentences(session, codes),
        signers=dict(session.execute(signers).all()),
    )


def spans(session: Session, contract_id: int) -> tuple[Span, ...]:
    """Return the stored spans of a contract in order."""
    statement = select(StandingSpan).where(StandingSpan.contract_id == contract_id).order_by(StandingSpan.from_on)
    return tuple(
        Span(
            from_on=row.from_on,
            until_on=row.until_on,
            standing=row.standing,
            stage=row.stage,
            tier=row.tier,
            elements=row.elements,
            sensitive=row.sensitive,
            version=row.version,
            attestation_id=row.attestation_id,
            expires_on=row.expires_on,
            waived_through_on=row.waived_through_on,
            reasons=reasons_from_json(row.reasons),
        )
        for row in session.scalars(statement)
    )


def due_on(session: Session, contract_id: int) -> date | None:
    """Return the day by which the open request about a contract is to be answered, or None."""
    statement = (
        select(Request.due_on)
        .join(RequestContract, RequestContract.request_id == Request.id)
        .where(RequestContract.contract_id == contract_id, Request.closed_at.is_(None))
        .order_by(Request.id.desc())
        .limit(1)
    )
    return session.scalar(statement)
