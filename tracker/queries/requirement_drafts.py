"""Drafts of requirement versions: the open one, its clauses, and what differs from the version it begins from."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tracker.domain.clause_changes import ClauseChange, ClauseText, compare
from tracker.models.campaign import Campaign
from tracker.models.person import Person
from tracker.models.request import Request
from tracker.models.requirement import Clause, RequirementSet, RequirementVersion


@dataclass(frozen=True, slots=True)
class VersionHead:
    """A version, published or not; `drafted_by` is None for one that came with the catalogue."""

    id: int
    number: int
    set_id: int
    set_name: str
    effective_on: date
    grace_days: int
    note: str
    published_at: datetime | None
    based_on_id: int | None
    drafted_by: str | None


@dataclass(frozen=True, slots=True)
class DraftClause:
    """A clause with what a form needs to change it."""

    id: int
    code: str
    text: str
    rule: str
    principle: str
    position: int
    row_version: int

    @property
    def words(self) -> ClauseText:
        """What people read of it."""
        return ClauseText(self.code, self.text, self.rule, self.principle)


def head(session: Session, number: int) -> VersionHead | None:
    """Return the version with this number, published or not; None when there is none."""
    statement = (
        select(
            RequirementVersion.id,
            RequirementVersion.number,
            RequirementVersion.set_id,
            RequirementSet.name,
            RequirementVersion.effective_on,
            RequirementVersion.grace_days,
            RequirementVersion.note,
            RequirementVersion.published_at,
            RequirementVersion.based_on_id,
            Person.name,
        )
        .join(RequirementSet, RequirementSet.id == RequirementVersion.set_id)
        .outerjoin(Person, Person.id == RequirementVersion.drafted_by_id)
        .where(RequirementVersion.number == number)
        .order_by(RequirementVersion.id)
    )
    row = session.execute(statement).first()
    return VersionHead(*tuple(row)) if row else None


def open_draft(session: Session, set_id: int | None = None) -> VersionHead | None:
    """Return the draft of a set (None: of any), or None when nobody drafts."""
    statement = select(RequirementVersion.number).where(RequirementVersion.published_at.is_(None))
    if set_id is not None:
        statement = statement.where(RequirementVersion.set_id == set_id)
    number = session.scalars(statement.order_by(RequirementVersion.number).limit(1)).first()
    return head(session, number) if number is not None else None


def clauses_of(session: Session, version_id: int) -> list[DraftClause]:
    """Return the clauses of a version in its order."""
    statement = select(
        Clause.id, Clause.code, Clause.text, Clause.rule, Clause.principle, Clause.position, Clause.row_version
    ).where(Clause.version_id == version_id)
    return [DraftClause(*row) for row in session.execute(statement.order_by(Clause.position, Clause.id))]


def differences(session: Session, version: VersionHead) -> list[ClauseChange]:
    """Return every clause of a version beside the one it had in the version it begins from.

    Without such a version (the first one) every clause is new.
    """
    before = clauses_of(session, before_id) if (before_id := predecessor(session, version)) else []
    after = clauses_of(session, version.id)
    return compare([clause.words for clause in before], [clause.words for clause in after])


def predecessor(session: Session, version: VersionHead) -> int | None:
    """Return the version that this one begins from: the one noted, else the published one before it in its set."""
    if version.based_on_id is not None:
        return version.based_on_id
    statement = select(RequirementVersion.id).where(
        RequirementVersion.set_id == version.set_id,
        RequirementVersion.number < version.number,
        RequirementVersion.published_at.is_not(None),
    )
    return session.scalars(statement.order_by(RequirementVersion.number.desc()).limit(1)).first()


def earlier_texts(session: Session, set_id: int, code: str, before: int) -> list[tuple[int, str]]:
    """Return the number and text of each published version before `before` that had a clause of this code."""
    statement = (
        select(RequirementVersion.number, Clause.text)
        .join(Clause, Clause.version_id == RequirementVersion.id)
        .where(
            RequirementVersion.set_id == set_id,
            RequirementVersion.number < before,
            RequirementVersion.published_at.is_not(None),
            func.upper(Clause.code) == code.upper(),
        )
        .order_by(RequirementVersion.number.desc())
    )
    return [(row[0], row[1]) for row in session.execute(statement)]


def fingerprint(note: str, clauses: Sequence[DraftClause]) -> str:
    """Return a digest of all that a draft says, so that what is published is what was looked at."""
    told = [(clause.code, clause.text, clause.rule, clause.principle) for clause in clauses]
    return sha256(repr((note, told)).encode()).hexdigest()


def in_use(session: Session, version_id: int) -> int:
    """Return how many requests ask for a version and campaigns were started for it."""
    asked = select(func.count()).select_from(Request).where(Request.version_id == version_id)
    begun = select(func.count()).select_from(Campaign).where(Campaign.version_id == version_id)
    return (session.scalar(asked) or 0) + (session.scalar(begun) or 0)
