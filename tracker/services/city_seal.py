"""The city's seal: which key there is, whether it can be used today, and what it was known by over the years."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sqlalchemy import select

from tracker.documents.sealing.certificate import Certificate, NoSeal, Seal, as_pem
from tracker.documents.sealing.key_file import from_file
from tracker.documents.sealing.sample_key import PASSWORD, sample_key
from tracker.documents.sealing.sealing import Means
from tracker.documents.sealing.token import Token
from tracker.domain.days import day_words
from tracker.models.city_certificate import CityCertificate
from tracker.services.work import Work

WARNED_DAYS = 60
NO_KEY = (
    "The city has no key of its own to seal with, so vendors cannot sign on screen: set TRACKER_SEAL_FILE and "
    "TRACKER_SEAL_PASSWORD, or TRACKER_SEAL_MODULE."
)


@dataclass(frozen=True, slots=True)
class SealState:
    """How the seal stands: `problem` says why it cannot be used (empty: it can), `warning` what will happen soon."""

    problem: str
    warning: str = ""
    fingerprint: str = ""
    subject: str = ""
    valid_until_on: date | None = None
    timestamped: bool = False

    @property
    def ready(self) -> bool:
        """Whether something can be sealed now."""
        return not self.problem


def seal(work: Work) -> Seal:
    """Return the city's key; raises NoSeal with the sentence that says why there is none today."""
    found = _configured(work)
    certificate = found.certificate
    if not certificate.valid_from <= work.now <= certificate.valid_until:
        last = day_words(work.clock.day_of(certificate.valid_until))
        raise NoSeal(f"The certificate of the city's key is not valid today (its last day: {last}).")
    return found


def means(work: Work) -> Means:
    """Return what sealing needs; raises NoSeal."""
    return Means(seal(work), work.settings.city_name, work.now, work.settings.timestamp_url)


def state(work: Work) -> SealState:
    """Say how the seal stands, for the settings page; `warning` from 60 days before the certificate runs out."""
    try:
        certificate = seal(work).certificate
    except NoSeal as problem:
        return SealState(str(problem))
    last = work.clock.day_of(certificate.valid_until)
    left = (last - work.today).days
    warning = f"The certificate runs out on {day_words(last)}, in {left} days." if left <= WARNED_DAYS else ""
    return SealState(
        "", warning, certificate.fingerprint, certificate.subject, last, timestamped=bool(work.settings.timestamp_url)
    )


def is_ready(work: Work) -> bool:
    """Whether something can be sealed now."""
    return state(work).ready


def remember(work: Work, certificate: Certificate) -> None:
    """Keep the certificate that sealed something, for good, and flush."""
    known = select(CityCertificate.id).where(CityCertificate.fingerprint == certificate.fingerprint)
    if work.session.scalars(known).first() is None:
        work.session.add(
            CityCertificate(
                fingerprint=certificate.fingerprint,
                subject=certificate.subject,
                certificate=certificate.pem,
                issuers=as_pem(certificate.issuers),
                valid_until=certificate.valid_until,
                first_used_at=work.now,
            )
        )
        work.session.flush()


def fingerprints(work: Work) -> tuple[str, ...]:
    """Return the SHA-256 fingerprints of the city's certificates, former ones included, hexadecimal."""
    kept = set(work.session.scalars(select(CityCertificate.fingerprint)))
    return tuple(sorted(kept | {one.fingerprint for one in _present(work)}))


def trust(work: Work) -> str:
    """Return the city's certificates as PEM, former ones included, empty for none; each vouches for itself alone.

    Not those above them: whoever issued the city's certificate issues others too, which are not the city's.
    """
    kept = set(work.session.scalars(select(CityCertificate.certificate)))
    return "".join(sorted(kept | {one.pem for one in _present(work)}))


def _present(work: Work) -> list[Certificate]:
    try:
        return [_configured(work).certificate]
    except NoSeal:
        return []


def _configured(work: Work) -> Seal:
    settings = work.settings
    if settings.seal_module:
        return Token(settings.seal_module, settings.seal_token, settings.seal_key, settings.seal_pin)
    if settings.seal_file:
        return from_file(Path(settings.seal_file), settings.seal_password)
    if settings.sample_mode:
        return from_file(sample_key(_data_folder(work), settings.city_name, work.now), PASSWORD)
    raise NoSeal(NO_KEY)


def _data_folder(work: Work) -> Path:
    local = work.settings.files_url.startswith("file:")
    return work.settings.files_folder.parent / "seal" if local else Path("var/seal")
