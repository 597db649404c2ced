"""The policy in force, as the domain reads it."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.domain.policy import Clause, Policy, RequirementVersion
from tracker.domain.rule import Rule
from tracker.models.policy import PolicyRow
from tracker.models.requirement import Clause as ClauseRow
from tracker.models.requirement import RequirementVersion as VersionRow


def newest(session: Session) -> PolicyRow:
    """Return the policy row in force; raises LookupError before the catalogue was seeded."""
    row = session.scalars(select(PolicyRow).order_by(PolicyRow.id.desc()).limit(1)).first()
    if row is None:
        raise LookupError("There is no policy yet: run `tracker seed --catalogue-only` first.")
    return row


def policy(session: Session, known_at: datetime | None = None) -> Policy:
    """Return the notice period, terms by tier and published versions as the timeline reads them.

    With `known_at` (aware, UTC) only what was recorded or published by that moment counts.
    """
    rows = select(PolicyRow).order_by(PolicyRow.id.desc()).limit(1)
    if known_at is not None:
        rows = select(PolicyRow).where(PolicyRow.recorded_at <= known_at).order_by(PolicyRow.id.desc()).limit(1)
    row = session.scalars(rows).first() or newest(session)
    months: dict[int | None, int] = {int(tier): number for tier, number in row.term_months.items()}
    return Policy(notice_days=row.notice_days, versions=versions(session, known_at), term_months=months)


def versions(session: Session, known_at: datetime | None = None) -> tuple[RequirementVersion, ...]:
    """Return the published requirement versions with their clauses, oldest first."""
    published = select(VersionRow).where(VersionRow.published_at.is_not(None)).order_by(VersionRow.number)
    if known_at is not None:
        published = published.where(VersionRow.published_at <= known_at)
    clauses: dict[int, list[Clause]] = {}
    for row in session.execute(
        select(ClauseRow.version_id, ClauseRow.code, ClauseRow.rule).order_by(ClauseRow.position)
    ):
        clauses.setdefault(row.version_id, []).append(Clause(row.code, Rule.parse(row.rule)))
    return tuple(
        RequirementVersion(row.number, row.effective_on, row.grace_days, tuple(clauses.get(row.id, ())))
        for row in session.scalars(published)
    )
