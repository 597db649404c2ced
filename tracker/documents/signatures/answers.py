"""OCSP answers that a file brings along: whether an authority said of a certificate that it was revoked.

pyHanko reads such an answer only when the certificate names an address to ask; one that says "revoked" counts all the
same.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from asn1crypto import x509 as asn1
from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import ocsp
from cryptography.x509.oid import ExtendedKeyUsageOID

from tracker.documents.signatures.trust import COMPROMISED, Withdrawn, issued

GOOD, REVOKED = ocsp.OCSPCertStatus.GOOD, ocsp.OCSPCertStatus.REVOKED


class Answers:
    """OCSP answers with the certificates that may have issued what they are about."""

    def __init__(self, answers: Iterable[bytes], issuers: Iterable[bytes]) -> None:
        self._answers = [found for der in answers if (found := _loaded(der)) is not None]
        self._issuers = [x509.load_der_x509_certificate(der) for der in issuers]

    def withdrawn(self, der: bytes) -> Withdrawn | None:
        """Return that an answer of its own issuer says that a certificate was revoked; however old the answer is."""
        for one in self._about(der):
            if one.certificate_status is REVOKED and one.revocation_time_utc is not None:
                reason = one.revocation_reason.name if one.revocation_reason else ""
                return Withdrawn(one.revocation_time_utc, reason in COMPROMISED)
        return None

    def cleared(self, der: bytes, moment: datetime) -> bool:
        """Whether an answer that is good at the moment says that the certificate is not revoked."""
        return self.withdrawn(der) is None and any(
            one.certificate_status is GOOD and one.this_update_utc <= moment <= (one.next_update_utc or moment)
            for one in self._about(der)
        )

    def _about(self, der: bytes) -> Iterator[ocsp.OCSPSingleResponse]:
        certificate = x509.load_der_x509_certificate(der)
        issuers = [issuer for issuer in self._issuers if issued(issuer, certificate)] if self._answers else []
        for answer in self._answers:
            for issuer in issuers:
                if _signed(answer, issuer):
                    yield from (one for one in answer.responses if _names(one, certificate, issuer))


def _loaded(der: bytes) -> ocsp.OCSPResponse | None:
    try:
        answer = ocsp.load_der_ocsp_response(der)
    except ValueError:
        return None
    return answer if answer.response_status is ocsp.OCSPResponseStatus.SUCCESSFUL else None


def _names(one: ocsp.OCSPSingleResponse, certificate: x509.Certificate, issuer: x509.Certificate) -> bool:
    key = asn1.Certificate.load(issuer.public_bytes(Encoding.DER)).public_key
    known = getattr(key, one.hash_algorithm.name, None)
    return one.serial_number == certificate.serial_number and one.issuer_key_hash == known


def _signed(answer: ocsp.OCSPResponse, issuer: x509.Certificate) -> bool:
    # The authority itself, or somebody whom it made for just this.
    return any(_verifies(answer, one) for one in (issuer, *answer.certificates) if _may_answer(one, issuer))


def _may_answer(responder: x509.Certificate, issuer: x509.Certificate) -> bool:
    if responder == issuer:
        return True
    try:
        purposes = responder.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
    except (x509.ExtensionNotFound, ValueError):
        return False
    return ExtendedKeyUsageOID.OCSP_SIGNING in purposes and issued(issuer, responder)


def _verifies(answer: ocsp.OCSPResponse, responder: x509.Certificate) -> bool:
    key, digest = responder.public_key(), answer.signature_hash_algorithm
    try:
        if isinstance(key, rsa.RSAPublicKey) and digest is not None:
            key.verify(answer.signature, answer.tbs_response_bytes, padding.PKCS1v15(), digest)
        elif isinstance(key, ec.EllipticCurvePublicKey) and digest is not None:
            key.verify(answer.signature, answer.tbs_response_bytes, ec.ECDSA(digest))
        else:
            return False
    except (InvalidSignature, UnsupportedAlgorithm, ValueError):
        return False
    return True
