"""What a data schedule means: its tier, the clauses that apply and why, and what an attestation does not name."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.domain.coming import Coming, coming
from tracker.domain.facts import Facts
from tracker.domain.rule import Rule, RuleKind
from tracker.models.catalogue import DataElement
from tracker.queries.facts import facts_of
from tracker.queries.requirements import ClauseRow, clauses, clauses_for, version_in_force


@dataclass(frozen=True, slots=True)
class Consequence:
    """What follows from a schedule; `special` are the clauses that do not apply to every contract.

    `unnamed` are the elements that no attestation in force today or later names, empty when there is none;
    `newly_unnamed` those of them that are not shared yet as the schedule is saved.
    """

    tier: int | None
    elements: int
    applying: tuple[ClauseRow, ...]
    clauses: int
    special: tuple[ClauseRow, ...]
    unnamed: tuple[str, ...]
    newly_unnamed: tuple[str, ...]


def consequence(session: Session, contract_id: int, day: date, kind: Coming | None = None) -> Consequence:
    """Return what follows, by what is saved, or by `kind` when that is what would be saved."""
    facts = next((found.facts for found in facts_of(session, [contract_id])), Facts())
    saved = coming(facts, day)
    kind = kind or saved
    version = version_in_force(session, day)
    rows = clauses(session, version.id) if version else []
    applying = clauses_for(rows, [kind])
    unnamed = unnamed_of(facts, kind.elements, day)
    return Consequence(
        tier=kind.tier,
        elements=len(kind.elements),
        applying=tuple(applying),
        clauses=len(rows),
        special=tuple(row for row in applying if Rule.parse(row.rule).kind is not RuleKind.ALL),
        unnamed=_names(session, unnamed),
        newly_unnamed=_names(session, unnamed - saved.elements),
    )


def unnamed_of(facts: Facts, elements: frozenset[str], day: date) -> frozenset[str]:
    """Return the elements that no attestation in force on `day` or later names; none when nothing is attested."""
    standing = [
        attested
        for attested in facts.attestations
        if attested.expires_on >= day and (attested.revoked_on is None or attested.revoked_on > day)
    ]
    if not standing:
        return frozenset()
    return elements - frozenset().union(*(attested.elements for attested in standing))


def _names(session: Session, codes: Iterable[str]) -> tuple[str, ...]:
    statement = select(DataElement.name).where(DataElement.code.in_(sorted(codes)))
    return tuple(session.scalars(statement.order_by(DataElement.position)))
