"""A small world of authorities, signers and their certificates, made anew for each run of the tests."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from asn1crypto import keys
from asn1crypto import x509 as asn1
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509 import ocsp
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from tracker.clock import Clock

NOW = Clock(ZoneInfo("America/New_York")).now().replace(microsecond=0)
DER = serialization.Encoding.DER
PEM = serialization.Encoding.PEM


def days(count: float) -> datetime:
    """The moment so many days from now."""
    return NOW + timedelta(days=count)


def named(common: str, organization: str = "", email: str = "") -> x509.Name:
    parts = [x509.NameAttribute(NameOID.ORGANIZATION_NAME, organization)] if organization else []
    parts.append(x509.NameAttribute(NameOID.COMMON_NAME, common))
    if email:
        parts.append(x509.NameAttribute(NameOID.EMAIL_ADDRESS, email))
    return x509.Name(parts)


@dataclass(frozen=True, kw_only=True)
class Wish:
    """What a certificate shall say; the defaults are those of an honest signer."""

    since: float = -30
    until: float = 365
    authority: bool = False
    depth: int | None = None
    purposes: tuple[Any, ...] = ()
    usage: str = "digital_signature content_commitment"
    digest: Any = field(default_factory=hashes.SHA256)
    list_at: str = ""
    permitted: str = ""
    strange: bool = False


AUTHORITY = Wish(authority=True, usage="key_cert_sign crl_sign", until=3650, since=-3650)
STAMPS = Wish(purposes=(ExtendedKeyUsageOID.TIME_STAMPING,), usage="digital_signature")
USAGES = (
    "digital_signature",
    "content_commitment",
    "key_encipherment",
    "data_encipherment",
    "key_agreement",
    "key_cert_sign",
    "crl_sign",
    "encipher_only",
    "decipher_only",
)


@dataclass(frozen=True, eq=False)
class Holder:
    """A key with its certificate, and the one who issued it."""

    key: Any
    certificate: x509.Certificate
    issuer: Holder | None = None

    @property
    def der(self) -> bytes:
        return self.certificate.public_bytes(DER)

    @property
    def pem(self) -> bytes:
        return self.certificate.public_bytes(PEM)

    @property
    def name(self) -> x509.Name:
        return self.certificate.subject

    @cached_property
    def asn1(self) -> asn1.Certificate:
        return asn1.Certificate.load(self.der)

    @cached_property
    def asn1_key(self) -> keys.PrivateKeyInfo:
        form, none = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        return keys.PrivateKeyInfo.load(self.key.private_bytes(DER, form, none))

    def above(self) -> list[Holder]:
        """Those above it, without the root."""
        found, holder = [], self.issuer
        while holder is not None and holder.issuer is not None:
            found.append(holder)
            holder = holder.issuer
        return found

    def issue(self, name: x509.Name, wish: Wish | None = None, key: Any = None) -> Holder:
        key = key or ec.generate_private_key(ec.SECP256R1())
        return Holder(key, _certificate(name, key, self.name, self, wish or Wish()), self)

    def revokes(
        self, *gone: Holder, at: float = -3, since: float = -1, until: float = 30, reason: str = "", invalid: float = 0
    ) -> bytes:
        """A revocation list of this authority, as PEM."""
        made = x509.CertificateRevocationListBuilder().issuer_name(self.name)
        made = made.last_update(days(since)).next_update(days(until))
        for one in gone:
            row = x509.RevokedCertificateBuilder().serial_number(one.certificate.serial_number)
            row = row.revocation_date(days(at))
            if reason:
                row = row.add_extension(x509.CRLReason(x509.ReasonFlags[reason]), critical=False)
            if invalid:
                row = row.add_extension(x509.InvalidityDate(days(invalid).replace(tzinfo=None)), critical=False)
            made = made.add_revoked_certificate(row.build())
        return made.sign(self.key, hashes.SHA256()).public_bytes(PEM)

    def answers(self, one: Holder, *, revoked: bool = False) -> bytes:
        """An OCSP answer of this authority about a certificate, as DER."""
        status = ocsp.OCSPCertStatus.REVOKED if revoked else ocsp.OCSPCertStatus.GOOD
        made = ocsp.OCSPResponseBuilder().add_response(
            cert=one.certificate,
            issuer=self.certificate,
            algorithm=hashes.SHA256(),
            cert_status=status,
            this_update=days(-1),
            next_update=days(30),
            revocation_time=days(-3) if revoked else None,
            revocation_reason=x509.ReasonFlags.key_compromise if revoked else None,
        )
        made = made.responder_id(ocsp.OCSPResponderEncoding.HASH, self.certificate)
        return made.sign(self.key, hashes.SHA256()).public_bytes(DER)


def self_made(name: x509.Name, wish: Wish, key: Any = None) -> Holder:
    """A certificate that its own key signed: a root, or a signer whom nobody vouches for."""
    key = key or ec.generate_private_key(ec.SECP256R1())
    return Holder(key, _certificate(name, key, name, None, wish))


def rsa_key(bits: int = 2048) -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(65537, bits)


def _certificate(name: x509.Name, key: Any, issuer: x509.Name, above: Holder | None, wish: Wish) -> x509.Certificate:
    made = x509.CertificateBuilder().subject_name(name).issuer_name(issuer).public_key(key.public_key())
    made = made.serial_number(x509.random_serial_number())
    made = made.not_valid_before(days(wish.since)).not_valid_after(days(wish.until))
    made = made.add_extension(x509.BasicConstraints(wish.authority, wish.depth), critical=True)
    usage = {one: one in wish.usage.split() for one in USAGES}
    made = made.add_extension(x509.KeyUsage(**usage), critical=True)
    made = made.add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    if wish.purposes:
        made = made.add_extension(x509.ExtendedKeyUsage(wish.purposes), critical=True)
    if wish.list_at:
        point = x509.DistributionPoint([x509.UniformResourceIdentifier(wish.list_at)], None, None, None)
        made = made.add_extension(x509.CRLDistributionPoints([point]), critical=False)
    if wish.permitted:
        tree = [x509.DirectoryName(x509.Name([x509.NameAttribute(NameOID.ORGANIZATION_NAME, wish.permitted)]))]
        made = made.add_extension(x509.NameConstraints(tree, None), critical=True)
    if wish.strange:
        odd = x509.UnrecognizedExtension(x509.ObjectIdentifier("1.3.6.1.4.1.99999.7"), b"\x05\x00")
        made = made.add_extension(odd, critical=True)
    return made.sign(above.key if above else key, wish.digest)
