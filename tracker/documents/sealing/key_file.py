"""The city's key in a file: PKCS#12, as certificate authorities hand it out."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.hazmat.primitives.serialization.pkcs12 import PKCS12KeyAndCertificates, load_pkcs12
from pyhanko.sign.signers import SimpleSigner

from tracker.documents.sealing.certificate import Certificate, KeyInHand, NoSeal


def from_file(path: Path, password: str) -> KeyInHand:
    """Read the key; a file that was exchanged is read anew. Raises NoSeal with what is wrong."""
    try:
        changed = path.stat().st_mtime_ns
    except OSError as error:
        raise NoSeal(f"The file of the city's key cannot be read: {error.strerror or 'unknown reason'}.") from error
    return _read(path, changed, password)


@lru_cache(maxsize=4)
def _read(path: Path, _changed: int, password: str) -> KeyInHand:
    try:
        data = path.read_bytes()
        found = load_pkcs12(data, password.encode() or None)
    except (OSError, ValueError, TypeError) as error:
        raise NoSeal("The city's key cannot be opened: no PKCS#12 file, or another password.") from error
    held = SimpleSigner.load_pkcs12_data(data, [], passphrase=password.encode() or None)
    if found.key is None or found.cert is None or held is None:
        raise NoSeal("The file of the city's key holds no private key with its certificate.")
    return KeyInHand(_certificate(found.cert.certificate, found), held)


def _certificate(own: x509.Certificate, found: PKCS12KeyAndCertificates) -> Certificate:
    above = tuple(one.certificate.public_bytes(Encoding.DER) for one in found.additional_certs)
    return Certificate(own.public_bytes(Encoding.DER), above)
