"""What past attestations are measured with: requirement versions, their clauses, terms and the elements that went."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from tracker.domain.catalogue_words import PERSONAL_FORMS
from tracker.models.catalogue import DataElement
from tracker.models.data_schedule import DataLine
from tracker.models.requirement import Clause, RequirementVersion
from tracker.queries.policy import policy

DIGITS: Final = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Version:
    """A published requirement version with its clauses."""

    id: int
    number: int
    effective_on: date
    clause_ids: tuple[int, ...]


class PastPolicy:
    """The published versions and the terms by tier, read once."""

    def __init__(self, session: Session) -> None:
        clauses: dict[int, list[int]] = {}
        for row in session.execute(select(Clause.version_id, Clause.id).order_by(Clause.position, Clause.id)):
            clauses.setdefault(row.version_id, []).append(row.id)
        published = select(RequirementVersion.id, RequirementVersion.number, RequirementVersion.effective_on)
        self.versions = [
            Version(row.id, row.number, row.effective_on, tuple(clauses.get(row.id, ())))
            for row in session.execute(
                published.where(RequirementVersion.published_at.is_not(None)).order_by(RequirementVersion.number)
            )
        ]
        self._policy = policy(session)

    def version(self, told: str, signed_on: date) -> Version | None:
        """Return the version that a list names by its number, else the one in force on the day of the signature."""
        if told:
            digits = DIGITS.search(told)
            wanted = int(digits.group()) if digits else None
            return next((version for version in self.versions if version.number == wanted), None)
        return max(
            (version for version in self.versions if version.effective_on <= signed_on),
            key=lambda version: (version.effective_on, version.number),
            default=None,
        )

    def months(self, tier: int | None) -> int:
        """Return for how many months an attestation of a tier is good."""
        return self._policy.months_for(tier)


@dataclass(frozen=True, slots=True)
class Going:
    """The personal data that a contract lets go on a day: elements by id with their tier."""

    elements: dict[int, int]

    @property
    def tier(self) -> int | None:
        """The highest tier; None when nothing goes."""
        return max(self.elements.values(), default=None)


@dataclass(frozen=True, slots=True)
class GoingLine:
    """One element that goes from a day through another one."""

    element_id: int
    tier: int
    from_on: date | None
    through_on: date | None

    def on(self, day: date) -> bool:
        """Whether it goes on a day."""
        return (self.from_on is None or self.from_on <= day) and (self.through_on is None or day <= self.through_on)


def going(session: Session, contract_ids: Sequence[int]) -> dict[int, list[GoingLine]]:
    """Return the elements that contracts let go in a form that can be linked to a person, as held true now."""
    rows = session.execute(
        select(DataLine.contract_id, DataLine.element_id, DataElement.tier, DataLine.from_on, DataLine.through_on)
        .join(DataElement, DataElement.id == DataLine.element_id)
        .where(DataLine.contract_id.in_(contract_ids), DataLine.replaced_at.is_(None))
        .where(or_(*(DataLine.form == form for form in sorted(PERSONAL_FORMS))))
        .order_by(DataLine.id)
    )
    found: dict[int, list[GoingLine]] = {}
    for row in rows:
        found.setdefault(row.contract_id, []).append(GoingLine(row.element_id, row.tier, row.from_on, row.through_on))
    return found


def going_on(lines: Sequence[GoingLine], day: date) -> Going:
    """Return what goes on a day; when nothing went yet, all that goes ever."""
    there = [line for line in lines if line.on(day)] or list(lines)
    return Going({line.element_id: line.tier for line in there})
