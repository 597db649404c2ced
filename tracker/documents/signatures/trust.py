"""The city's trust list and revocation lists, as files of certificates and CRLs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Final, NamedTuple

from asn1crypto import crl as asn1_crl
from asn1crypto import pem
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm

COMPROMISED: Final = frozenset({"key_compromise", "ca_compromise", "aa_compromise"})
"""Reasons for which a signature made before the revocation cannot be trusted either: others may have held the key."""


class Withdrawn(NamedTuple):
    """That a certificate was revoked: since when, whether that reaches back before, and whose it is."""

    at: datetime
    reaches_back: bool
    whose: str = ""


class BadBundle(ValueError):
    """A file of certificates or revocation lists cannot be read; the message says which and why."""


def certificates(data: bytes) -> list[asn1_x509.Certificate]:
    """Read certificates, PEM (any number) or DER (one); raises BadBundle."""
    return [asn1_x509.Certificate.load(der) for der in _blocks(data, "CERTIFICATE", "certificates")]


def revocation_lists(data: bytes) -> list[asn1_crl.CertificateList]:
    """Read revocation lists, PEM (any number) or DER (one); raises BadBundle."""
    return [asn1_crl.CertificateList.load(der) for der in _blocks(data, "X509 CRL", "revocation lists")]


def _blocks(data: bytes, kind: str, words: str) -> list[bytes]:
    read = x509.load_der_x509_certificate if kind == "CERTIFICATE" else x509.load_der_x509_crl
    try:
        armored = pem.unarmor(data, multiple=True) if pem.detect(data) else [(kind, {}, data)]
        blocks = [der for name, _headers, der in armored if name == kind]
        for der in blocks:
            read(der)
    except ValueError as error:
        raise BadBundle(f"The file of {words} cannot be read: {error}") from error
    if not blocks:
        raise BadBundle(f"The file holds no {words}.")
    return blocks


class Lists:
    """Revocation lists with the certificates that may have signed them."""

    def __init__(self, lists: Iterable[bytes], issuers: Iterable[bytes]) -> None:
        self._lists = [x509.load_der_x509_crl(der) for der in lists]
        self._issuers = [x509.load_der_x509_certificate(der) for der in issuers]

    def withdrawn(self, der: bytes) -> Withdrawn | None:
        """Return that a certificate stands on a list that its own issuer signed; however old the list is."""
        certificate = x509.load_der_x509_certificate(der)
        for known in self._of(certificate):
            row = known.get_revoked_certificate_by_serial_number(certificate.serial_number)
            if row is not None:
                return Withdrawn(_since(row), _reason(row) in COMPROMISED)
        return None

    def cleared(self, der: bytes, moment: datetime) -> bool:
        """Whether a list of its issuer that is good at the moment does not name the certificate."""
        certificate = x509.load_der_x509_certificate(der)
        return (
            any(known.last_update_utc <= moment <= (known.next_update_utc or moment) for known in self._of(certificate))
            and self.withdrawn(der) is None
        )

    def _of(self, certificate: x509.Certificate) -> Sequence[x509.CertificateRevocationList]:
        issuers = [issuer for issuer in self._issuers if issued(issuer, certificate)]
        return [
            known
            for known in self._lists
            if known.issuer == certificate.issuer and any(_signed(known, issuer) for issuer in issuers)
        ]


def issued(issuer: x509.Certificate, certificate: x509.Certificate) -> bool:
    """Whether one certificate was issued by the other: by its name, and by its key."""
    try:
        certificate.verify_directly_issued_by(issuer)
    except (ValueError, TypeError, InvalidSignature, UnsupportedAlgorithm):
        return False
    return True


def utc(moment: datetime) -> str:
    """Write a moment as this package gives it."""
    return moment.astimezone(UTC).isoformat(timespec="seconds")


def _signed(known: x509.CertificateRevocationList, issuer: x509.Certificate) -> bool:
    try:
        return known.is_signature_valid(issuer.public_key())  # type: ignore[arg-type]  # kinds of keys it refuses itself
    except (ValueError, TypeError, UnsupportedAlgorithm):
        return False


def _since(row: x509.RevokedCertificate) -> datetime:
    # An authority may say that a key was unsafe before it was told.
    try:
        invalid = row.extensions.get_extension_for_class(x509.InvalidityDate).value.invalidity_date_utc
    except x509.ExtensionNotFound:
        return row.revocation_date_utc
    return min(invalid, row.revocation_date_utc)


def _reason(row: x509.RevokedCertificate) -> str:
    try:
        return row.extensions.get_extension_for_class(x509.CRLReason).value.reason.name
    except x509.ExtensionNotFound:
        return "unspecified"
