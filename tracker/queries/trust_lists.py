"""The city's trust list: the version in force, the ones before, and what they hold."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.documents.signatures.bundle import RevocationList, TrustedCertificate, read_certificates, read_lists
from tracker.models.person import Person
from tracker.models.trust_list import TrustList

NOTICE: Final = timedelta(days=60)


@dataclass(frozen=True, slots=True)
class TrustVersion:
    """One version of the list; `certificates` and `revocations` are PEM texts, either may be empty."""

    id: int
    number: int
    certificates: str
    revocations: str
    note: str
    recorded_at: datetime
    recorded_by: str | None

    @property
    def held(self) -> list[TrustedCertificate]:
        """The certificates, in words."""
        return read_certificates(self.certificates.encode()) if self.certificates else []

    @property
    def lists(self) -> list[RevocationList]:
        """The revocation lists, in words."""
        return read_lists(self.revocations.encode()) if self.revocations else []

    @property
    def count(self) -> int:
        """How many certificates it holds."""
        return self.certificates.count("-----BEGIN CERTIFICATE-----")


def in_force(session: Session) -> TrustVersion | None:
    """Return the newest version, or None before the first."""
    return next(iter(_versions(session, limit=1)), None)


def history(session: Session) -> list[TrustVersion]:
    """Return all versions, the newest first."""
    return _versions(session)


def version(session: Session, number: int) -> TrustVersion | None:
    """Return one version by its number, or None."""
    return next((one for one in _versions(session) if one.number == number), None)


def running_out(certificates: list[TrustedCertificate], now: datetime) -> list[TrustedCertificate]:
    """Return those that have run out or will within sixty days."""
    return [one for one in certificates if one.valid_until < now + NOTICE]


def _versions(session: Session, limit: int | None = None) -> list[TrustVersion]:
    statement = (
        select(
            TrustList.id,
            TrustList.number,
            TrustList.certificates,
            TrustList.revocations,
            TrustList.note,
            TrustList.recorded_at,
            Person.name,
        )
        .outerjoin(Person, Person.id == TrustList.recorded_by_id)
        .order_by(TrustList.number.desc())
        .limit(limit)
    )
    return [TrustVersion(*row) for row in session.execute(statement)]
