"""What a deed would change: how contracts stand before it and after it, without doing it."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.domain.facts import Attested, Facts, Step, StepKind, Waiver
from tracker.domain.policy import Policy
from tracker.domain.standings import Standing
from tracker.domain.timeline import span_on, standing_since, timeline
from tracker.domain.wording import next_action, standing_sentence
from tracker.models.attestation import Attestation, AttestationElement, ClauseAnswer
from tracker.models.catalogue import DataElement
from tracker.models.contract import Contract
from tracker.models.requirement import Clause, RequirementVersion
from tracker.queries.element_names import inside_sentences
from tracker.queries.facts import ContractFacts, facts_of
from tracker.queries.policy import policy

Change = Callable[[ContractFacts], Facts]


@dataclass(frozen=True, slots=True)
class Look:
    """How a contract stands on a day, why, and who must act next."""

    standing: Standing
    sentence: str
    action: str


@dataclass(frozen=True, slots=True)
class Outlook:
    """A contract before and after a deed, both as of the same day."""

    contract_id: int
    number: str
    title: str
    before: Look
    after: Look

    @property
    def changes(self) -> bool:
        """Whether anything that a person reads differs."""
        return self.before != self.after


def outlook(session: Session, contract_ids: Sequence[int], day: date, change: Change) -> list[Outlook]:
    """Return how these contracts stand on a city day now, and how after the change of their facts, by number."""
    rules, found = policy(session), facts_of(session, contract_ids)
    after = {item.contract_id: change(item) for item in found}
    names = inside_sentences(session, _codes(after.values()))
    titles = select(Contract.id, Contract.number, Contract.title).where(Contract.id.in_(sorted(after)))
    facts = {item.contract_id: item.facts for item in found}
    return [
        Outlook(
            row.id,
            row.number,
            row.title,
            _look(facts[row.id], rules, day, names),
            _look(after[row.id], rules, day, names),
        )
        for row in session.execute(titles.order_by(Contract.number))
    ]


def accepting(session: Session, attestation_id: int, effective_on: date, expires_on: date, at: datetime) -> Change:
    """Return the change of accepting a submission at a moment, in force from and through these days."""
    row = session.execute(
        select(Attestation.request_id, RequirementVersion.number)
        .join(RequirementVersion, RequirementVersion.id == Attestation.version_id)
        .where(Attestation.id == attestation_id)
    ).one()
    clauses = frozenset(
        session.scalars(
            select(Clause.code)
            .join(ClauseAnswer, ClauseAnswer.clause_id == Clause.id)
            .where(ClauseAnswer.attestation_id == attestation_id)
        )
    )
    elements = attested_codes(session, attestation_id)

    def change(found: ContractFacts) -> Facts:
        attested = Attested(
            recorded_at=at,
            attestation_id=attestation_id,
            version=row.number,
            effective_on=effective_on,
            expires_on=expires_on,
            elements=elements.get(found.contract_id, frozenset()),
            clauses=clauses,
        )
        steps = found.facts.steps
        if row.request_id is not None and steps:
            last = max(step.on for step in steps)
            accepted = Step(recorded_at=at, request_id=row.request_id, kind=StepKind.ACCEPTED, on=last)
            steps = (*steps, accepted)
        return replace(found.facts, attestations=(*found.facts.attestations, attested), steps=steps)

    return change


def revoking(attestation_id: int, revoked_on: date, at: datetime) -> Change:
    """Return the change of revoking an accepted attestation from a day on."""

    def change(found: ContractFacts) -> Facts:
        revoked = tuple(
            replace(item, revoked_on=revoked_on, revoked_at=at) if item.attestation_id == attestation_id else item
            for item in found.facts.attestations
        )
        return replace(found.facts, attestations=revoked)

    return change


def waiving(waiver: Waiver) -> Change:
    """Return the change of approving a waiver."""

    def change(found: ContractFacts) -> Facts:
        return replace(found.facts, waivers=(*found.facts.waivers, waiver))

    return change


def ending(waiver_id: int, ended_on: date, at: datetime) -> Change:
    """Return the change of ending a waiver from a day on."""

    def change(found: ContractFacts) -> Facts:
        ended = tuple(
            replace(item, ended_on=ended_on, ended_at=at) if item.waiver_id == waiver_id else item
            for item in found.facts.waivers
        )
        return replace(found.facts, waivers=ended)

    return change


def attested_codes(session: Session, attestation_id: int) -> dict[int, frozenset[str]]:
    """Return the codes of the elements that an attestation names, by contract id."""
    named = select(AttestationElement.contract_id, DataElement.code).join(
        DataElement, DataElement.id == AttestationElement.element_id
    )
    found: dict[int, set[str]] = {}
    for row in session.execute(named.where(AttestationElement.attestation_id == attestation_id)):
        found.setdefault(row.contract_id, set()).add(row.code)
    return {number: frozenset(codes) for number, codes in found.items()}


def _look(facts: Facts, rules: Policy, day: date, names: dict[str, str]) -> Look:
    spans = timeline(facts, rules)
    span, since = span_on(spans, day), standing_since(spans, day)
    return Look(span.standing, standing_sentence(span, since, names), next_action(span))


def _codes(many: Iterable[Facts]) -> set[str]:
    found: set[str] = set()
    for facts in many:
        found |= {line.element for line in facts.lines}
        found |= {code for item in facts.attestations for code in item.elements}
        found |= {code for item in facts.waivers for code in item.elements}
    return found
