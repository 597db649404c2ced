"""How an attestation was signed on screen, for staff."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from tracker.models.signing import Signing


@dataclass(frozen=True, slots=True)
class SigningRow:
    """The evidence of a signature on screen; address and browser are for privacy officers and auditors alone."""

    typed_name: str
    typed_title: str
    authority: str
    email: str
    proved_by: str
    consent: str
    text_digest: str
    opened_at: datetime
    consented_at: datetime
    proved_at: datetime
    signed_at: datetime
    zone: str
    seal_words: str
    address: str
    browser: str


def signing_of(session: Session, attestation_id: int, *, traced: bool) -> SigningRow | None:
    """Return how an attestation was signed on screen, None when it was not; address and browser only if `traced`."""
    evidence: Select[*tuple[Any, ...]] = select(
        Signing.typed_name, Signing.typed_title, Signing.authority, Signing.email, Signing.proved_by,
        Signing.consent, Signing.text_digest, Signing.opened_at, Signing.consented_at, Signing.proved_at,
        Signing.signed_at, Signing.zone, Signing.seal_words, Signing.address, Signing.browser,
    ).where(Signing.attestation_id == attestation_id, Signing.signed_at.is_not(None))  # fmt: skip
    row = session.execute(evidence).first()
    if row is None:
        return None
    found = SigningRow(*row)
    return found if traced else replace(found, address="", browser="")
