"""The city's key in hardware, behind PKCS#11; the library for that (`python-pkcs11`) is installed by who needs it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from importlib import import_module
from typing import Any

from asn1crypto import x509
from pyhanko.config.pkcs11 import TokenCriteria
from pyhanko.sign.signers import Signer

from tracker.documents.sealing.certificate import Certificate, NoSeal

MISSING = "TRACKER_SEAL_MODULE is set, but the library for it is not installed: pip install python-pkcs11."

NO_CERTIFICATE = "No certificate stands on the token under the label of TRACKER_SEAL_KEY."


@dataclass(frozen=True, slots=True)
class Token:
    """Where the key lies: the library of the maker, the label of the token, that of the key, and the PIN."""

    module: str
    token: str
    key: str
    pin: str

    @property
    def certificate(self) -> Certificate:
        """The certificate that stands on the token under the key's label; raises NoSeal."""
        return _certificate(self)

    @contextmanager
    def signer(self) -> Iterator[Signer]:
        """Open the token for one signature; raises NoSeal."""
        library, own = _pyhanko(), x509.Certificate.load(self.certificate.der)
        with _session(self) as session:
            try:
                # Many tokens sign a digest with an elliptic curve, but do not make the digest.
                yield library.PKCS11Signer(
                    session,
                    signing_cert=own,
                    ca_chain=[x509.Certificate.load(der) for der in self.certificate.issuers],
                    key_label=self.key,
                    use_raw_mechanism=own.public_key.algorithm == "ec",
                )
            except library.PKCS11Error as error:
                raise NoSeal("The token with the city's key did not sign.") from error


@lru_cache(maxsize=4)
def _certificate(token: Token) -> Certificate:
    library = _pyhanko()
    with _session(token) as session:
        reading = library.PKCS11Signer(session, cert_label=token.key, other_certs_to_pull=None)
        try:
            own = reading.signing_cert
            above = tuple(one.dump() for one in reading.cert_registry if one != own)
        except (library.PKCS11Error, ValueError) as error:
            raise NoSeal(NO_CERTIFICATE) from error
    if own is None:
        raise NoSeal(NO_CERTIFICATE)
    return Certificate(own.dump(), above)


@contextmanager
def _session(token: Token) -> Iterator[Any]:
    library = _pyhanko()
    try:
        session = library.open_pkcs11_session(
            token.module, token_criteria=TokenCriteria(label=token.token), user_pin=token.pin or None
        )
    except Exception as error:  # the libraries of makers raise what they like
        raise NoSeal("The token with the city's key cannot be opened.") from error
    with session:
        yield session


def _pyhanko() -> Any:  # noqa: ANN401  # a module that may be absent
    try:
        return import_module("pyhanko.sign.pkcs11")
    except ImportError as error:
        raise NoSeal(MISSING) from error
