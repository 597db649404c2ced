"""What an evidence pack needs of an attestation beyond what its page shows."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.models.attestation import Attestation
from tracker.models.document import Document
from tracker.models.person import Person
from tracker.models.requirement import Clause, RequirementSet, RequirementVersion
from tracker.models.review import AcceptanceProposal, FollowUp
from tracker.models.signing import Signing


@dataclass(frozen=True, slots=True)
class Fate:
    """What became of an attestation; days are the city's, moments UTC."""

    expiry_reason: str
    revoked_on: date | None
    revoked_at: datetime | None
    revoked_reason: str


@dataclass(frozen=True, slots=True)
class FollowUpNote:
    """An accepted exception that is to be looked at again."""

    code: str
    due_on: date
    set_at: datetime
    done_at: datetime | None
    done_by: str | None
    note: str


@dataclass(frozen=True, slots=True)
class ClauseText:
    """A clause of a requirement version."""

    code: str
    text: str
    principle: str
    rule: str


@dataclass(frozen=True, slots=True)
class VersionText:
    """A requirement version in full."""

    id: int
    set_name: str
    number: int
    effective_on: date
    grace_days: int
    published_at: datetime | None
    clauses: tuple[ClauseText, ...]


def fate(session: Session, attestation_id: int) -> Fate:
    """Return what became of an attestation that exists."""
    columns = Attestation.expiry_reason, Attestation.revoked_on, Attestation.revoked_at, Attestation.revoked_reason
    return Fate(*session.execute(select(*columns).where(Attestation.id == attestation_id)).one())


def kinds(session: Session, attestation_id: int) -> dict[int, str]:
    """Return how its documents came to be (domain.record_words.DocumentKind), by id."""
    statement = select(Document.id, Document.kind).where(Document.attestation_id == attestation_id)
    return {row.id: row.kind for row in session.execute(statement)}


def signed_text(session: Session, attestation_id: int) -> str | None:
    """Return the JSON whose SHA-256 is the digest of the text signed on screen, or None when it was not."""
    statement = select(Signing.text).where(Signing.attestation_id == attestation_id, Signing.signed_at.is_not(None))
    return session.scalars(statement).first()


def follow_ups(session: Session, attestation_id: int, until_at: datetime) -> list[FollowUpNote]:
    """Return its follow-ups set before a moment, by day."""
    statement = (
        select(Clause.code, FollowUp.due_on, FollowUp.set_at, FollowUp.done_at, Person.name, FollowUp.note)
        .join(Clause, Clause.id == FollowUp.clause_id)
        .outerjoin(Person, Person.id == FollowUp.done_by_id)
        .where(FollowUp.attestation_id == attestation_id, FollowUp.set_at < until_at)
        .order_by(FollowUp.due_on, FollowUp.id)
    )
    return [FollowUpNote(*row) for row in session.execute(statement)]


def proposal(session: Session, attestation_id: int, until_at: datetime) -> tuple[str, datetime, str] | None:
    """Return who proposed to accept what the signature does not carry, when (UTC) and why, while it is undecided."""
    columns = Person.name, AcceptanceProposal.proposed_at, AcceptanceProposal.reason
    statement = (
        select(*columns)
        .join(Person, Person.id == AcceptanceProposal.proposed_by_id)
        .where(AcceptanceProposal.attestation_id == attestation_id, AcceptanceProposal.proposed_at < until_at)
    )
    row = session.execute(statement).first()
    return (row[0], row[1], row[2]) if row else None


def version_text(session: Session, version_id: int) -> VersionText:
    """Return a requirement version that exists, with its clauses in order."""
    head = session.execute(
        select(
            RequirementVersion.id,
            RequirementSet.name,
            RequirementVersion.number,
            RequirementVersion.effective_on,
            RequirementVersion.grace_days,
            RequirementVersion.published_at,
        )
        .join(RequirementSet, RequirementSet.id == RequirementVersion.set_id)
        .where(RequirementVersion.id == version_id)
    ).one()
    clauses = select(Clause.code, Clause.text, Clause.principle, Clause.rule).where(Clause.version_id == version_id)
    ordered = session.execute(clauses.order_by(Clause.position, Clause.id))
    return VersionText(*head, tuple(ClauseText(*row) for row in ordered))
