"""A trust list as people read it, and as the check of a document takes it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

from asn1crypto import pem
from cryptography import x509
from cryptography.x509.oid import NameOID

from tracker.documents.signatures.checking import Means
from tracker.documents.signatures.trust import BadBundle, certificates, revocation_lists

LONGEST = 200


@dataclass(frozen=True, slots=True)
class TrustedCertificate:
    """A certificate of the list; moments are UTC, `fingerprint` is its SHA-256, hexadecimal.

    `authority` says whether it may vouch for others; one that may not vouches for itself alone.
    """

    fingerprint: str
    subject: str
    issuer: str
    valid_from: datetime
    valid_until: datetime
    authority: bool
    der: bytes


@dataclass(frozen=True, slots=True)
class RevocationList:
    """A list of revoked certificates, by its issuer; `count` is how many it names."""

    fingerprint: str
    issuer: str
    made_at: datetime
    next_at: datetime | None
    count: int
    der: bytes


def read_certificates(data: bytes) -> list[TrustedCertificate]:
    """Read certificates, PEM or DER, each once; raises BadBundle, for a private key among them too."""
    _refuse_keys(data)
    ders = {one.dump(): None for one in certificates(data)}
    return [_certificate(der) for der in ders]


def read_lists(data: bytes) -> list[RevocationList]:
    """Read revocation lists, PEM or DER, each once; raises BadBundle."""
    _refuse_keys(data)
    return [_list(der) for der in {one.dump(): None for one in revocation_lists(data)}]


def as_pem(certificates: Iterable[TrustedCertificate] = (), lists: Iterable[RevocationList] = ()) -> str:
    """Write them as PEM blocks, certificates first."""
    blocks = [("CERTIFICATE", one.der) for one in certificates] + [("X509 CRL", one.der) for one in lists]
    return "".join(pem.armor(kind, der).decode("ascii") for kind, der in blocks)


@contextmanager
def means(trust: str, lists: str, moment: datetime, city: Sequence[str] = ()) -> Iterator[Means]:
    """Give what a document is checked against, from PEM texts (either may be empty); its files end with the block."""
    with TemporaryDirectory(prefix="trust-") as folder:
        yield Means(_file(folder, "trust.pem", trust), _file(folder, "lists.pem", lists), moment, tuple(city))


def _file(folder: str, name: str, text: str) -> list[Path]:
    if not text.strip():
        return []
    path = Path(folder) / name
    path.write_text(text, encoding="ascii")
    return [path]


def _refuse_keys(data: bytes) -> None:
    if b"PRIVATE KEY-----" in data:
        raise BadBundle("The file holds a private key, which must not leave its owner. Give the certificates alone.")


def _certificate(der: bytes) -> TrustedCertificate:
    read = x509.load_der_x509_certificate(der)
    return TrustedCertificate(
        sha256(der).hexdigest(),
        _name(read.subject),
        _name(read.issuer),
        read.not_valid_before_utc,
        read.not_valid_after_utc,
        _authority(read),
        der,
    )


def _list(der: bytes) -> RevocationList:
    read = x509.load_der_x509_crl(der)
    return RevocationList(
        sha256(der).hexdigest(), _name(read.issuer), read.last_update_utc, read.next_update_utc, len(read), der
    )


def _authority(read: x509.Certificate) -> bool:
    try:
        return read.extensions.get_extension_for_class(x509.BasicConstraints).value.ca
    except (x509.ExtensionNotFound, ValueError):
        return False


def _name(name: x509.Name) -> str:
    parts = [
        str(part.value)
        for kind in (NameOID.COMMON_NAME, NameOID.ORGANIZATION_NAME, NameOID.ORGANIZATIONAL_UNIT_NAME)
        for part in name.get_attributes_for_oid(kind)
    ]
    told = ", ".join(dict.fromkeys(parts)) or name.rfc4514_string()
    return "".join(sign for sign in told if sign.isprintable())[:LONGEST]
