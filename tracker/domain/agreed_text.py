"""The agreed text: everything a signer puts a name under, and the digest that tells one text from another."""

from __future__ import annotations

import json
from datetime import date
from hashlib import sha256
from typing import NamedTuple


class AgreedElement(NamedTuple):
    """A data element as the signer reads it; `use` says in which way it goes and what for."""

    code: str
    name: str
    tier: int
    use: str


class AgreedContract(NamedTuple):
    """A contract, the figures that clauses refer to, and the personal data that it lets go."""

    number: str
    title: str
    breach_notice_hours: int
    disposal_days: int | None
    usage_protocol: str
    elements: tuple[AgreedElement, ...]


class AgreedClause(NamedTuple):
    """A clause and the answer to it; `answer` is empty while there is none."""

    code: str
    text: str
    principle: str
    answer: str
    said: str
    target_on: date | None
    control: str


class AgreedText(NamedTuple):
    """One attestation in full, as it is printed, signed and later compared."""

    request_number: str
    vendor: str
    set_name: str
    version: int
    contracts: tuple[AgreedContract, ...]
    clauses: tuple[AgreedClause, ...]
    signer_name: str
    signer_title: str
    signer_authority: str

    def digest(self) -> str:
        """Return the SHA-256 of the text, hexadecimal; equal texts have equal digests, on every machine."""
        return sha256(self.plain().encode()).hexdigest()

    def plain(self) -> str:
        """Return the text as the JSON whose SHA-256 is the digest, so that the two can be kept side by side."""
        return json.dumps(self, ensure_ascii=True, separators=(",", ":"), default=date.isoformat)


def mark(digest: str) -> str:
    """Return the part of a digest that people can compare by eye: "1a2b 3c4d 5e6f 7a8b"."""
    return " ".join(digest[start : start + 4] for start in range(0, 16, 4))
