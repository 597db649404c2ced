"""Which requirement set an obligation belongs to; looked up only when the policy tells sets apart."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.domain.reminder_scope import Steps
from tracker.models.attestation import Attestation
from tracker.models.requirement import RequirementSet, RequirementVersion
from tracker.queries.obligation_days import AT_ONCE, Found


@dataclass(frozen=True, slots=True)
class Sets:
    """Set codes by version and by attestation; `present` is that of the newest published version."""

    by_version: Mapping[int, str] = field(default_factory=dict)
    by_attestation: Mapping[int, str] = field(default_factory=dict)
    present: str = ""

    def of(self, found: Found) -> str:
        """Return the set of what was asked for or attested, else the present one."""
        if found.version_id is not None:
            return self.by_version.get(found.version_id, self.present)
        return self.by_attestation.get(found.attestation_id or 0, self.present)


def sets(session: Session, steps: Steps, found: Iterable[Found]) -> Sets:
    """Look up the sets of these obligations; empty, and every code with it, when no step names a set."""
    if not any(scope.set_code for scope in steps.scopes()):
        return Sets()
    columns = (RequirementVersion.id, RequirementVersion.published_at, RequirementSet.code)
    statement = select(*columns).join(RequirementSet, RequirementSet.id == RequirementVersion.set_id)
    rows = session.execute(statement.order_by(RequirementVersion.effective_on, RequirementVersion.id)).all()
    by_version = {row.id: row.code for row in rows}
    present = next((row.code for row in reversed(rows) if row.published_at is not None), "")
    return Sets(by_version, _attested(session, found, by_version), present)


def _attested(session: Session, found: Iterable[Found], by_version: Mapping[int, str]) -> dict[int, str]:
    ids = sorted({one.attestation_id for one in found if one.attestation_id is not None})
    return {
        row.id: by_version.get(row.version_id, "")
        for start in range(0, len(ids), AT_ONCE)
        for row in session.execute(
            select(Attestation.id, Attestation.version_id).where(Attestation.id.in_(ids[start : start + AT_ONCE]))
        )
    }
