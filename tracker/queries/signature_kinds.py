"""Which ways to sign suffice, by requirement set."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.domain.signature_kinds import ALL_KINDS, SignatureKind, kinds_shown, shortfall
from tracker.models.requirement import RequirementSet, RequirementVersion
from tracker.queries import document_checks
from tracker.queries.document_checks import CheckRow


@dataclass(frozen=True, slots=True)
class SetKinds:
    """A requirement set and the ways to sign that suffice for it."""

    id: int
    name: str
    kinds: frozenset[SignatureKind]


def kinds_of_version(session: Session, version_id: int) -> frozenset[SignatureKind]:
    """Return the ways to sign that suffice for a version; all of them where nobody has chosen."""
    statement = (
        select(RequirementSet.signature_kinds)
        .join(RequirementVersion, RequirementVersion.set_id == RequirementSet.id)
        .where(RequirementVersion.id == version_id)
    )
    return _kinds(session.scalars(statement).first())


def shortfall_of(session: Session, document_id: int, version_id: int) -> str:
    """Say why the way in which an uploaded document is signed does not suffice for a version; empty when it does."""
    check = document_checks.latest(session, document_id)
    return shortfall(shown_by(check), kinds_of_version(session, version_id))


def shown_by(check: CheckRow | None) -> frozenset[SignatureKind]:
    """Return in which ways an uploaded document is signed, as its newest check found."""
    if check is None:
        return frozenset()
    return kinds_shown(check.verdict, [one["kind"] for one in check.signatures])


def kinds_of_sets(session: Session) -> list[SetKinds]:
    """Return every requirement set with the ways to sign that suffice, by name."""
    statement = select(RequirementSet.id, RequirementSet.name, RequirementSet.signature_kinds)
    rows = session.execute(statement.order_by(RequirementSet.name, RequirementSet.id))
    return [SetKinds(row[0], row[1], _kinds(row[2])) for row in rows]


def _kinds(stored: list[str] | None) -> frozenset[SignatureKind]:
    return frozenset(ALL_KINDS if stored is None else (SignatureKind(one) for one in stored))
