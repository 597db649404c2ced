"""The requirements: versions, their clauses, and which clauses a contract must agree to."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.domain.applicability import why
from tracker.domain.coming import Coming, Declared, coming
from tracker.domain.rule import Rule, applies
from tracker.models.requirement import Clause, RequirementSet, RequirementVersion
from tracker.queries.facts import facts_of


@dataclass(frozen=True, slots=True)
class VersionRow:
    """A published version of the requirements."""

    id: int
    number: int
    set_name: str
    effective_on: date
    grace_days: int
    note: str
    published_at: datetime | None


@dataclass(frozen=True, slots=True)
class ClauseRow:
    """A clause of a version, in its order; `rule` is the text that domain.rule reads."""

    id: int
    code: str
    text: str
    rule: str
    principle: str

    @property
    def why(self) -> str:
        """Why it applies where it does, in plain words beginning with "because"."""
        return why(Rule.parse(self.rule))


def versions(session: Session) -> list[VersionRow]:
    """Return every published version, newest first."""
    statement = (
        select(
            RequirementVersion.id,
            RequirementVersion.number,
            RequirementSet.name,
            RequirementVersion.effective_on,
            RequirementVersion.grace_days,
            RequirementVersion.note,
            RequirementVersion.published_at,
        )
        .join(RequirementSet, RequirementSet.id == RequirementVersion.set_id)
        .where(RequirementVersion.published_at.is_not(None))
        .order_by(RequirementVersion.effective_on.desc(), RequirementVersion.number.desc())
    )
    return [VersionRow(*row) for row in session.execute(statement)]


def version_in_force(session: Session, day: date) -> VersionRow | None:
    """Return the version in force on a day of the city: the one that took effect last, or None."""
    return next((version for version in versions(session) if version.effective_on <= day), None)


def clauses(session: Session, version_id: int) -> list[ClauseRow]:
    """Return the clauses of a version in its order."""
    statement = (
        select(Clause.id, Clause.code, Clause.text, Clause.rule, Clause.principle)
        .where(Clause.version_id == version_id)
        .order_by(Clause.position, Clause.id)
    )
    return [ClauseRow(*row) for row in session.execute(statement)]


def clauses_for(rows: Sequence[ClauseRow], kinds: Sequence[Coming]) -> list[ClauseRow]:
    """Return, of these clauses, those that apply to at least one of the contracts described by `kinds`."""
    sharing = [kind for kind in kinds if kind.declared is Declared.PERSONAL_DATA]
    return [
        row
        for row in rows
        if any(applies(Rule.parse(row.rule), kind.tier, kind.uses_ai, kind.protocol_named) for kind in sharing)
    ]


def applicable_to(
    session: Session, contract_ids: Sequence[int], day: date, version_id: int | None = None
) -> list[ClauseRow]:
    """Return the clauses that apply to at least one of these contracts, by what they share on `day` or later.

    The version is the one given, else the one in force on `day`; without one, or when none of the contracts
    shares personal data, the list is empty.
    """
    if version_id is None:
        version = version_in_force(session, day)
        if version is None:
            return []
        version_id = version.id
    kinds = [coming(found.facts, day) for found in facts_of(session, contract_ids)]
    return clauses_for(clauses(session, version_id), kinds)


def applicable_clauses(session: Session, contract_id: int, day: date, version_id: int | None = None) -> list[ClauseRow]:
    """Return the clauses that apply to one contract; see `applicable_to`."""
    return applicable_to(session, [contract_id], day, version_id)
