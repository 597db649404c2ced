"""The certificate of the city's seal: what it says of itself, and the key that belongs to it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Protocol

from asn1crypto import pem
from cryptography import x509
from pyhanko.sign.signers import Signer


class NoSeal(Exception):
    """The city's key cannot be used; the message is one sentence for whoever runs the server."""


@dataclass(frozen=True, slots=True)
class Certificate:
    """A certificate of the city with the certificates above it, in DER; `fingerprint` is its SHA-256, hexadecimal."""

    der: bytes
    issuers: tuple[bytes, ...]

    @property
    def fingerprint(self) -> str:
        """What the verifier knows it by."""
        return sha256(self.der).hexdigest()

    @property
    def subject(self) -> str:
        """The name it was made out to."""
        return self._read().subject.rfc4514_string()

    @property
    def valid_from(self) -> datetime:
        """The first moment of its validity, UTC."""
        return self._read().not_valid_before_utc

    @property
    def valid_until(self) -> datetime:
        """The last moment of its validity, UTC."""
        return self._read().not_valid_after_utc

    @property
    def pem(self) -> str:
        """The certificate alone."""
        return as_pem([self.der])

    def _read(self) -> x509.Certificate:
        return x509.load_der_x509_certificate(self.der)


class Seal(Protocol):
    """The city's key, wherever it lies."""

    @property
    def certificate(self) -> Certificate:
        """The certificate of the key."""

    def signer(self) -> AbstractContextManager[Signer]:
        """Open the key for one signature; raises NoSeal."""


@dataclass(frozen=True, slots=True)
class KeyInHand:
    """A key that was read from a file."""

    certificate: Certificate
    held: Signer

    @contextmanager
    def signer(self) -> Iterator[Signer]:
        """Open the key for one signature."""
        yield self.held


def as_pem(ders: Iterable[bytes]) -> str:
    """Write certificates as PEM, one after the other."""
    return "".join(pem.armor("CERTIFICATE", der).decode("ascii") for der in ders)
