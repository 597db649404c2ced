"""All attestations that a viewer may see, each with the contracts that it covers: for files, read in portions."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tracker.models.attestation import Attestation, AttestationContract
from tracker.models.contract import Contract
from tracker.models.department import Department
from tracker.models.review import Review
from tracker.queries import attestations
from tracker.queries.attestations import AttestationRow
from tracker.queries.scope import Viewer, within

AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class ListedAttestation:
    """A submitted attestation; `contracts` and `departments` name what of it the viewer may see."""

    row: AttestationRow
    contracts: tuple[str, ...]
    departments: tuple[str, ...]


def every(
    session: Session, viewer: Viewer, *, vendor_id: int | None = None, decided: bool = False
) -> Iterator[ListedAttestation]:
    """Yield the attestations newest first, or the decided ones, the latest decision first."""
    order = Review.id.desc() if decided else Attestation.submitted_at.desc()
    statement = attestations.rows().where(attestations.visible(viewer)).order_by(order, Attestation.id.desc())
    if decided:
        statement = statement.where(Review.id.is_not(None))
    if vendor_id is not None:
        statement = statement.where(Attestation.vendor_id == vendor_id)
    found = iter(session.execute(statement, execution_options={"yield_per": AT_ONCE}))
    while batch := [AttestationRow(*row) for row in islice(found, AT_ONCE)]:
        yield from _covered(session, viewer, batch)


def count(session: Session, viewer: Viewer, vendor_id: int | None = None) -> int:
    """Return how many attestations the viewer may see."""
    counted = select(func.count()).select_from(Attestation).where(Attestation.submitted_at.is_not(None))
    if vendor_id is not None:
        counted = counted.where(Attestation.vendor_id == vendor_id)
    return session.scalar(counted.where(attestations.visible(viewer))) or 0


def _covered(session: Session, viewer: Viewer, rows: Sequence[AttestationRow]) -> Iterator[ListedAttestation]:
    statement = (
        select(AttestationContract.attestation_id, Contract.number, Department.name)
        .join(Contract, Contract.id == AttestationContract.contract_id)
        .join(Department, Department.id == Contract.department_id)
        .where(AttestationContract.attestation_id.in_([row.id for row in rows]), within(viewer, Contract.department_id))
        .order_by(Contract.number)
    )
    numbers: dict[int, list[str]] = {}
    departments: dict[int, dict[str, None]] = {}
    for attestation_id, number, department in session.execute(statement):
        numbers.setdefault(attestation_id, []).append(number)
        departments.setdefault(attestation_id, {})[department] = None
    for row in rows:
        yield ListedAttestation(row, tuple(numbers.get(row.id, ())), tuple(departments.get(row.id, ())))
