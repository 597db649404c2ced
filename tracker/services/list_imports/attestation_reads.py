"""Attestations that contracts have already, read for many contracts at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.models.attestation import Attestation, AttestationContract


@dataclass(frozen=True, slots=True)
class KnownAttestation:
    """An attestation that was accepted, or submitted."""

    signer_name: str
    signed_on: date | None
    version_id: int
    expires_on: date | None


def known_attestations(session: Session, contract_ids: Sequence[int]) -> dict[int, list[KnownAttestation]]:
    """Return the submitted attestations by contract."""
    columns = (Attestation.signer_name, Attestation.signed_on, Attestation.version_id, Attestation.expires_on)
    rows = session.execute(
        select(AttestationContract.contract_id, *columns)
        .join(Attestation, Attestation.id == AttestationContract.attestation_id)
        .where(AttestationContract.contract_id.in_(contract_ids), Attestation.submitted_at.is_not(None))
        .order_by(Attestation.id)
    )
    found: dict[int, list[KnownAttestation]] = {}
    for row in rows:
        known = KnownAttestation(row.signer_name, row.signed_on, row.version_id, row.expires_on)
        found.setdefault(row.contract_id, []).append(known)
    return found
